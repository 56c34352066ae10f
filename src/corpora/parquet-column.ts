import type { ColumnMetaData, Compressors, PageHeader, SchemaTree } from 'hyparquet';
import { checkHeader, pagesOf } from './parquet-checks';
import { codecs } from './parquet-codecs';
import { checkLevels, checkRuns, checkValues } from './parquet-values';

/** Reads the values of one column of a part of the file, given its bytes. */
export type ColumnReader = (column: ColumnMetaData, schema: SchemaTree, bytes: ArrayBuffer) => ArrayLike<unknown>;

/**
 * A reader of columns, page by page, by hyparquet. Each page is checked before: its decoders make whatever a page claims to hold.
 */
export async function columnReader(): Promise<ColumnReader> {
  const { parquetHeader, readPage } = await import('hyparquet/src/column.js');
  const { convert, DEFAULT_PARSERS: parsers } = await import('hyparquet/src/convert.js');
  const { deltaBinaryUnpack } = await import('hyparquet/src/delta.js');
  const { readRleBitPackedHybrid } = await import('hyparquet/src/encoding.js');
  const { getMaxDefinitionLevel, getMaxRepetitionLevel, getTreePath } = await import('hyparquet/src/schema.js');
  const { flatten } = await import('hyparquet/src/utils.js');
  const decoders = { deltaBinaryUnpack, readRleBitPackedHybrid };
  const decompress = await codecs();

  return (column, schema, bytes) => {
    const schemaPath = getTreePath(schema, column.path_in_schema);
    const { element } = schemaPath[schemaPath.length - 1] as SchemaTree;
    const maxima = { repetition: getMaxRepetitionLevel(schemaPath), definition: getMaxDefinitionLevel(schemaPath) };
    const unpack = column.codec === 'UNCOMPRESSED' ? (input: Uint8Array) => input : decompress[column.codec];
    if (unpack === undefined)
      throw new Error(`it is compressed by ${column.codec}, which is not read: write it with zstd or snappy`);
    const view = new DataView(bytes);

    /** Checks what a page holds once it is unpacked. */
    const checkPage = (page: DataView, { data_page_header: v1, data_page_header_v2: v2 }: PageHeader) => {
      if (v2) return checkValues(page, 0, v2.num_values - v2.num_nulls, v2.encoding, decoders);
      if (v1 === undefined) return;
      const { start, values } = checkLevels(page, v1.num_values, maxima, decoders);
      checkValues(page, start, values, v1.encoding, decoders);
    };
    /** The levels of the second form are not packed, and where its values are not either, hyparquet does not unpack them. */
    const checkRaw = (page: DataView, header: PageHeader) => {
      const v2 = header.data_page_header_v2;
      if (v2 === undefined) return;
      const width = (most: number) => 32 - Math.clz32(most);
      const { repetition_levels_byte_length: lists, definition_levels_byte_length: empty } = v2;
      checkRuns(page, 0, lists, width(maxima.repetition), v2.num_values);
      checkRuns(page, lists, lists + empty, width(maxima.definition), v2.num_values);
      if (v2.is_compressed === false)
        checkPage(new DataView(bytes, page.byteOffset + lists + empty, page.byteLength - lists - empty), header);
    };

    const chunks: ReturnType<typeof flatten>[] = [];
    let dictionary: ReturnType<typeof flatten> | undefined;
    const all = Number(column.num_values);
    const reader = { view, offset: 0 };
    for (let values = 0; values < all; ) {
      const at = reader.offset;
      try {
        if (at >= view.byteLength) throw new Error(`there are ${values} of ${all} values`);
        const header = parquetHeader(reader);
        checkHeader(header, view.byteLength - reader.offset, all - values);
        checkRaw(new DataView(bytes, reader.offset, header.compressed_page_size), header);
        // Under this name hyparquet leaves every page to the function, also one that is not packed.
        const compressors: Compressors = {
          GZIP(input, length) {
            const page = unpack(input, length);
            checkPage(new DataView(page.buffer, page.byteOffset, page.byteLength), header);
            return page;
          },
        };
        const decoder: Parameters<typeof readPage>[2] = {
          type: column.type,
          pathInSchema: column.path_in_schema,
          element,
          schemaPath,
          parsers,
          codec: 'GZIP',
          compressors,
        };
        const last = chunks.at(-1);
        const { data } = readPage(reader, header, decoder, dictionary, last, 0);
        if (header.type === 'DICTIONARY_PAGE') dictionary = data && convert(data, decoder);
        else {
          values += (header.data_page_header ?? header.data_page_header_v2)?.num_values ?? 0;
          // The rows of a list may go on in the next page: then it was added to the last.
          if (data !== undefined && data !== last && data.length > 0) chunks.push(data);
        }
      } catch (error) {
        const where = `the page of ${column.path_in_schema.join('.')} at byte ${pagesOf(column).start + at}`;
        throw new Error(`${where}: ${(error as Error).message}`, { cause: error });
      }
    }
    return flatten(chunks);
  };
}
