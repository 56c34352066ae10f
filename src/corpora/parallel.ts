import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Language } from '../types';

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
export function readParallelJson(path: string, from: Language, to: Language): ParallelText[] {
  const name = basename(path);
  let rows: unknown;
  try {
    rows = JSON.parse(readText(path));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Error(`${name} is not valid JSON: copy it again`, { cause: error });
  }
  if (!Array.isArray(rows) || rows.length === 0)
    throw new Error(`${name} holds no list of translations: it is empty or of another form`);
  return rows.map((row: { translation?: Record<Language, unknown> }, i) => {
    const [source, reference] = [row?.translation?.[from], row?.translation?.[to]];
    if (typeof source !== 'string' || typeof reference !== 'string') {
      throw new Error(`${name}: entry ${i + 1} has no text in ${typeof source === 'string' ? to : from}`);
    }
    return { source, reference };
  });
}

function readLines(path: string): string[] {
  const text = readText(path).replace(/\r?\n$/, '');
  if (text === '') throw new Error(`${basename(path)} is empty: there is nothing to train on`);
  return text.split(/\r?\n/);
}

function readText(path: string): string {
  if (!existsSync(path)) throw new Error(`there is no file ${path}`);
  return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
}
