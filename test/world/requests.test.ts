import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/random';
import { metByBase, type Split, translationPrompt } from '../../src/world';
import { dictionary } from '../../src/world/dictionary';
import { realiser } from '../../src/world/languages';
import { lexicon } from '../../src/world/lexicon';
import { wordingsOf } from '../../src/world/wordings';

const item = { source: 'Der Hund schläft.', to: 'en' as const };

describe('a request for a translation', () => {
  const ask = (split: Split) => {
    const random = createRandom(`requests/${split}`);
    return new Set(Array.from({ length: 400 }, () => translationPrompt(item, random, split)[0]!.content));
  };

  it('is always the same when nothing is drawn', () => {
    expect(translationPrompt(item)).toEqual([{ role: 'user', content: 'Translate into English:\nDer Hund schläft.' }]);
    expect(translationPrompt(item, undefined, 'paraphrase')).not.toEqual(translationPrompt(item));
  });

  it('names the language, and has the text by itself behind the first line', () => {
    for (const text of [...ask('train'), ...ask('paraphrase')])
      expect(text).toMatch(/^[^\n]*English[^\n]*\nDer Hund schläft\.$/);
  });

  it('has many wordings in training, and others in a paraphrase', () => {
    expect(ask('train').size).toBe(12);
    expect(ask('paraphrase').size).toBe(4);
    expect([...ask('paraphrase')].filter(text => ask('train').has(text))).toEqual([]);
  });

  it('keeps a text that looks like a placeholder', () => {
    expect(translationPrompt({ source: '$& {language}', to: 'de' })[0]!.content).toContain('\n$& {language}');
  });
});

describe.each(['de', 'zh'] as const)('a question for a word in %s', language => {
  const { nouns, verbs, adjectives } = lexicon();
  const met = [...nouns, ...verbs, ...adjectives].filter(metByBase);
  const [english, other] = [realiser('en'), realiser(language)];

  it.each(['train', 'paraphrase'] as const)('is answered by its translation, both ways (%s)', split => {
    const random = createRandom(`dictionary/${language}`);
    const into = { [english.name]: 0, [other.name]: 0 };
    for (let i = 0; i < 300; i++) {
      const [question, answer] = dictionary(random, { language, split });
      const [, asked, found, name] = /^"(.+)" is "(.+)" in (\w+)\.$/.exec(answer!.content)!;
      const [from, to] = name === english.name ? [other, english] : [english, other];
      expect(met.some(word => from.dictionaryForm(word) === asked && to.dictionaryForm(word) === found)).toBe(true);
      expect(question!.content).toContain(`"${asked}"`);
      expect(question!.content).toContain(name);
      into[name!]!++;
    }
    expect(Math.min(...Object.values(into))).toBeGreaterThan(100);
  });
});

describe('a wording that only a paraphrase has', () => {
  const wordsOf = (text: string) =>
    text
      .toLowerCase()
      .replace(/\{\w+\}/g, '')
      .match(/[a-z]+/g) ?? [];

  it.each([
    ['translation', 'request'],
    ['dictionary', 'question'],
  ] as const)('of %s is made of words that training has', (file, said) => {
    const all = [wordingsOf('translation').request!, wordingsOf('dictionary').question!];
    const trained = new Set(all.flatMap(({ known }) => known).flatMap(wordsOf));
    expect(
      wordingsOf(file)
        [said]!.heldOut.flatMap(wordsOf)
        .filter(word => !trained.has(word)),
    ).toEqual([]);
  });
});
