/** What hyparquet does, of which the checks need a part. */
export interface Decoders {
  readRleBitPackedHybrid(reader: Reader, width: number, output: number[], length?: number): void;
  deltaBinaryUnpack(reader: Reader, count: number, output: Int32Array): void;
}

export type Reader = { view: DataView; offset: number };

/** So many values too many do no harm: some writers fill their last run up. */
const SLACK = 1 << 16;
/** Bytes that the texts of a page may take in all, or else this many times the bytes of the page. */
const LARGE_TEXTS = 16 << 20;
const GROWTH = 1100;

/** @returns a reader of numbers of 7 bits a byte, the lowest first, as parquet writes them */
function varint(reader: Reader): number {
  let value = 0;
  for (let i = 0; i < 5; i++) {
    const byte = reader.view.getUint8(reader.offset++);
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 128) return value;
  }
  throw new Error('a number in a page has no end');
}

/**
 * Goes over runs of equal and of packed values (parquet's RLE/bit-packing hybrid) without making them: a run of a few bytes can claim
 * millions.
 *
 * @param end where the runs end, in bytes
 * @param most how many values there can be
 */
export function checkRuns(view: DataView, start: number, end: number, width: number, most: number): void {
  if (end > view.byteLength || width > 32) throw new Error(`runs of ${end - start} bytes do not fit into their page`);
  const reader = { view, offset: start };
  for (let seen = 0; seen < most && reader.offset < end; ) {
    const head = varint(reader);
    const packed = head % 2 === 1;
    const runs = Math.floor(head / 2);
    seen += packed ? 8 * runs : runs;
    if (seen > most + SLACK) throw new Error(`a run in a page claims ${seen} values of ${most}`);
    reader.offset += packed ? runs * width : Math.ceil(width / 8);
  }
}

/**
 * Goes over the levels at the start of a data page of the first form, which say where lists begin and what is empty.
 *
 * @param maxima the highest level of each kind that is there: repetition, definition
 * @returns where the values begin, and how many there are
 */
export function checkLevels(
  view: DataView,
  count: number,
  maxima: { repetition: number; definition: number },
  decoders: Decoders,
) {
  const reader = { view, offset: 0 };
  let values = count;
  for (const [kind, most] of Object.entries(maxima)) {
    if (most === 0) continue;
    const width = 32 - Math.clz32(most);
    checkRuns(view, reader.offset + 4, reader.offset + 4 + view.getUint32(reader.offset, true), width, count);
    const levels: number[] = new Array(count);
    decoders.readRleBitPackedHybrid(reader, width, levels);
    if (kind === 'definition') values = levels.slice(0, count).filter(level => level === most).length;
  }
  return { start: reader.offset, values };
}

/** Goes over the values of a data page. @throws Error when they claim more than there can be */
export function checkValues(view: DataView, start: number, count: number, encoding: string, decoders: Decoders): void {
  if (count === 0) return;
  if (/^(PLAIN|RLE)_DICTIONARY$/.test(encoding))
    checkRuns(view, start + 1, view.byteLength, view.getUint8(start), count);
  else if (encoding === 'RLE') checkRuns(view, start + 4, start + 4 + view.getUint32(start, true), 1, count);
  else if (encoding.startsWith('DELTA')) checkDeltas(view, start, count, encoding, decoders);
}

function checkDeltas(view: DataView, start: number, count: number, encoding: string, decoders: Decoders): void {
  checkBlocks(view, start);
  if (encoding !== 'DELTA_BYTE_ARRAY') return;
  const reader = { view, offset: start };
  const lengths = () => {
    checkBlocks(view, reader.offset);
    const output = new Int32Array(count);
    decoders.deltaBinaryUnpack(reader, count, output);
    return output;
  };
  // Each text begins with so many bytes of the one before: a few bytes can claim ever longer texts.
  const [prefixes, suffixes] = [lengths(), lengths()];
  let [before, all] = [0, 0];
  for (const [i, prefix] of prefixes.entries()) {
    const suffix = suffixes[i] as number;
    if (prefix < 0 || prefix > before || suffix < 0)
      throw new Error(`a text begins with ${prefix} bytes of one that has ${before}`);
    before = prefix + suffix;
    all += before;
    if (all > Math.max(LARGE_TEXTS, GROWTH * view.byteLength)) throw new Error(`its texts claim ${all} bytes`);
  }
}

/** Differences come in blocks of 128 values or a multiple of that, and these in a few parts. */
function checkBlocks(view: DataView, start: number): void {
  const reader = { view, offset: start };
  const [block, parts] = [varint(reader), varint(reader)];
  if (block < 1 || block > SLACK || parts < 1 || block % parts !== 0)
    throw new Error(`blocks of ${block} differences in ${parts} parts cannot be`);
}
