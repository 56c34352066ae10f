import type { ColumnMetaData, FileMetaData, PageHeader } from 'hyparquet';

/** Where the pages of a column lie, in bytes of the file. */
export function pagesOf({
  dictionary_page_offset: dictionary,
  data_page_offset: data,
  total_compressed_size: size,
}: ColumnMetaData) {
  // Some writers name a dictionary at 0 that is not there.
  const start = Number(dictionary && dictionary < data ? dictionary : data);
  return { start, end: start + Number(size) };
}

/** A page that is larger than this must not be much larger than it is when compressed, in bytes. */
const LARGE_PAGE = 16 << 20;
/** How many times smaller deflate can make something; it bounds large pages of the other codecs as well. */
const RATIO = 1100;
/** So many values may be there however small the file is: one byte can stand for many that are equal. */
const FEW_VALUES = 1 << 20;

/** @throws Error when the footer of a file of this size says what cannot be */
export function checkMetadata(metadata: FileMetaData, size: number): void {
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
    const { start, end } = pagesOf(column);
    if (!(start >= 4 && end >= start && end <= size))
      throw new Error(`column ${column.path_in_schema.join('.')} goes from byte ${start} to ${end} of ${size}`);
  }
}

/**
 * Checks the header of a page, before anything of the size it names is made.
 *
 * @param left how many bytes of its column follow it
 * @param values how many values of its column are still to come
 * @throws Error when it says what cannot be
 */
export function checkHeader(header: PageHeader, left: number, values: number): void {
  const { compressed_page_size: packed, uncompressed_page_size: size, data_page_header_v2: v2 } = header;
  const check = (right: boolean, what: string) => {
    if (!right) throw new Error(`it claims ${what}`);
  };
  check(packed >= 0 && packed <= left, `${packed} bytes, of which ${left} are there`);
  check(size >= 0 && size <= Math.max(LARGE_PAGE, RATIO * packed), `to hold ${size} bytes in ${packed}`);
  const held = (header.data_page_header ?? v2 ?? header.dictionary_page_header)?.num_values ?? 0;
  const most = header.dictionary_page_header ? size : values;
  check(held >= 0 && held <= most, `${held} values, where ${most} at most can be`);
  if (v2 === undefined) return;
  const { num_nulls: nulls, definition_levels_byte_length: definition, repetition_levels_byte_length: repetition } = v2;
  check(nulls >= 0 && nulls <= held, `${nulls} empty values of ${held}`);
  check(
    definition >= 0 && repetition >= 0 && definition + repetition <= packed,
    `${definition} and ${repetition} bytes of levels in ${packed}`,
  );
}
