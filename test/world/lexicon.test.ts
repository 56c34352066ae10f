import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { projectPath } from '../../src/paths';
import { languages } from '../../src/world';
import { complementForm, oneOf, optional, parseForms, placeForm, pluralForm, required } from '../../src/world/forms';
import { realiser } from '../../src/world/languages';
import { type ConceptTables, type Lexicon, lexicon, parseLexicon } from '../../src/world/lexicon';
import { parseTable, textOf } from '../../src/world/table';

const rows = (...lines: string[]) => lines.map(line => line.replaceAll('|', '\t')).join('\n');

describe('a table of words is refused, naming file and entry, when', () => {
  const columns = ['en', 'de', 'domain'] as const;
  const parse = (text: string) => parseTable('x.tsv', text, columns, { unique: ['en', 'domain'] });

  it.each([
    [
      'a column is missing',
      'en\tde\tdomain\ncat\tKatze',
      'x.tsv: cat has 2 columns instead of 3: at the end of the line, domain may be missing',
    ],
    ['there is a column too many', 'en\tde\tdomain\ncat\tKatze\ta\tb', 'x.tsv: cat has 4 columns instead of 3'],
    ['a form is empty', 'en\tde\tdomain\ncat\t\ta', 'x.tsv: cat has no de'],
    ['a form is a space', 'en\tde\tdomain\ncat\t \ta', 'x.tsv: cat has no de'],
    ['an entry stands twice', 'en\tde\tdomain\ncat\tKatze\ta\ncat\tKater\ta', 'x.tsv: cat, a stands twice'],
    [
      'the first line names other columns',
      'en\tde\ncat\tKatze',
      'x.tsv: the first line must name the columns en, de, domain',
    ],
    ['it is empty', '', 'x.tsv: the first line must name the columns'],
  ])('%s', (_, text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  it('its file is missing', () => {
    expect(() => textOf('xx/nouns.tsv')).toThrow('data/world/xx/nouns.tsv is missing');
  });

  it('but one word may stand in two domains', () => {
    expect(parse('en\tde\tdomain\ncat\tKatze\ta\ncat\tKater\tb')).toEqual([
      { en: 'cat', de: 'Katze', domain: 'a' },
      { en: 'cat', de: 'Kater', domain: 'b' },
    ]);
  });
});

describe('the concepts', () => {
  const tables: ConceptTables = {
    domains: rows('id|role|about', 'shared|shared|all', 'farm|base|a farm'),
    tags: rows('id|about', 'animal|an animal', 'food|something to eat', 'mass|is not counted'),
    nouns: rows('id|domain|tags', 'cow|farm|animal', 'fresh hay|farm|food mass'),
    verbs: rows(
      'id|domain|frame|subject|object|recipient|complement|goal',
      'eat|farm|transitive|animal|fresh_hay|-|-|-',
    ),
    adjectives: rows('id|domain|said_of|complement|unit', 'big|farm|animal|-|-'),
    times: rows('id|domain|tense', 'now|farm|present'),
    names: rows('id|domain|tags', 'Bella|farm|animal'),
  };

  it('are read from their tables; a list writes the space of a word as _', () => {
    const { nouns, verbs } = parseLexicon(tables);
    expect(nouns[1]).toEqual({ kind: 'noun', id: 'fresh hay', domain: 'farm', tags: ['food', 'mass'] });
    expect(verbs[0]).toMatchObject({ frame: 'transitive', subject: ['animal'], object: ['fresh hay'], goal: [] });
  });

  it.each([
    [
      'a domain has no role',
      'domains',
      'sea|-|a sea',
      'concepts/domains.tsv: sea has the unknown role -: choose one of base, ',
    ],
    ['an id stands twice', 'nouns', 'cow|farm|food', 'concepts/nouns.tsv: cow stands twice'],
    [
      'a domain is unknown',
      'nouns',
      'pig|fram|animal',
      'concepts/nouns.tsv: pig has the unknown domain fram: choose one of shared, farm',
    ],
    [
      'a tag is unknown',
      'nouns',
      'pig|farm|aminal',
      'concepts/nouns.tsv: pig has the unknown tag aminal: add it to concepts/tags.tsv',
    ],
    [
      'a frame is unknown',
      'verbs',
      'moo|farm|intrans|animal|-|-|-|-',
      'concepts/verbs.tsv: moo has the unknown frame intrans: choose one of intransitive, ',
    ],
    [
      'a role is missing',
      'verbs',
      'feed|farm|ditransitive|animal|food|-|-|-',
      'concepts/verbs.tsv: feed lacks the role recipient, which the frame ditransitive needs',
    ],
    [
      'nobody can do it',
      'verbs',
      'moo|farm|intransitive|-|-|-|-|-',
      'concepts/verbs.tsv: moo lacks the role subject, which the frame intransitive needs',
    ],
    [
      'there is a role too many',
      'verbs',
      'moo|farm|intransitive|animal|food|-|-|-',
      'concepts/verbs.tsv: moo has the role object, which the frame intransitive lacks',
    ],
    [
      'a role is filled by nothing known',
      'verbs',
      'moo|farm|intransitive|cwo|-|-|-|-',
      'concepts/verbs.tsv: moo has the subject cwo, which is neither a tag nor a noun',
    ],
    [
      'a property is of nothing known',
      'adjectives',
      'old|farm|cwo|-|-',
      'concepts/adjectives.tsv: old has the said_of cwo, which is neither a tag nor a noun',
    ],
    [
      'a tense is unknown',
      'times',
      'soon|farm|next',
      'concepts/times.tsv: soon has the unknown tense next: choose one of past, present, future, any',
    ],
    ['a column is missing', 'times', 'soon|farm', 'concepts/times.tsv: soon has 2 columns instead of 3'],
  ] as [string, keyof ConceptTables, string, string][])(
    'are refused, naming file and entry, when %s',
    (_, table, line, message) => {
      expect(() => parseLexicon({ ...tables, [table]: `${tables[table]}\n${rows(line)}` })).toThrow(message);
    },
  );

  it('are enough for every domain', () => {
    const all: Lexicon = lexicon();
    const words = [...all.nouns, ...all.verbs, ...all.adjectives, ...all.times];
    const count = (domain: string) => words.filter(word => word.domain === domain).length;
    expect(words.length).toBeGreaterThanOrEqual(560);
    expect(count('court')).toBeGreaterThanOrEqual(110);
    expect(count('harbour')).toBeGreaterThanOrEqual(110);
    expect(count('school')).toBeGreaterThanOrEqual(75);
    expect(count('travel')).toBeGreaterThanOrEqual(75);
  });
});

describe('the forms of a language', () => {
  const cow = { kind: 'noun', id: 'cow', domain: 'farm', tags: [] } as const;
  const hay = { kind: 'noun', id: 'hay', domain: 'farm', tags: ['mass'] } as const;
  const farm = { kind: 'noun', id: 'farm', domain: 'farm', tags: ['place'] } as const;
  const nouns = [cow, hay, farm].map(noun => ({ ...noun, tags: [...noun.tags] }));
  const columns = { lemma: required, gender: oneOf('m', 'f', 'n'), plural: pluralForm, place: placeForm };
  const good = ['id|lemma|gender|plural|place', 'cow|Kuh|f|Kühe|-', 'hay|Heu|n|-|-', 'farm|Hof|m|Höfe|auf'];
  const parse = (at: number, ...lines: string[]) =>
    parseForms('xx/nouns.tsv', rows(...good.slice(0, at), ...lines, ...good.slice(at + 1)), nouns, columns);

  it('are read by concept', () => {
    const forms = parse(4);
    expect(forms.get('cow')).toEqual({ lemma: 'Kuh', gender: 'f', plural: 'Kühe', place: undefined });
  });

  it.each([
    ['a form is missing', 1, ['cow|-|f|Kühe|-'], 'xx/nouns.tsv: cow has no lemma'],
    ['a form is empty', 1, ['cow||f|Kühe|-'], 'xx/nouns.tsv: cow has no lemma: it is required'],
    [
      'a form that may be missing is empty',
      1,
      ['cow|Kuh|f||-'],
      'xx/nouns.tsv: cow has no plural: write it, or "-" where there is none',
    ],
    ['a key stands twice', 1, ['cow|Kuh|f|Kühe|-', 'cow|Rind|n|Rinder|-'], 'xx/nouns.tsv: cow stands twice'],
    ['a concept is missing', 1, [], 'xx/nouns.tsv: cow is missing: every concept needs a row'],
    [
      'a row has no concept',
      1,
      ['cow|Kuh|f|Kühe|-', 'ox|Ochse|m|Ochsen|-'],
      'xx/nouns.tsv: ox is no concept: add it to concepts/nouns.tsv, or remove it',
    ],
    ['a gender is none', 1, ['cow|Kuh|w|Kühe|-'], 'xx/nouns.tsv: cow has the gender w: choose one of m, f, n'],
    ['a plural is missing', 1, ['cow|Kuh|f|-|-'], 'xx/nouns.tsv: cow has no plural'],
    [
      'a plural is impossible',
      2,
      ['hay|Heu|n|Heue|-'],
      'xx/nouns.tsv: hay has the plural Heue, but is never said in the plural: write "-"',
    ],
    ['a place does not say where', 3, ['farm|Hof|m|Höfe|-'], 'xx/nouns.tsv: farm is a place, but has no place'],
  ] as [string, number, string[], string][])('are refused, naming file and entry, when %s', (_, at, lines, message) => {
    expect(() => parse(at, ...lines)).toThrow(message);
  });

  it('are refused in another order than that of the concepts', () => {
    const text = rows(good[0] as string, good[2] as string, good[1] as string, good[3] as string);
    expect(() => parseForms('xx/nouns.tsv', text, nouns, columns)).toThrow(
      'xx/nouns.tsv: hay stands where cow should: keep the order of the concepts',
    );
  });

  it('are refused without what joins a complement', () => {
    const accuse = lexicon().verbs.filter(({ id }) => id === 'accuse');
    const text = rows('id|lemma|complement', 'accuse|beschuldigen|-');
    expect(() => parseForms('xx/verbs.tsv', text, accuse, { lemma: required, complement: complementForm })).toThrow(
      'xx/verbs.tsv: accuse takes a complement, but has no complement',
    );
    expect(optional('-')).toBeUndefined();
  });

  it.each(languages)('%s has all words of the world, each with a dictionary form', code => {
    const all = lexicon();
    const { dictionaryForm, forms } = realiser(code);
    for (const concept of [...all.nouns, ...all.verbs, ...all.adjectives, ...all.times, ...all.names]) {
      expect(dictionaryForm(concept), concept.id).toMatch(/\S/);
      expect(forms(concept).length, concept.id).toBeGreaterThan(0);
    }
  });

  it.each(languages)('%s has a folder of tables with nothing but text', code => {
    for (const table of ['nouns', 'verbs', 'adjectives', 'times', 'names']) {
      const text = readFileSync(projectPath('data', 'world', code, `${table}.tsv`), 'utf8');
      expect(text, `${code}/${table}.tsv`).not.toMatch(/\r| {2}|[ \t]$|\uFEFF/m);
    }
  });
});
