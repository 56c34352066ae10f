import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { checkMetadata, pagesOf } from './parquet-checks';
import { columnReader } from './parquet-column';
import type { Row } from './rows';

/**
 * Reads the rows of a parquet file as plain objects. Whole numbers of 64 bits become numbers where these hold them exactly.
 *
 * hyparquet decodes a column at a time: its readers of whole files leave rejected promises behind when a file is damaged, which end a
 * program.
 *
 * @param columns which columns to read; all by default
 * @param limit how many rows to read at most, from the first
 * @throws Error naming the file, when it is damaged or no parquet file, or has no such column
 */
export async function readParquet(
  path: string,
  columns?: readonly string[],
  limit = Number.POSITIVE_INFINITY,
): Promise<Row[]> {
  const name = basename(path);
  const handle = await open(path);
  try {
    const table = await openTable(handle).catch(error => damaged(name, error));
    const unknown = columns?.find(column => !table.columns.includes(column));
    if (unknown !== undefined) throw new Error(`${name} has no column ${unknown}, only ${table.columns.join(', ')}`);
    return await table.rows(columns ?? table.columns, limit).catch(error => damaged(name, error));
  } finally {
    await handle.close();
  }
}

function damaged(name: string, error: Error): never {
  throw new Error(`${name} cannot be read as parquet: ${error.message}; download it again`, { cause: error });
}

async function openTable(handle: FileHandle) {
  const { parquetMetadataAsync, parquetSchema } = await import('hyparquet');
  const { assembleNested } = await import('hyparquet/src/assemble.js');
  const { DEFAULT_PARSERS: parsers } = await import('hyparquet/src/convert.js');
  const { getTreePath } = await import('hyparquet/src/schema.js');
  const read = await columnReader();
  const { size } = await handle.stat();
  const metadata = await parquetMetadataAsync({
    byteLength: size,
    slice: (start, end = size) => slice(handle, start, end),
  });
  checkMetadata(metadata, size);
  const schema = parquetSchema(metadata);

  return {
    columns: schema.children.map(child => child.element.name),
    async rows(columns: readonly string[], limit: number): Promise<Row[]> {
      const rows: Row[] = [];
      for (const group of metadata.row_groups) {
        const wanted = Math.min(Number(group.num_rows), limit - rows.length);
        if (wanted <= 0) break;
        const fresh: Row[] = Array.from({ length: wanted }, () => ({}));
        for (const name of columns) {
          const tree = getTreePath(schema, [name])[1] as typeof schema;
          const parts = new Map<string, ArrayLike<unknown>>();
          for (const { meta_data: column } of group.columns) {
            if (column?.path_in_schema[0] !== name) continue;
            const { start, end } = pagesOf(column);
            parts.set(column.path_in_schema.join('.'), read(column, schema, await slice(handle, start, end)));
          }
          if (tree.children.length > 0) assembleNested(parts as never, tree, parsers);
          const column = parts.get(name);
          if (column === undefined || column.length < wanted)
            throw new Error(`column ${name} has ${column?.length ?? 0} values for ${group.num_rows} rows`);
          for (const [i, row] of fresh.entries()) row[name] = plain(column[i]);
        }
        for (const row of fresh) rows.push(row);
      }
      return rows;
    },
  };
}

async function slice(handle: FileHandle, start: number, end: number): Promise<ArrayBuffer> {
  const buffer = new ArrayBuffer(end - start);
  const { bytesRead } = await handle.read(new Uint8Array(buffer), 0, buffer.byteLength, start);
  if (bytesRead < buffer.byteLength) throw new Error(`it ends at byte ${start + bytesRead}`);
  return buffer;
}

/** The same with plain numbers in the place of bigints that they can hold, and without objects of the reader's own. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (value === undefined) return null;
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (ArrayBuffer.isView(value)) return Array.from(value as Int32Array, plain);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
}
