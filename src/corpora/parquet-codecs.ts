import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Compressors } from 'hyparquet';

/**
 * How the pages of a parquet file are decompressed. None makes more than it was told to. Snappy and zstd are those of
 * hyparquet-compressors; its LZ4 does not read matches of 19 bytes and more, and the others Node has itself.
 */
export async function codecs(): Promise<Compressors> {
  const { decompressSnappy, decompressZstd } = await import('hyparquet-compressors');
  const zstd: (input: Uint8Array, output: Uint8Array) => Uint8Array = decompressZstd as never;
  return {
    SNAPPY: decompressSnappy,
    ZSTD: (input, length) => zstd(input, new Uint8Array(length)),
    GZIP: (input, length) => gunzipSync(input, { maxOutputLength: Math.max(1, length) }),
    BROTLI: (input, length) => brotliDecompressSync(input, { maxOutputLength: Math.max(1, length) }),
    LZ4_RAW: lz4,
  };
}

/**
 * Decompresses an LZ4 block (github.com/lz4/lz4, doc/lz4_Block_format.md): a token of two lengths, literals, and a match further back, which
 * may reach into what it writes itself.
 */
export function lz4(input: Uint8Array, length: number): Uint8Array {
  const output = new Uint8Array(length);
  let [from, to] = [0, 0];
  const byte = () => {
    if (from >= input.length) throw new Error('an LZ4 block ends too soon');
    return input[from++] as number;
  };
  /** A length of 15 goes on in the next bytes, until one is not 255. */
  const whole = (nibble: number) => {
    let sum = nibble;
    for (let more = nibble === 15; more; ) {
      const next = byte();
      sum += next;
      more = next === 255;
    }
    return sum;
  };
  while (from < input.length) {
    const token = byte();
    const literals = whole(token >> 4);
    if (from + literals > input.length || to + literals > length)
      throw new Error('an LZ4 block holds more than it says');
    output.set(input.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    // The last sequence has no match.
    if (from === input.length) break;
    const offset = byte() | (byte() << 8);
    const end = to + whole(token & 15) + 4;
    if (offset === 0 || offset > to || end > length) throw new Error('an LZ4 block refers to what it does not hold');
    for (; to < end; to++) output[to] = output[to - offset] as number;
  }
  return output.subarray(0, to);
}
