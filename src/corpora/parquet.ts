import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ColumnMetaData, FileMetaData } from 'hyparquet';
import type { Row } from './rows';

/**
 * Reads the rows of a parquet file as plain objects. Whole numbers of 64 bits become numbers where these hold them exactly.
 *
 * What the file says of its own size is checked before anything of that size is made.
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
  const { parquetMetadataAsync, parquetReadObjects, parquetSchema } = await import('hyparquet');
  const { compressors } = await import('hyparquet-compressors');
  const handle = await open(path);
  try {
    const file = { byteLength: (await handle.stat()).size, slice: slicer(handle) };
    const metadata = await parquetMetadataAsync(file);
    checkMetadata(metadata, file.byteLength);
    const names = parquetSchema(metadata).children.map(child => child.element.name);
    const unknown = columns?.find(column => !names.includes(column));
    if (unknown !== undefined) throw new Error(`there is no column ${unknown}, only ${names.join(', ')}`);
    await checkPages(metadata, file.slice, columns);
    const rows = await parquetReadObjects({
      file,
      metadata,
      compressors,
      rowEnd: Math.min(limit, Number(metadata.num_rows)),
      ...(columns && { columns: [...columns] }),
    });
    return rows.map(row => plain(row) as Row);
  } catch (error) {
    throw new Error(`${basename(path)} cannot be read as parquet: ${(error as Error).message}; download it again`, {
      cause: error,
    });
  } finally {
    await handle.close();
  }
}

type Slice = (start: number, end?: number) => Promise<ArrayBuffer>;

const slicer =
  (handle: FileHandle): Slice =>
  async (start, end) => {
    const length = (end ?? (await handle.stat()).size) - start;
    const buffer = new ArrayBuffer(length);
    const { bytesRead } = await handle.read(new Uint8Array(buffer), 0, length, start);
    if (bytesRead < length) throw new Error(`it ends at byte ${start + bytesRead}`);
    return buffer;
  };

/** A page that is larger than this must not be much larger than it is when compressed, in bytes. */
const LARGE_PAGE = 16 << 20;
/** How many times smaller deflate can make something; it bounds large pages of the other codecs as well. */
const RATIO = 1100;
/** So many values may be there however small the file is: one byte can stand for many that are equal. */
const FEW_VALUES = 1 << 20;

const ranges = ({
  dictionary_page_offset: dictionary,
  data_page_offset: data,
  total_compressed_size: size,
}: ColumnMetaData) => {
  // Some writers name a dictionary at 0 that is not there.
  const start = Number(dictionary && dictionary < data ? dictionary : data);
  return { start, end: start + Number(size) };
};

/** @throws Error when the footer says what cannot be */
function checkMetadata(metadata: FileMetaData, size: number): void {
  const most = FEW_VALUES + 64 * size;
  const count = (value: bigint | number, what: string) => {
    if (!(Number(value) >= 0 && Number(value) <= most)) throw new Error(`${value} ${what} in ${size} bytes cannot be`);
    return Number(value);
  };
  const rows = metadata.row_groups.map(group => count(group.num_rows, 'rows'));
  if (rows.reduce((sum, each) => sum + each, 0) !== count(metadata.num_rows, 'rows'))
    throw new Error(`its parts do not hold the ${metadata.num_rows} rows it names`);
  for (const { meta_data: column } of metadata.row_groups.flatMap(group => group.columns)) {
    if (column === undefined) throw new Error('a column lies in another file');
    count(column.num_values, `values of ${column.path_in_schema.join('.')}`);
    const { start, end } = ranges(column);
    if (!(start >= 4 && end >= start && end <= size))
      throw new Error(`column ${column.path_in_schema.join('.')} goes from byte ${start} to ${end} of ${size}`);
  }
}

/** Goes over the headers of all pages. @throws Error when one says what cannot be */
async function checkPages(metadata: FileMetaData, slice: Slice, columns?: readonly string[]): Promise<void> {
  const { parquetHeader } = await import('hyparquet/src/column.js');
  for (const { meta_data: column } of metadata.row_groups.flatMap(group => group.columns)) {
    if (column === undefined || columns?.includes(column.path_in_schema[0] as string) === false) continue;
    const { start, end } = ranges(column);
    const view = new DataView(await slice(start, end));
    const reader = { view, offset: 0 };
    let values = 0;
    while (values < Number(column.num_values)) {
      const at = start + reader.offset;
      const wrong = (what: string) => new Error(`the page at byte ${at} (${column.path_in_schema.join('.')}) ${what}`);
      if (reader.offset >= view.byteLength)
        throw wrong(`is missing: there are ${values} of ${column.num_values} values`);
      const header = parquetHeader(reader);
      const { compressed_page_size: packed, uncompressed_page_size: size } = header;
      const left = view.byteLength - reader.offset;
      if (!(packed >= 0 && packed <= left)) throw wrong(`claims ${packed} bytes, of which ${left} are there`);
      if (!(size >= 0 && size <= Math.max(LARGE_PAGE, RATIO * packed)))
        throw wrong(`claims to hold ${size} bytes in ${packed}`);
      const page = header.data_page_header ?? header.data_page_header_v2 ?? header.dictionary_page_header;
      const held = page?.num_values ?? 0;
      const most = header.dictionary_page_header ? size : Number(column.num_values) - values;
      if (!(held >= 0 && held <= most)) throw wrong(`claims ${held} values, where ${most} at most can be`);
      const v2 = header.data_page_header_v2;
      const levels = v2 ? v2.definition_levels_byte_length + v2.repetition_levels_byte_length : 0;
      if (v2 && !(v2.num_nulls >= 0 && v2.num_nulls <= held && levels >= 0 && levels <= packed))
        throw wrong(`claims ${v2.num_nulls} empty values and ${levels} bytes of levels`);
      if (!header.dictionary_page_header) values += held;
      reader.offset += packed;
    }
  }
}

/** The same with plain numbers in the place of bigints that they can hold, and no others' objects. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (value === undefined) return null;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (ArrayBuffer.isView(value)) return value instanceof Uint8Array ? value : Array.from(value as Int32Array, plain);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
}
