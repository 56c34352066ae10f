import { parseRoles } from './roles';
import { parseTable, textOf } from './table';

/** What can be said, whatever the language: `data/world/<code>` holds how each language says it. */
interface ConceptBase {
  /** Readable and unique among its kind: the English word, with a hint where that has two senses: "bank (river)". */
  id: string;
  /** Everyday text or a fine-tuning domain; `shared` words serve them all. */
  domain: string;
}

/** A thing that can be named. */
export interface Noun extends ConceptBase {
  kind: 'noun';
  /** What kind of thing it is: `data/world/concepts/tags.tsv` explains each tag. */
  tags: string[];
}

/** What a verb can be joined with, beside its subject. */
export type Role = 'object' | 'recipient' | 'complement' | 'goal';

/**
 * The constructions of verbs, and the roles that each needs:
 * "sleeps" · "opens the door" · "gives the child an apple" · "confesses to the theft" · "accuses the man of theft" ·
 * "sails (from …) to Hamburg" · "tows the ferry (from …) to berth 4" · "says that …" · "decides to …" · "orders the captain to …"
 */
export const frames = {
  intransitive: [],
  transitive: ['object'],
  ditransitive: ['object', 'recipient'],
  oblique: ['complement'],
  'transitive-oblique': ['object', 'complement'],
  motion: ['goal'],
  'caused-motion': ['object', 'goal'],
  reporting: [],
  'subject-control': [],
  'object-control': ['object'],
} as const satisfies Record<string, readonly Role[]>;

export type Frame = keyof typeof frames;

/** A thing that can be done. */
export interface Verb extends ConceptBase {
  kind: 'verb';
  frame: Frame;
  /** For the subject and each role of the frame: tags of nouns, or nouns, that can fill it. */
  subject: string[];
  object: string[];
  recipient: string[];
  complement: string[];
  goal: string[];
}

/** A property. */
export interface Adjective extends ConceptBase {
  kind: 'adjective';
  /** Tags of nouns, or nouns, that can have it. */
  saidOf: string[];
  /** What completes it: "guilty of theft". */
  complement: string[];
  /** The units in which it is measured: "twelve metres deep". */
  unit: string[];
}

export type Tense = 'past' | 'present' | 'future';

/** When something happens, as a set phrase; `any` fits every tense. */
export interface Time extends ConceptBase {
  kind: 'time';
  tense: Tense | 'any';
}

/** The name of a person, a ship or a port. */
export interface Name extends ConceptBase {
  kind: 'name';
  tags: string[];
}

export type Concept = Noun | Verb | Adjective | Time | Name;

/** All concepts of the world. */
export interface Lexicon {
  nouns: Noun[];
  verbs: Verb[];
  adjectives: Adjective[];
  times: Time[];
  names: Name[];
}

/** Texts of the tables of `data/world/concepts`, by name. */
export type ConceptTables = Record<keyof Lexicon | 'domains' | 'tags', string>;

const list = (cell: string) => (cell === '-' ? [] : cell.split(' '));

/**
 * Reads the tables of concepts.
 *
 * @throws Error naming the file and the entry when an id stands twice, or a domain, tag, frame, tense or role is not known
 */
export function parseLexicon(tables: ConceptTables): Lexicon {
  const table = <C extends string>(name: keyof ConceptTables, ...columns: C[]) =>
    parseTable(fileOf(name), tables[name], ['id', ...columns], { unique: ['id'], optional: columns });
  const domains = [...parseRoles(tables.domains).keys()];
  const tags = table('tags', 'about').map(({ id }) => id);
  const known = <T extends string>(name: keyof ConceptTables, id: string, what: string, value: string, all: T[]): T => {
    if (all.includes(value as T)) return value as T;
    throw new Error(`${fileOf(name)}: ${id} has the unknown ${what} ${value}: choose one of ${all.join(', ')}`);
  };
  const concepts = <C extends string>(name: keyof Lexicon, ...columns: C[]) =>
    table<C | 'domain'>(name, 'domain', ...columns).map(row => {
      known(name, row.id, 'domain', row.domain, domains);
      return row;
    });
  const tagged = (name: 'nouns' | 'names') =>
    concepts(name, 'tags').map(({ id, domain, tags: cell }) => ({
      id,
      domain,
      // Not "choose one of": there are more tags than a message can hold.
      tags: list(cell).map(tag => {
        if (tags.includes(tag)) return tag;
        throw new Error(`${fileOf(name)}: ${id} has the unknown tag ${tag}: add it to ${fileOf('tags')}`);
      }),
    }));
  const nouns = tagged('nouns').map(row => ({ kind: 'noun' as const, ...row }));
  const names = tagged('names').map(row => ({ kind: 'name' as const, ...row }));
  const things = new Set([...tags, ...nouns.map(({ id }) => id)]);
  const kinds = (name: keyof Lexicon, id: string, column: string, cell: string) =>
    list(cell).map(written => {
      // In a list, words are parted by spaces.
      const kind = written.replaceAll('_', ' ');
      if (things.has(kind)) return kind;
      throw new Error(`${fileOf(name)}: ${id} has the ${column} ${kind}, which is neither a tag nor a noun`);
    });
  const verbs = concepts('verbs', 'frame', 'subject', 'object', 'recipient', 'complement', 'goal').map(row => {
    const frame = known('verbs', row.id, 'frame', row.frame, Object.keys(frames) as Frame[]);
    const needed: readonly string[] = ['subject', ...frames[frame]];
    const roles = (['subject', 'object', 'recipient', 'complement', 'goal'] as const).map(role => {
      const filled = kinds('verbs', row.id, role, row[role]);
      if (filled.length > 0 === needed.includes(role)) return [role, filled] as const;
      const [has, does] = filled.length > 0 ? ['has', 'lacks'] : ['lacks', 'needs'];
      throw new Error(`${fileOf('verbs')}: ${row.id} ${has} the role ${role}, which the frame ${frame} ${does}`);
    });
    return { kind: 'verb' as const, id: row.id, domain: row.domain, frame, ...Object.fromEntries(roles) } as Verb;
  });
  const adjectives = concepts('adjectives', 'said_of', 'complement', 'unit').map(row => ({
    kind: 'adjective' as const,
    id: row.id,
    domain: row.domain,
    saidOf: kinds('adjectives', row.id, 'said_of', row.said_of),
    complement: kinds('adjectives', row.id, 'complement', row.complement),
    unit: kinds('adjectives', row.id, 'unit', row.unit),
  }));
  const times = concepts('times', 'tense').map(({ id, domain, tense }) => ({
    kind: 'time' as const,
    id,
    domain,
    tense: known('times', id, 'tense', tense, ['past', 'present', 'future', 'any']),
  }));
  return { nouns, verbs, adjectives, times, names };
}

const fileOf = (name: string) => `concepts/${name}.tsv`;

let loaded: Lexicon | undefined;

/** The concepts of the world, read once from `data/world/concepts`. */
export function lexicon(): Lexicon {
  if (loaded === undefined) {
    const files = ['domains', 'tags', 'nouns', 'verbs', 'adjectives', 'times', 'names'];
    const texts = files.map(name => [name, textOf(fileOf(name))]);
    loaded = parseLexicon(Object.fromEntries(texts));
  }
  return loaded;
}

/**
 * A concept by its id, for the words that a construction always uses.
 *
 * @throws Error when there is none
 */
export function concept<K extends keyof Lexicon>(kind: K, id: string): Lexicon[K][number] {
  let ids = indices.get(kind);
  if (ids === undefined) {
    ids = new Map(lexicon()[kind].map(entry => [entry.id, entry]));
    indices.set(kind, ids);
  }
  const found = ids.get(id);
  if (found === undefined) throw new Error(`${fileOf(kind)} has no ${id}`);
  return found as Lexicon[K][number];
}

const indices = new Map<keyof Lexicon, Map<string, Concept>>();

/** Whether a noun or a name is of one of the kinds: a tag, or the noun itself. */
export function isOneOf({ id, tags }: Noun | Name, kinds: readonly string[]): boolean {
  return kinds.some(kind => id === kind || tags.includes(kind));
}

/** Whether it is never said in the singular: "parents". */
export function isAlwaysPlural({ tags }: Noun): boolean {
  return tags.includes('plural');
}

/** Whether it is said in the plural at all. */
export function canBePlural({ tags }: Noun): boolean {
  return !tags.includes('mass') && !tags.includes('singular');
}
