import type { ColumnMetaData, FileMetaData } from 'hyparquet';

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

/** What the header of a page says; of the two forms of data pages, one is there. */
interface Header {
  compressed_page_size: number;
  uncompressed_page_size: number;
  data_page_header?: { num_values: number };
  dictionary_page_header?: { num_values: number };
  data_page_header_v2?: {
    num_values: number;
    num_nulls: number;
    definition_levels_byte_length: number;
    repetition_levels_byte_length: number;
  };
}

type Reader = { view: DataView; offset: number };

/**
 * Goes over the headers of a column's pages, before anything of the size they name is made.
 *
 * @throws Error naming the page that says what cannot be
 */
export function checkPages(view: DataView, column: ColumnMetaData, readHeader: (reader: Reader) => Header): void {
  const reader = { view, offset: 0 };
  const all = Number(column.num_values);
  for (let values = 0; values < all; ) {
    const at = pagesOf(column).start + reader.offset;
    const check = (right: boolean, what: string) => {
      if (!right) throw new Error(`the page of ${column.path_in_schema.join('.')} at byte ${at} ${what}`);
    };
    check(reader.offset < view.byteLength, `is missing: there are ${values} of ${all} values`);
    const header = readHeader(reader);
    const { compressed_page_size: packed, uncompressed_page_size: size, data_page_header_v2: v2 } = header;
    const left = view.byteLength - reader.offset;
    check(packed >= 0 && packed <= left, `claims ${packed} bytes, of which ${left} are there`);
    check(size >= 0 && size <= Math.max(LARGE_PAGE, RATIO * packed), `claims to hold ${size} bytes in ${packed}`);
    const held = (header.data_page_header ?? v2 ?? header.dictionary_page_header)?.num_values ?? 0;
    const most = header.dictionary_page_header ? size : all - values;
    check(held >= 0 && held <= most, `claims ${held} values, where ${most} at most can be`);
    const levels = v2 ? v2.definition_levels_byte_length + v2.repetition_levels_byte_length : 0;
    check(v2 === undefined || (v2.num_nulls >= 0 && v2.num_nulls <= held), `claims ${v2?.num_nulls} empty values`);
    check(levels >= 0 && levels <= packed, `claims ${levels} bytes of levels in ${packed}`);
    if (!header.dictionary_page_header) values += held;
    reader.offset += packed;
  }
}
