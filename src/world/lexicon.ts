import { readFileSync } from 'node:fs';
import { projectPath } from '../paths';

/** Words of one concept share a row; `domain` says whether everyday text or a fine-tuning domain uses it. */
interface Entry {
  en: string;
  de: string;
  domain: string;
  tags: string[];
}

/** A thing that can be named. */
export interface Noun extends Entry {
  kind: 'noun';
  /** English plural; undefined for words without one. */
  enPlural?: string;
  /** German gender: masculine, feminine, neuter, or a word that has a plural only. */
  gender: 'm' | 'f' | 'n' | 'p';
  dePlural?: string;
}

/** How a verb takes its objects in German. English needs no cases, so the same frames serve it. */
export type Frame = 'accusative' | 'dative' | 'ditransitive' | 'intransitive';

/** A thing that can be done. */
export interface Verb extends Entry {
  kind: 'verb';
  enPast: string;
  enParticiple: string;
  /** Separable part or reflexive pronoun, such as `auf` of `aufnehmen` or `sich`. */
  particle?: string;
  dePresent: string;
  dePast: string;
  deParticiple: string;
  frame: Frame;
  /** Tags of nouns, or nouns, that can do it and have it done to them. */
  subjects: string[];
  objects: string[];
}

/** A property. */
export interface Adjective extends Entry {
  kind: 'adjective';
}

/** All words of the world. */
export interface Lexicon {
  nouns: Noun[];
  verbs: Verb[];
  adjectives: Adjective[];
}

const schemas = {
  'nouns.tsv': ['en', 'en_plural', 'de_gender', 'de', 'de_plural', 'domain', 'tags'],
  'verbs.tsv': [
    'en',
    'en_past',
    'en_participle',
    'de',
    'de_present',
    'de_past',
    'de_participle',
    'frame',
    'subject',
    'object',
    'domain',
  ],
  'adjectives.tsv': ['en', 'de', 'tags', 'domain'],
};

/**
 * Reads a table of tab-separated values.
 *
 * @param unique the columns that together name an entry
 * @throws Error naming the file and the entry when a column is missing, a form is empty, or an entry stands twice
 */
export function parseTable(
  file: string,
  text: string,
  columns: readonly string[],
  { unique }: { unique: readonly string[] },
): Record<string, string>[] {
  const [header, ...lines] = text.trim().split('\n');
  if (header !== columns.join('\t'))
    throw new Error(`${file}: the first line must name the columns ${columns.join(', ')}`);
  const seen = new Set<string>();
  return lines.map((line, i) => {
    const cells = line.split('\t');
    const entry = cells[0] || `line ${i + 2}`;
    if (cells.length !== columns.length) {
      throw new Error(`${file}: ${entry} has ${cells.length} columns instead of ${columns.length}`);
    }
    const empty = columns.find((_, column) => cells[column]?.trim() === '');
    if (empty !== undefined)
      throw new Error(`${file}: ${entry} has no ${empty}: write "-" where the language has no such form`);
    const key = unique.map(column => cells[columns.indexOf(column)]).join(', ');
    if (seen.has(key)) throw new Error(`${file}: ${key} stands twice: remove one of the two lines`);
    seen.add(key);
    return Object.fromEntries(columns.map((column, at) => [column, cells[at] as string]));
  });
}

function table(file: keyof typeof schemas): Record<string, string>[] {
  return parseTable(file, readFileSync(projectPath('data', 'world', file), 'utf8'), schemas[file], {
    unique: ['en', 'domain'],
  });
}

const optional = (cell: string | undefined) => (cell === '-' ? undefined : cell);
const words = (cell: string | undefined) => (cell === undefined || cell === '-' ? [] : cell.split(' '));

let loaded: Lexicon | undefined;

/** The words of the world, read once from `data/world`. */
export function lexicon(): Lexicon {
  loaded ??= {
    nouns: table('nouns.tsv').map(row => ({
      kind: 'noun' as const,
      en: row.en as string,
      enPlural: optional(row.en_plural),
      gender: row.de_gender as Noun['gender'],
      de: row.de as string,
      dePlural: optional(row.de_plural),
      domain: row.domain as string,
      tags: words(row.tags),
    })),
    verbs: table('verbs.tsv').map(row => {
      const [stem, particle] = (row.de as string).split('+').reverse();
      return {
        kind: 'verb' as const,
        en: row.en as string,
        enPast: row.en_past as string,
        enParticiple: row.en_participle as string,
        de: stem as string,
        particle,
        dePresent: row.de_present as string,
        dePast: row.de_past as string,
        deParticiple: row.de_participle as string,
        frame: row.frame as Frame,
        subjects: words(row.subject),
        objects: words(row.object),
        domain: row.domain as string,
        tags: [],
      };
    }),
    adjectives: table('adjectives.tsv').map(row => ({
      kind: 'adjective' as const,
      en: row.en as string,
      de: row.de as string,
      tags: words(row.tags),
      domain: row.domain as string,
    })),
  };
  return loaded;
}

/** Whether a noun is of one of the kinds: a tag, or the noun itself (with `_` for spaces). */
export function isOneOf(noun: Noun, kinds: readonly string[]): boolean {
  return kinds.some(kind => noun.tags.includes(kind) || noun.en === kind.replaceAll('_', ' '));
}
