import { basename, join } from 'node:path';
import { type DownloadProgress, filesOf, HubError, resolveSource } from '../hub';
import { type Row, type RowOptions, readRows, TABLE } from './rows';

export interface LoadRowsOptions extends RowOptions {
  /** Which of several tables: those whose names, within the folder or repository, match. */
  files?: RegExp;
  /** A branch, a tag or the hash of a commit of the hub; `main` by default. */
  revision?: string;
  onProgress?(progress: DownloadProgress): void;
  signal?: AbortSignal;
}

/**
 * Reads a data set: a file, a folder, or a hub id such as `owner/name` (also `owner/name@revision`, and `owner/name:file.parquet`), which is
 * downloaded unless the cache holds it. Parts of one table (`train-00000-of-00002.parquet`, …) are read one after another.
 *
 * @throws Error that says what to do, when it cannot be had, or `files` does not choose one table
 */
export async function loadRows(
  source: string,
  { files, columns, limit = Number.POSITIVE_INFINITY, ...rest }: LoadRowsOptions = {},
): Promise<Row[]> {
  const choose = (names: readonly string[]) => oneTable(names, files);
  const { kind, path } = await resolveSource(source, { ...rest, kind: 'dataset', files: choose });
  const paths =
    kind === 'folder' ? wrapped(() => choose(filesOf(path)), path).map(name => join(path, ...name.split('/'))) : [path];
  const rows: Row[] = [];
  for (const each of paths) {
    if (rows.length >= limit) break;
    const more = await readRows(each, { limit: limit - rows.length, ...(columns && { columns }) });
    for (const row of more) rows.push(row);
  }
  return rows;
}

/** The files of one table: tables of different splits or languages must not be mixed by chance. */
function oneTable(names: readonly string[], pattern: RegExp = TABLE): string[] {
  const tables = names.filter(name => TABLE.test(name) && name.search(pattern) >= 0).sort();
  const groups = [...new Set(tables.map(name => name.replace(/-\d+-of-\d+(?=\.\w+$)/, '')))];
  if (groups.length === 1) return tables;
  const which = pattern === TABLE ? '' : ` that matches ${pattern}`;
  if (groups.length === 0) throw new HubError(`there is no .parquet, .jsonl or .json file${which}`);
  throw new HubError(
    `there are ${groups.length} tables${which}: choose one by files, such as files: /${groups[0]?.replace(/[^\w-]/g, '.')}/; there are ${groups.slice(0, 8).join(', ')}`,
  );
}

function wrapped<T>(act: () => T, path: string): T {
  try {
    return act();
  } catch (error) {
    throw new Error(`${basename(path)}: ${(error as Error).message}`, { cause: error });
  }
}
