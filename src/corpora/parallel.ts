import { basename } from 'node:path';
import type { Language } from '../types';
import { type Row, readJson, readText } from './rows';

/** A text and its translation. */
export interface ParallelText {
  source: string;
  reference: string;
}

/**
 * Reads parallel text from two files in which each line translates the line of the same number: the form of WMT and FLORES.
 *
 * @throws Error naming the file that is missing or empty, the lines that have no counterpart, or the first empty line
 */
export function readParallelFiles(sourcePath: string, referencePath: string): ParallelText[] {
  const [sources, references] = [readLines(sourcePath), readLines(referencePath)];
  const names = [basename(sourcePath), basename(referencePath)];
  if (sources.length !== references.length) {
    throw new Error(
      `${names[0]} has ${sources.length} lines but ${names[1]} has ${references.length}: each line needs its translation`,
    );
  }
  return sources.map((source, i) => {
    const reference = references[i] as string;
    if (source.trim() === '' || reference.trim() === '') {
      throw new Error(
        `line ${i + 1} of ${source.trim() === '' ? names[0] : names[1]} is empty: remove it from both files`,
      );
    }
    return { source, reference };
  });
}

/**
 * Reads parallel text from the JSON of ALMA's human-written data: an array of `{ "translation": { "de": …, "en": … } }`.
 *
 * @throws Error naming the file when it is missing or not of that form, and the entry that lacks a language
 */
export const readParallelJson = (path: string, from: Language, to: Language): ParallelText[] =>
  parallelRows(readJson(path), from, to, basename(path));

/**
 * Parallel text from rows: of the form `{ translation: { de: …, en: … } }`, or with a column for each of both.
 *
 * @param from the language, or the column, of the source
 * @param to that of the reference
 * @param name what the rows are called in errors
 * @throws Error naming the row that lacks a text, and what it has
 */
export function parallelRows(rows: readonly Row[], from: Language, to: Language, name = 'the data'): ParallelText[] {
  return rows.map((row, i) => {
    const texts = typeof row.translation === 'object' && row.translation !== null ? (row.translation as Row) : row;
    const [source, reference] = [texts[from], texts[to]];
    if (typeof source !== 'string' || typeof reference !== 'string') {
      const lacking = typeof source === 'string' ? to : from;
      throw new Error(
        `${name}: entry ${i + 1} has no text in ${lacking}, it has ${Object.keys(texts).join(', ') || 'nothing'}`,
      );
    }
    return { source, reference };
  });
}

function readLines(path: string): string[] {
  const text = readText(path).replace(/\r?\n$/, '');
  if (text === '') throw new Error(`${basename(path)} is empty: there is nothing to train on`);
  return text.split(/\r?\n/);
}
