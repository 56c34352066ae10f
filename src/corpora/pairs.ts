import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf } from '../hub';
import { createRandom } from '../random';
import type { Language } from '../types';
import { type LoadRowsOptions, loadRows } from './load';
import { type ParallelText, parallelRows, readParallelFiles } from './parallel';

/** Which parallel text is wanted. */
export interface PairsOptions extends LoadRowsOptions {
  from: Language;
  to: Language;
  /** So many of them, drawn by chance; all by default. */
  count?: number;
  seed?: number | string;
  /** Characters that a text has at least and at most; by default 10 and 300. */
  length?: readonly [number, number];
}

/**
 * Sentence pairs of a folder, a file or a data set of the hub: two files of lines (`train.de-en.de` and `train.de-en.en`), or a table with
 * a column for each language or for both. Pairs come once, and only where both texts are of the length that is wanted.
 *
 * @throws Error that says what is missing, or how many pairs there are when it is too few
 */
export async function readPairs(source: string, options: PairsOptions): Promise<ParallelText[]> {
  const { from, to, count, seed = 0, length: [least, most] = [10, 300], ...rest } = options;
  const fits = (text: string) => text.length >= least && text.length <= most;
  const seen = new Set<string>();
  const found = (await allPairs(source, from, to, rest)).filter(pair => {
    const name = JSON.stringify([pair.source, pair.reference]);
    const wanted = fits(pair.source) && fits(pair.reference) && !seen.has(name);
    seen.add(name);
    return wanted;
  });
  if (found.length < (count ?? 1))
    throw new Error(
      `${source} has ${found.length} pairs ${from}-${to} of ${least} to ${most} characters: ask for fewer, or for other lengths`,
    );
  return count === undefined ? found : createRandom(`pairs/${seed}`).shuffle(found).slice(0, count);
}

async function allPairs(
  source: string,
  from: Language,
  to: Language,
  options: LoadRowsOptions,
): Promise<ParallelText[]> {
  const lines = statSync(source, { throwIfNoEntry: false })?.isDirectory()
    ? lineFiles(source, from, to)
    : beside(source, from, to);
  if (lines) return readParallelFiles(...lines);
  return parallelRows(await loadRows(source, options), from, to, source);
}

/** A file of lines in one of the languages, and the one beside it in the other. */
function beside(path: string, from: Language, to: Language): [string, string] | undefined {
  const language = [from, to].find(one => path.endsWith(`.${one}`));
  if (language === undefined || !existsSync(path)) return undefined;
  const stem = path.slice(0, -language.length);
  return [stem + from, stem + to];
}

/** Two files of a folder whose names differ in the language alone; of several pairs the one that is named for training. */
function lineFiles(folder: string, from: Language, to: Language): [string, string] | undefined {
  const names = filesOf(folder);
  const pairs = names
    .filter(name => name.endsWith(`.${from}`) && names.includes(`${name.slice(0, -from.length)}${to}`))
    .map((name): [string, string] => [name, `${name.slice(0, -from.length)}${to}`]);
  const [first, ...others] = pairs.length > 1 ? pairs.filter(([name]) => /train/.test(name)) : pairs;
  if (first === undefined && pairs.length === 0) return undefined;
  if (first === undefined || others.length > 0)
    throw new Error(
      `${folder} has several pairs of files ${from}-${to}: give the folder of one of ${pairs.map(([name]) => name).join(', ')}`,
    );
  return [join(folder, first[0]), join(folder, first[1])];
}
