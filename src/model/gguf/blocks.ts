import { halfTable } from '../numbers';

/** How a type of GGUF stores numbers: so many in a block of so many bytes. */
interface BlockType {
  numbers: number;
  bytes: number;
  /** Writes the numbers of the block that begins at a byte. */
  decode(bytes: Uint8Array, at: number, into: Float32Array, to: number): void;
}

const halves = halfTable();
const half = (bytes: Uint8Array, at: number): number =>
  halves[(bytes[at] as number) | ((bytes[at + 1] as number) << 8)] as number;
const signed = (byte: number): number => (byte << 24) >> 24;
const { fround } = Math;

/** Blocks of 32: a scale d, or a scale and a lowest number m, and a few bits for each number. */
const SMALL = 32;
/** Blocks of 256, in eight or sixteen parts with scales of their own. */
const LARGE = 256;

/** 4 bits each: the low ones are the first half of the block, the high ones the second; with a fifth bit from `fifth`. */
function nibbles(
  bytes: Uint8Array,
  at: number,
  fifth: number,
  into: Float32Array,
  to: number,
  value: (q: number) => number,
) {
  const half = SMALL / 2;
  for (let i = 0; i < half; i++) {
    const byte = bytes[at + i] as number;
    into[to + i] = value((byte & 15) | (((fifth >>> i) & 1) << 4));
    into[to + half + i] = value((byte >>> 4) | (((fifth >>> (half + i)) & 1) << 4));
  }
}

const word = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)) >>>
  0;

/** Scale and lowest number of part i of a block of K type: 6 bits each, packed in 12 bytes. */
function scaleAndMin(bytes: Uint8Array, at: number, i: number): [number, number] {
  const byte = (place: number) => bytes[at + place] as number;
  if (i < 4) return [byte(i) & 63, byte(i + 4) & 63];
  return [(byte(i + 4) & 15) | ((byte(i - 4) >>> 6) << 4), (byte(i + 4) >>> 4) | ((byte(i) >>> 6) << 4)];
}

/** Q4_K and Q5_K: 8 parts of 32; the low bits of parts 2j and 2j + 1 share the bytes of a group, a fifth bit stands before them. */
function kDecode(bytes: Uint8Array, at: number, into: Float32Array, to: number, fifths: boolean): void {
  const [d, least] = [half(bytes, at), half(bytes, at + 2)];
  const high = at + 16;
  const low = fifths ? high + 32 : high;
  for (let part = 0; part < 8; part++) {
    const [scale, min] = scaleAndMin(bytes, at + 4, part);
    const [dl, ml] = [fround(d * scale), fround(least * min)];
    const shift = part % 2 === 0 ? 0 : 4;
    for (let i = 0; i < 32; i++) {
      const bits = ((bytes[low + (part >> 1) * 32 + i] as number) >>> shift) & 15;
      const q = fifths ? bits | ((((bytes[high + i] as number) >>> part) & 1) << 4) : bits;
      into[to + part * 32 + i] = fround(dl * q) - ml;
    }
  }
}

/**
 * The types that are read. Each is computed in the order of Python's `gguf`, rounded to single precision after each operation, so that
 * the numbers are the same to the last bit.
 *
 * Source: https://github.com/ggml-org/llama.cpp/blob/master/gguf-py/gguf/quants.py
 */
const types: Record<string, BlockType> = {
  F32: {
    numbers: 1,
    bytes: 4,
    decode: (bytes, at, into, to) => {
      into[to] = new DataView(bytes.buffer, bytes.byteOffset).getFloat32(at, true);
    },
  },
  F16: {
    numbers: 1,
    bytes: 2,
    decode: (bytes, at, into, to) => {
      into[to] = half(bytes, at);
    },
  },
  BF16: {
    numbers: 1,
    bytes: 2,
    decode: (bytes, at, into, to) => {
      new Uint32Array(into.buffer, into.byteOffset)[to] =
        ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 24);
    },
  },
  Q4_0: {
    numbers: SMALL,
    bytes: 18,
    decode(bytes, at, into, to) {
      const d = half(bytes, at);
      nibbles(bytes, at + 2, 0, into, to, q => d * (q - 8));
    },
  },
  Q4_1: {
    numbers: SMALL,
    bytes: 20,
    decode(bytes, at, into, to) {
      const [d, m] = [half(bytes, at), half(bytes, at + 2)];
      nibbles(bytes, at + 4, 0, into, to, q => fround(d * q) + m);
    },
  },
  Q5_0: {
    numbers: SMALL,
    bytes: 22,
    decode(bytes, at, into, to) {
      const d = half(bytes, at);
      nibbles(bytes, at + 6, word(bytes, at + 2), into, to, q => d * (q - 16));
    },
  },
  Q5_1: {
    numbers: SMALL,
    bytes: 24,
    decode(bytes, at, into, to) {
      const [d, m] = [half(bytes, at), half(bytes, at + 2)];
      nibbles(bytes, at + 8, word(bytes, at + 4), into, to, q => fround(d * q) + m);
    },
  },
  Q8_0: {
    numbers: SMALL,
    bytes: 34,
    decode(bytes, at, into, to) {
      const d = half(bytes, at);
      for (let i = 0; i < SMALL; i++) into[to + i] = d * signed(bytes[at + 2 + i] as number);
    },
  },
  Q4_K: { numbers: LARGE, bytes: 144, decode: (bytes, at, into, to) => kDecode(bytes, at, into, to, false) },
  Q5_K: { numbers: LARGE, bytes: 176, decode: (bytes, at, into, to) => kDecode(bytes, at, into, to, true) },
  Q6_K: {
    numbers: LARGE,
    bytes: 210,
    decode(bytes, at, into, to) {
      const d = half(bytes, at + 208);
      for (let i = 0; i < LARGE; i++) {
        // Two halves of 128: four bits of 64 bytes and two bits of 32, each byte shared by numbers that lie apart.
        const [part, place] = [i >> 7, i & 127];
        const [column, row] = [place & 31, place >> 5];
        const low = (bytes[at + part * 64 + (row & 1) * 32 + column] as number) >>> (row >> 1 === 0 ? 0 : 4);
        const high = (bytes[at + 128 + part * 32 + column] as number) >>> (2 * row);
        const q = ((low & 15) | ((high & 3) << 4)) - 32;
        into[to + i] = fround(d * signed(bytes[at + 192 + (i >> 4)] as number)) * q;
      }
    },
  },
};

/**
 * How a type stores its numbers.
 *
 * @param what names the tensor, for the error
 * @throws Error naming the type when it is not read
 */
export function blockOf(type: string, what: string): BlockType {
  if (Object.hasOwn(types, type)) return types[type] as BlockType;
  throw new Error(
    `${what} is stored as ${type}, which is not read: take a file in one of ${Object.keys(types).join(', ')}`,
  );
}

/** The numbers of whole blocks. */
export function dequantise(bytes: Uint8Array, type: string, into: Float32Array): void {
  const block = blockOf(type, 'a tensor');
  const { numbers, bytes: inBlock, decode } = block;
  for (let at = 0, to = 0; to < into.length; at += inBlock, to += numbers) decode(bytes, at, into, to);
}
