import type { Language } from '../types';
import {
  type Adjective,
  type Concept,
  canBePlural,
  type Lexicon,
  lexicon,
  type Name,
  type Noun,
  type Time,
  type Verb,
} from './lexicon';
import { parseTable, textOf } from './table';

/** What a column of a language's table holds: it turns a cell into a value, or throws what is wrong with it. */
export type Column<C extends Concept, T> = (cell: string, concept: C, column: string) => T;

/** A form that every word must have. */
export function required(cell: string, _concept: Concept, column: string): string {
  if (cell === '-') throw new Error(`has no ${column}`);
  return cell;
}

/** A form that a word may lack: "-" in the table. */
export function optional(cell: string): string | undefined {
  return cell === '-' ? undefined : cell;
}

/** The plural of a noun: every noun has one but those that are never counted. */
export function pluralForm(cell: string, noun: Noun, column: string): string | undefined {
  const plural = optional(cell);
  if (plural !== undefined && !canBePlural(noun))
    throw new Error(`has the ${column} ${cell}, but is never said in the plural: write "-"`);
  if (plural === undefined && canBePlural(noun)) throw new Error(`has no ${column}`);
  return plural;
}

/** How somewhere is said to be, such as "in" or "at": every place says it. */
export function placeForm(cell: string, noun: Noun, column: string): string | undefined {
  const place = optional(cell);
  if (place === undefined && noun.tags.includes('place')) throw new Error(`is a place, but has no ${column}`);
  return place;
}

/** What joins a complement to its verb or adjective: those that have a complement say it. */
export function complementForm(cell: string, { complement }: Verb | Adjective, column: string): string | undefined {
  const form = optional(cell);
  if (form === undefined && complement.length > 0) throw new Error(`takes a complement, but has no ${column}`);
  return form;
}

/** One of a few values, such as the genders. */
export function oneOf<T extends string>(...values: T[]) {
  return (cell: string, _concept: Concept, column: string): T => {
    if (values.includes(cell as T)) return cell as T;
    throw new Error(`has the ${column} ${cell}: choose one of ${values.join(', ')}`);
  };
}

/** The columns of a language's tables, each beside the concept's id. The first is how a dictionary lists the word. */
export interface Schema {
  nouns: Columns<Noun>;
  verbs: Columns<Verb>;
  adjectives: Columns<Adjective>;
  times: Columns<Time>;
  names: Columns<Name>;
}

type Columns<C extends Concept> = { lemma: Column<C, string> } & Record<string, Column<C, unknown>>;
type Row<C> = { [K in keyof C]: C[K] extends (...args: never) => infer T ? T : never };

/** The forms of a language, by concept. */
export interface Forms<S extends Schema> {
  noun(concept: Noun): Row<S['nouns']>;
  verb(concept: Verb): Row<S['verbs']>;
  adjective(concept: Adjective): Row<S['adjectives']>;
  time(concept: Time): Row<S['times']>;
  name(concept: Name): Row<S['names']>;
  /** How a dictionary lists a word of any kind. */
  lemma(concept: Concept): string;
}

/** A language's forms: its tables in `data/world/<code>` are read when the first word is asked for. */
export function languageForms<S extends Schema>(code: Language, schema: S): Forms<S> {
  const tables = new Map<keyof Schema, Map<string, Record<string, unknown>>>();
  const table = (name: keyof Schema) => {
    let found = tables.get(name);
    if (found === undefined) {
      const file = `${code}/${name}.tsv`;
      const text = textOf(file);
      found = parseForms<Concept>(file, text, lexicon()[name], schema[name] as Columns<Concept>);
      tables.set(name, found);
    }
    return found;
  };
  const row = (concept: Concept) => table(tableOf[concept.kind]).get(concept.id) as never;
  const lemma = (concept: Concept) => (row(concept) as { lemma: string }).lemma;
  return { noun: row, verb: row, adjective: row, time: row, name: row, lemma };
}

const tableOf = {
  noun: 'nouns',
  verb: 'verbs',
  adjective: 'adjectives',
  time: 'times',
  name: 'names',
} as const satisfies Record<Concept['kind'], keyof Lexicon>;

/**
 * Reads one table of forms: one row for each concept, in the same order.
 *
 * @throws Error naming the file and the entry when a concept is missing, unknown, twice or in another place, or a form is wrong
 */
export function parseForms<C extends Concept>(
  file: string,
  text: string,
  concepts: readonly C[],
  columns: Columns<C>,
): Map<string, Record<string, unknown>> {
  const names = Object.keys(columns);
  const rows = parseTable(file, text, ['id', ...names], {
    unique: ['id'],
    optional: names.filter(name => columns[name] !== required),
  });
  const known = new Set(concepts.map(({ id }) => id));
  const unknown = rows.find(({ id }) => !known.has(id as string));
  if (unknown)
    throw new Error(
      `${file}: ${unknown.id} is no concept: add it to concepts/${file.replace(/.*\//, '')}, or remove it`,
    );
  const given = new Set(rows.map(({ id }) => id));
  const missing = concepts.find(({ id }) => !given.has(id));
  if (missing) throw new Error(`${file}: ${missing.id} is missing: every concept needs a row`);
  return new Map(
    concepts.map((concept, i) => {
      const row = rows[i] as Record<string, string>;
      if (row.id !== concept.id)
        throw new Error(`${file}: ${row.id} stands where ${concept.id} should: keep the order of the concepts`);
      const forms = names.map(name => {
        try {
          return [name, (columns[name] as Column<C, unknown>)(row[name] as string, concept, name)];
        } catch (error) {
          throw new Error(`${file}: ${concept.id} ${(error as Error).message}`);
        }
      });
      return [concept.id, Object.fromEntries(forms)];
    }),
  );
}
