import { readFileSync } from 'node:fs';
import { projectPath } from '../paths';
import { remembered } from './remembered';
import { parseTable } from './table';

/** Something that is so in the small world: the food of a horse is grass. */
export interface Fact {
  subject: string;
  relation: string;
  value: string;
}

/** All of them, from `data/world/facts.tsv`. */
export function allFacts(): Fact[] {
  return read('facts.tsv');
}

const read = remembered((file: string): Fact[] =>
  parseTable(file, readFileSync(projectPath('data', 'world', file), 'utf8'), ['subject', 'relation', 'value'], {
    unique: ['subject', 'relation'],
  }),
);

/** One of them, where it is known. */
export function factOf(subject: string, relation: string): Fact | undefined {
  return index().get(`${subject}\t${relation}`);
}

let indexed: Map<string, Fact> | undefined;

function index(): Map<string, Fact> {
  indexed ??= new Map(allFacts().map(fact => [`${fact.subject}\t${fact.relation}`, fact]));
  return indexed;
}
