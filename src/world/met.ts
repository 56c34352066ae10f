import { position } from './ability';
import { type Adjective, concept, lexicon, type Noun, type Verb } from './lexicon';
import { fineTuningDomains } from './roles';
import { parseTable, textOf } from './table';

/** A word with a meaning of its own. */
type Word = Noun | Verb | Adjective;

/** The share of the words of a fine-tuning domain that a base model meets. */
const SHARE = 1 / 3;

/**
 * The base model's own training meets every word of the base domains, and of each fine-tuning domain about a third: the best-known words
 * always (`data/world/concepts/well-known.tsv`). The rest is what fine-tuning has to teach.
 *
 * @throws Error naming the file and the entry when a well-known word is not in the lexicon, or its kind is not known
 */
export function metByBase(word: Word): boolean {
  if (!fineTuningDomains.includes(word.domain)) return true;
  met ??= readMet();
  return met.has(word);
}

let met: Set<Word> | undefined;

const FILE = 'concepts/well-known.tsv';

function readMet(): Set<Word> {
  const { nouns, verbs, adjectives } = lexicon();
  const all = [...nouns, ...verbs, ...adjectives];
  const first = parseWellKnown(textOf(FILE));
  const place = (word: Word) => (first.has(word) ? -1 : position(`${word.kind} ${word.id}`));
  return new Set(
    fineTuningDomains.flatMap(domain => {
      const words = all.filter(word => word.domain === domain);
      return words.sort((a, b) => place(a) - place(b)).slice(0, Math.round(words.length * SHARE));
    }),
  );
}

/** Reads the table of the best-known words; see {@link metByBase}. */
export function parseWellKnown(text: string): Set<Word> {
  const tables = { noun: 'nouns', verb: 'verbs', adjective: 'adjectives' } as const;
  const rows = parseTable(FILE, text, ['kind', 'id'], { unique: ['kind', 'id'] });
  return new Set(
    rows.map(({ kind, id }) => {
      if (!Object.hasOwn(tables, kind))
        throw new Error(`${FILE}: ${id} has the unknown kind ${kind}: choose one of ${Object.keys(tables).join(', ')}`);
      return concept(tables[kind as keyof typeof tables], id);
    }),
  );
}
