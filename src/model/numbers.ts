/** The kinds of numbers that weights are stored in; all become float32 in memory. */
export type NumberKind = 'float32' | 'float16' | 'bfloat16';

/** What a kind of number takes and holds. */
interface Format {
  /** Its name in safetensors files. */
  stored: 'F32' | 'F16' | 'BF16';
  bytes: 2 | 4;
  /** Numbers of this size or more become infinite: halfway from the largest number to the next. */
  overflow: number;
  /** The largest number, in words. */
  end: string;
}

export const numberKinds: Record<NumberKind, Format> = {
  float32: { stored: 'F32', bytes: 4, overflow: Number.POSITIVE_INFINITY, end: 'single precision ends at 3.4e38' },
  float16: { stored: 'F16', bytes: 2, overflow: 65520, end: 'half precision ends at 65504' },
  bfloat16: { stored: 'BF16', bytes: 2, overflow: 2 ** 128 - 2 ** 119, end: 'bfloat16 ends at 3.39e38' },
};

/** The kind with a name of safetensors; undefined where there is none. */
export const kindStoredAs = (stored: string): NumberKind | undefined =>
  (Object.keys(numberKinds) as NumberKind[]).find(kind => numberKinds[kind].stored === stored);

/** Numbers are converted so many at a time: what a large tensor takes beside itself stays small. */
const PIECE = 2 ** 24;

/** The bytes of numbers as they are stored (little-endian), piece by piece. */
export function* encodedPieces(values: Float32Array, kind: NumberKind): Generator<Uint8Array> {
  for (let from = 0; from < values.length; from += PIECE) {
    yield bytesOf(encodeNumbers(values.subarray(from, from + PIECE), kind));
  }
}

/** Numbers as they are stored. */
export function encodeNumbers(values: Float32Array, kind: NumberKind): Float32Array | Uint16Array {
  if (kind === 'float32') return values;
  return kind === 'float16' ? encodeFloat16(values) : encodeBfloat16(values);
}

/**
 * Reads so many numbers of a kind, piece by piece.
 *
 * @param read gives the next bytes into what it is handed
 */
export function decodePieces(count: number, kind: NumberKind, read: (into: Uint8Array) => void): Float32Array {
  const numbers = new Float32Array(count);
  for (let from = 0; from < count; from += PIECE) {
    const piece = numbers.subarray(from, from + PIECE);
    const stored = kind === 'float32' ? piece : new Uint16Array(piece.length);
    read(bytesOf(stored));
    if (kind === 'float16') decodeFloat16(stored as Uint16Array, piece);
    else if (kind === 'bfloat16') decodeBfloat16(stored as Uint16Array, piece);
  }
  return numbers;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Uint16Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);

const bitsOf = ({ buffer, byteOffset, length }: Float32Array) => new Uint32Array(buffer, byteOffset, length);

/** Rounds to bfloat16, the upper half of a float32, ties to even. Numbers from 3.396e38 on become infinite. */
export function encodeBfloat16(values: Float32Array): Uint16Array {
  const bits = bitsOf(values);
  const halves = new Uint16Array(bits.length);
  for (let i = 0; i < bits.length; i++) {
    const word = bits[i] as number;
    const isNumber = (word & 0x7fffffff) <= 0x7f800000;
    // What is not a number must not be rounded to infinity.
    halves[i] = isNumber ? (word + 0x7fff + ((word >>> 16) & 1)) >>> 16 : (word >>> 16) | 0x40;
  }
  return halves;
}

function decodeBfloat16(halves: Uint16Array, into: Float32Array): void {
  const bits = bitsOf(into);
  for (let i = 0; i < halves.length; i++) bits[i] = (halves[i] as number) << 16;
}

/** Rounds to IEEE half precision, ties to even. Numbers from 65520 on become infinite. */
export function encodeFloat16(values: Float32Array): Uint16Array {
  const bits = bitsOf(values);
  const halves = new Uint16Array(bits.length);
  for (let i = 0; i < bits.length; i++) halves[i] = encodeHalf(bits[i] as number, values[i] as number);
  return halves;
}

function encodeHalf(bits: number, value: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00; // not a number
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // rounds to infinity
  // Below 2^-14 the spacing is 2^-24 throughout.
  if (magnitude < 0x38800000) return sign | roundHalfEven(Math.abs(value) * 2 ** 24);
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

let table: Float32Array | undefined;

/** Every number that half precision can hold. */
export function halfTable(): Float32Array {
  table ??= Float32Array.from({ length: 2 ** 16 }, (_, half) => decodeHalf(half));
  return table;
}

function decodeFloat16(halves: Uint16Array, into: Float32Array): void {
  const numbers = halfTable();
  for (let i = 0; i < halves.length; i++) into[i] = numbers[halves[i] as number] as number;
}

function decodeHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
