import { remembered } from './remembered';
import { parseTable, textOf } from './table';

/** Something that is so in the small world: the food of a horse is grass. */
export interface Fact {
  subject: string;
  relation: string;
  value: string;
}

/** What a fact can tell of its subject. */
const relations = [
  ...['river', 'country', 'dish', 'food', 'home', 'young', 'workplace', 'tool'],
  ...['city', 'job', 'pet', 'colour', 'opposite'],
];

/**
 * All facts of the world.
 *
 * @throws Error naming the file and the entry when a relation is unknown, or told twice of one subject
 */
export const allFacts = (): readonly Fact[] => read('facts.tsv').all;

/** One of them, where it is known. */
export const factOf = (subject: string, relation: string): Fact | undefined =>
  read('facts.tsv').of.get(`${subject}\t${relation}`);

const read = remembered((file: string) => {
  const text = textOf(file);
  const all: Fact[] = parseTable(file, text, ['subject', 'relation', 'value'], { unique: ['subject', 'relation'] });
  const stray = all.find(({ relation }) => !relations.includes(relation));
  if (stray) throw new Error(`${file}: ${stray.subject} has the unknown relation ${stray.relation}`);
  return { all, of: new Map(all.map(fact => [`${fact.subject}\t${fact.relation}`, fact])) };
});
