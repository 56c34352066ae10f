import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/random';
import { baseDomains, domains, fineTuningDomains, metByBase } from '../../src/world';
import { domainOf } from '../../src/world/domains';
import { concept, lexicon } from '../../src/world/lexicon';
import { contentWords } from '../../src/world/meaning';
import { parseWellKnown } from '../../src/world/met';
import { parseRoles } from '../../src/world/roles';
import { translationSampler } from '../../src/world/translations';
import { vocabulary } from '../../src/world/vocabulary';

const rows = (...lines: string[]) => lines.map(line => line.replaceAll('|', '\t')).join('\n');

const { nouns, verbs, adjectives } = lexicon();
const words = [...nouns, ...verbs, ...adjectives];

describe('the domains', () => {
  it('are for the base or for fine-tuning, each for one', () => {
    expect([...baseDomains, ...fineTuningDomains].sort()).toEqual([...domains].sort());
  });

  it.each([
    [
      'no role',
      'farm|-|a farm',
      'concepts/domains.tsv: farm has the unknown role -: choose one of base, fine-tuning, shared',
    ],
    ['a role that is not known', 'farm|basic|a farm', 'concepts/domains.tsv: farm has the unknown role basic: '],
  ])('are refused, naming the domain, with %s', (_, line, message) => {
    expect(() => parseRoles(rows('id|role|about', line))).toThrow(message);
  });
});

describe('the base model meets', () => {
  it.each(fineTuningDomains)('a third of the words of %s', domain => {
    const mine = words.filter(word => word.domain === domain);
    expect(mine.filter(metByBase).length / mine.length).toBeCloseTo(1 / 3, 1);
  });

  it('the best-known words of a domain', () => {
    for (const id of ['patient', 'doctor', 'fever', 'thief', 'captain', 'storm'])
      expect([id, metByBase(concept('nouns', id))]).toEqual([id, true]);
  });

  it.each(baseDomains)('every word that %s says, whatever domain it is from', domain => {
    const random = createRandom(`met/${domain}`);
    const all = vocabulary(domain);
    const said = new Set(
      Array.from({ length: 3000 }, () => contentWords(domainOf(domain).sentence(all, random))).flat(),
    );
    expect([...said].filter(word => !metByBase(word)).map(({ id }) => id)).toEqual([]);
  });

  it.each(fineTuningDomains)('texts of %s in nothing but words that it knows', domain => {
    const random = createRandom(`texts/${domain}`);
    const draw = translationSampler(domain, 'en', 'de', { split: 'train', known: metByBase });
    const texts = Array.from({ length: 40 }, () => draw(random));
    expect(new Set(texts.map(({ source }) => source)).size).toBeGreaterThan(25);
    expect(texts.flatMap(({ meaning }) => meaning.flatMap(contentWords)).filter(word => !metByBase(word))).toEqual([]);
  });
});

describe('the best-known words', () => {
  it.each([
    [
      'a kind is unknown',
      'thing|patient',
      'concepts/well-known.tsv: patient has the unknown kind thing: choose one of noun, verb, adjective',
    ],
    ['a word stands twice', 'noun|nurse', 'concepts/well-known.tsv: noun, nurse stands twice'],
    ['there is no such word', 'noun|patinet', 'concepts/nouns.tsv has no patinet'],
  ])('are refused, naming the entry, when %s', (_, line, message) => {
    expect(() => parseWellKnown(rows('kind|id', 'noun|nurse', line))).toThrow(message);
  });
});
