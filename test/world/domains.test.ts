import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/random';
import { court, style as courtStyle } from '../../src/world/domains/court';
import { harbour, style as harbourStyle } from '../../src/world/domains/harbour';
import type { Style } from '../../src/world/domains/scene';
import { german } from '../../src/world/languages/de';
import { english } from '../../src/world/languages/en';
import { lexicon } from '../../src/world/lexicon';
import type { Action, Clause, NounPhrase, Sentence } from '../../src/world/meaning';
import { vocabulary } from '../../src/world/vocabulary';

const domains = { court, harbour };

function sentencesOf(domain: keyof typeof domains): Sentence[] {
  const random = createRandom(`domains/${domain}`);
  const words = vocabulary(domain);
  return Array.from({ length: 6000 }, () => domains[domain].sentence(words, random));
}

const clausesOf = ({ main, subordinate }: Sentence): Clause[] => {
  const all = subordinate ? [main, subordinate.clause] : [main];
  return all.flatMap(clause => (clause.kind === 'action' && clause.content ? [clause, clause.content] : [clause]));
};

describe.each(['court', 'harbour'] as const)('sentences of the %s', domain => {
  const sentences = sentencesOf(domain);
  const texts = sentences.map(sentence => [english.sentence(sentence), german.sentence(sentence)] as const);

  it('are whole sentences in English and German', () => {
    const broken = ([en, de]: readonly [string, string]) =>
      [en, de].some(
        text => !/^[\p{Lu}\d].*[.?]$/u.test(text) || /undefined|null|NaN|\[object| {2}| ,|,,|,\.| \./.test(text),
      );
    expect(texts.filter(broken)).toEqual([]);
  });

  it('never have somebody do something to themselves by name', () => {
    const own = sentences.flatMap(clausesOf).filter(clause => {
      if (clause.kind !== 'action') return false;
      const ids = [clause.subject, clause.object, clause.recipient, clause.complement].flatMap(idOf);
      return new Set(ids).size < ids.length;
    });
    expect(own).toEqual([]);
  });

  it('never negate "must", nor what is asked for an amount', () => {
    const negated = sentences.flatMap(clausesOf).filter(({ negated }) => negated);
    expect(negated.filter(({ modal }) => modal === 'must')).toEqual([]);
    expect(negated.filter(clause => clause.kind === 'action' && clause.object && 'amount' in clause.object)).toEqual(
      [],
    );
  });

  it('use every word of the domain', () => {
    const said = new Set<unknown>();
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null || said.has(value)) return;
      if ('kind' in value) said.add(value);
      for (const part of Object.values(value)) visit(part);
    };
    for (const sentence of sentences) visit(sentence);
    const { nouns, verbs, adjectives, times, names } = lexicon();
    const mine = [...nouns, ...verbs, ...adjectives, ...times, ...names].filter(concept => concept.domain === domain);
    expect(mine.filter(concept => !said.has(concept)).map(({ id }) => id)).toEqual([]);
  });
});

function idOf(np: NounPhrase | undefined): string[] {
  if (np === undefined || 'gap' in np || 'pronoun' in np || 'amount' in np) return [];
  if ('name' in np) return [np.name.id];
  return np.label === undefined ? [np.noun.id] : [];
}

describe('the court', () => {
  const sentences = sentencesOf('court');
  const actions = sentences.flatMap(clausesOf).filter(clause => clause.kind === 'action');

  it.each([
    ['accusations with a complement', ({ complement, verb }) => verb.id === 'accuse' && complement !== undefined],
    ['passives without an agent', ({ passive, subject }) => passive === true && subject === undefined],
    ['rules', ({ basis }) => basis !== undefined],
    ['reports', ({ content }) => content !== undefined],
    ['infinitives', ({ infinitive }) => infinitive !== undefined],
    [
      'amounts of years',
      ({ complement }) => complement !== undefined && 'amount' in complement && complement.unit.id === 'year',
    ],
    ['dates', ({ time }) => time !== undefined && 'day' in time && time.day !== undefined && 'month' in time.day],
  ] as [string, (action: Action) => boolean][])('has %s', (_, has) => {
    expect(actions.filter(has).length).toBeGreaterThan(10);
  });
});

describe('the harbour', () => {
  const sentences = sentencesOf('harbour');
  const actions = sentences.flatMap(clausesOf).filter(clause => clause.kind === 'action');

  it.each([
    ['amounts of cargo', ({ object }) => object !== undefined && 'amount' in object && object.of !== undefined],
    ['ways from one place to another', ({ from, to }) => from !== undefined && to !== undefined],
    ['times of the day', ({ time }) => time !== undefined && 'clock' in time && time.clock !== undefined],
    ['numbered berths', ({ place }) => place !== undefined && 'noun' in place && typeof place.label === 'number'],
    [
      'ships with names',
      ({ subject }) =>
        subject !== undefined && ('name' in subject || ('noun' in subject && typeof subject.label === 'object')),
    ],
    ['causes', ({ cause }) => cause !== undefined],
    ['the future', ({ tense }) => tense === 'future'],
  ] as [string, (action: Action) => boolean][])('has %s', (_, has) => {
    expect(actions.filter(has).length).toBeGreaterThan(10);
  });

  it('asks, and measures', () => {
    expect(new Set(sentences.flatMap(({ question }) => question ?? []))).toEqual(
      new Set(['whether', 'who', 'what', 'where', 'where to', 'when', 'why']),
    );
    expect(sentences.filter(({ main }) => main.kind === 'state' && main.measure).length).toBeGreaterThan(10);
  });
});

describe.each([
  ['court', courtStyle],
  ['harbour', harbourStyle],
] as [string, Style][])('the style of the %s', (domain, style) => {
  it('names only words and tags that there are', () => {
    const { nouns, verbs, adjectives } = lexicon();
    const things = new Set([...nouns.flatMap(({ id, tags }) => [id, ...tags])]);
    const verbIds = new Set(verbs.filter(verb => verb.domain === domain).map(({ id }) => id));
    const adjectiveIds = new Set(adjectives.filter(adjective => adjective.domain === domain).map(({ id }) => id));
    const unknown = (named: string[], known: Set<string>) => named.filter(id => !known.has(id));
    const { indefinite, unique, possessions, places, lasting, timeless, clocked, infinitives, reasons, granted } =
      style;
    const kinds = [...indefinite, ...unique, ...possessions.flatMap(({ owned, owners }) => [...owned, ...owners])];
    expect(unknown([...kinds, ...Object.values(places).flat()], things)).toEqual([]);
    const doings = [...lasting, ...timeless, ...clocked, ...Object.values(infinitives).flat()];
    const keys = [places, infinitives, reasons, granted].flatMap(Object.keys);
    expect(unknown([...doings, ...keys], verbIds)).toEqual([]);
    const qualities = Object.values(reasons).flatMap(({ because = [], although = [] }) => [...because, ...although]);
    expect(unknown([...qualities, ...Object.values(granted)], adjectiveIds)).toEqual([]);
  });
});
