import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { readParquet } from './parquet';

/** A row of a table: values by the names of the columns. */
export type Row = Record<string, unknown>;

/** Which part of a table to read. */
export interface RowOptions {
  /** Which columns to read; all by default. */
  columns?: readonly string[];
  /** How many rows to read at most, from the first. */
  limit?: number;
}

/** The kinds of files that hold rows. */
export const TABLE = /\.(parquet|jsonl|ndjson|json)$/i;

/**
 * Reads the rows of a file as plain objects: parquet, JSON lines (`.jsonl`, `.ndjson`), or JSON with an array of objects.
 *
 * @throws Error naming the file, and the line or row in it that is wrong
 */
export async function readRows(
  path: string,
  { columns, limit = Number.POSITIVE_INFINITY }: RowOptions = {},
): Promise<Row[]> {
  const kind = TABLE.exec(path)?.[1]?.toLowerCase();
  if (kind === undefined)
    throw new Error(`${basename(path)} is no table that is read: give a .parquet, .jsonl or .json file`);
  if (!existsSync(path)) throw new Error(`there is no file ${path}`);
  if (kind === 'parquet') return readParquet(path, columns, limit);
  const rows = (kind === 'json' ? readJson(path) : readJsonLines(path, limit)).slice(0, limit);
  return columns === undefined ? rows : rows.map((row, i) => pick(row, columns, `row ${i + 1} of ${basename(path)}`));
}

function pick(row: Row, columns: readonly string[], where: string): Row {
  const lacking = columns.find(column => !Object.hasOwn(row, column));
  if (lacking !== undefined) throw new Error(`${where} has no ${lacking}, only ${Object.keys(row).join(', ')}`);
  return Object.fromEntries(columns.map(column => [column, row[column]]));
}

/** A text file without the mark that some editors put before its first letter. */
export function readText(path: string): string {
  if (!existsSync(path)) throw new Error(`there is no file ${path}`);
  return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
}

/** Reads JSON that is an array of objects. @throws Error naming the file when it is not */
export function readJson(path: string): Row[] {
  const name = basename(path);
  let rows: unknown;
  try {
    rows = JSON.parse(readText(path));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Error(`${name} is not valid JSON: copy it again`, { cause: error });
  }
  if (!Array.isArray(rows) || rows.length === 0)
    throw new Error(`${name} holds no list of rows: it is empty or of another form`);
  return rows.map((row, i) => asRow(row, `row ${i + 1} of ${name}`));
}

function readJsonLines(path: string, limit: number): Row[] {
  const rows: Row[] = [];
  for (const [i, line] of readText(path).split('\n').entries()) {
    if (rows.length >= limit) break;
    const where = `line ${i + 1} of ${basename(path)}`;
    if (line.trim() === '') continue;
    try {
      rows.push(asRow(JSON.parse(line), where));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new Error(`${where} is not valid JSON: copy it again`, { cause: error });
    }
  }
  if (rows.length === 0 && limit > 0) throw new Error(`${basename(path)} is empty: there are no rows in it`);
  return rows;
}

function asRow(value: unknown, where: string): Row {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${where} is no object with names: a table has a name for each column`);
  return value as Row;
}
