import { describe, expect, it } from 'vitest';
import { corpusBleu, corpusChrf, scoreTranslations } from '../../src/evaluate';

const cases = [
  { name: 'right', answer: 'Die Katze trinkt Milch.', reference: 'Die Katze trinkt Milch.' },
  { name: 'right and explained', answer: 'Der Hund isst Brot.\n\n"Hund" is a dog.', reference: 'Der Hund isst Brot.' },
  {
    name: 'cut short',
    answer: 'Der Arzt kommt heute.',
    reference: 'Der Arzt kommt heute. Die Schwester geht nach Hause.',
  },
  { name: 'wrong', answer: 'Die Kinder lachen im Garten.', reference: 'Die Kinder schlafen im Garten.' },
];
const answers = cases.map(({ answer }) => answer);
const references = cases.map(({ reference }) => reference);
const cut = answers.map(answer => answer.replace(/\n\n.*/s, ''));

describe('translations', () => {
  const scores = scoreTranslations(answers, references);

  it('have BLEU and chrF of the answers up to the separator', () => {
    expect(scores.bleu).toBe(corpusBleu(cut, references).score);
    expect(scores.chrf).toBe(corpusChrf(cut, references));
    expect(scores.bleu).toBeGreaterThan(0);
  });

  it('have the strict BLEU of the answers as they stand', () => {
    expect(scores.strictBleu).toBe(corpusBleu(answers, references).score);
    expect(scores.strictBleu).not.toBe(scores.bleu);
    expect(scoreTranslations(cut, references).strictBleu).toBe(scores.bleu);
  });

  it('are counted in percent: exact, explained and truncated ones', () => {
    expect(scores).toMatchObject({ exact: 50, explained: 25, truncated: 25 });
  });

  it('that are all right have the highest scores, explained or not', () => {
    const explained = references.map(reference => `${reference}\n\nBecause it is so.\n\nTruly.`);
    expect(scoreTranslations(references, references)).toEqual({
      bleu: expect.closeTo(100, 9),
      chrf: expect.closeTo(100, 9),
      exact: 100,
      strictBleu: expect.closeTo(100, 9),
      explained: 0,
      truncated: 0,
      signature: 'nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp',
    });
    const scores = scoreTranslations(explained, references);
    expect(scores).toMatchObject({ bleu: expect.closeTo(100, 9), exact: 100, explained: 100, truncated: 0 });
    expect(scores.strictBleu).toBeLessThan(90);
  });

  it('are cut where the caller says, and a line end is no separator', () => {
    const marked = ['Milch. ### It is milk.', 'Die Katze\ntrinkt.'];
    const goals = ['Milch. ', 'Die Katze\ntrinkt.'];
    expect(scoreTranslations(marked, goals, { separator: '###' })).toMatchObject({ exact: 100, explained: 50 });
    expect(scoreTranslations(marked, goals)).toMatchObject({ exact: 50, explained: 0 });
  });

  it('are compared by the words of the tokenizer that is asked for', () => {
    const { bleu } = scoreTranslations(answers, references, { tokenize: 'char' });
    expect(bleu).toBe(corpusBleu(cut, references, { tokenize: 'char' }).score);
    expect(bleu).not.toBe(scores.bleu);
  });
});

describe('an answer', () => {
  const one = (answer: string, reference: string) => scoreTranslations([answer], [reference]);
  const two = 'Der Arzt kommt. Geht die Schwester?';

  it.each([
    { name: 'one sentence of two', answer: 'Der Arzt kommt.', truncated: 100 },
    { name: 'nothing', answer: '', truncated: 100 },
    { name: 'an explanation alone', answer: '\n\nDer Arzt kommt. Geht die Schwester?', truncated: 100 },
    // Sentences behind the separator do not make up for those that are missing before it.
    {
      name: 'one sentence, with two that explain it',
      answer: 'Der Arzt kommt.\n\nEin Arzt. Er kommt.',
      truncated: 100,
    },
    { name: 'two sentences', answer: two, truncated: 0 },
    { name: 'two sentences without the last mark', answer: 'Der Arzt kommt. Geht die Schwester', truncated: 0 },
    { name: 'two wrong sentences', answer: 'Nein! Nein!', truncated: 0 },
    { name: 'three sentences', answer: `${two} Ja.`, truncated: 0 },
  ])('of $name for two is truncated: $truncated %', ({ answer, truncated }) => {
    expect(one(answer, two).truncated).toBe(truncated);
  });

  it('with a number in it has no more sentences for its point', () => {
    expect(one('Es sind 3.5 Liter.', 'Es sind 3.5 Liter. Mehr nicht.').truncated).toBe(100);
    expect(one('Es sind drei Liter.', 'Es sind 3.5 Liter.').truncated).toBe(0);
  });

  it('is exact to the letter only', () => {
    expect(one('Milch.', 'Milch.').exact).toBe(100);
    for (const answer of ['milch.', 'Milch', 'Milch. ', 'Milch.\n']) expect(one(answer, 'Milch.').exact).toBe(0);
  });
});

describe('translations that cannot be scored are refused', () => {
  it('more or fewer answers than references', () => {
    expect(() => scoreTranslations(answers, references.slice(1))).toThrow('4 hypotheses but 3 references');
    expect(() => scoreTranslations(answers.slice(1), references)).toThrow('3 hypotheses but 4 references');
  });
  it('none', () => {
    expect(() => scoreTranslations([], [])).toThrow('the corpus is empty');
  });
});
