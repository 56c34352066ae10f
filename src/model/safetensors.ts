import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { writeAtomic } from '../files';
import { sizeOf } from '../shape';

/** A tensor of numbers, row-major. */
export interface StoredTensor {
  shape: readonly number[];
  data: Float32Array;
}

/** Number formats that are read; all become float32 in memory. */
const bytesPerElement: Record<string, number> = { F32: 4, F16: 2, BF16: 2 };

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/**
 * Reads a safetensors file, a tensor at a time. The header is checked against the file before any tensor is allocated.
 *
 * Layout: 8 bytes length of the header, little-endian; the header as JSON, name → { dtype, shape, data_offsets }; the data.
 *
 * @param metadata takes the texts that the file holds beside its tensors
 * @throws Error naming file and tensor when the file is missing or truncated, or its header lies about sizes, offsets or types
 * Source: https://github.com/huggingface/safetensors
 */
export function readSafetensors(path: string, metadata: Record<string, string> = {}): Map<string, StoredTensor> {
  const file = basename(path);
  if (!existsSync(path)) throw new Error(`there is no file ${path}`);
  const handle = openSync(path, 'r');
  try {
    const { entries, start } = readHeader(handle, file, metadata);
    return new Map(
      entries.map(([name, { dtype, shape, data_offsets }]) => {
        const [from, to] = data_offsets;
        return [name, { shape, data: decodeNumbers(readBytes(handle, start + from, to - from, file), dtype) }];
      }),
    );
  } finally {
    closeSync(handle);
  }
}

function readHeader(
  handle: number,
  file: string,
  metadata: Record<string, string>,
): { entries: [string, Entry][]; start: number } {
  const { size } = fstatSync(handle);
  if (size < 8) throw new Error(`${file} is cut off: it has ${size} bytes; copy it again`);
  const start = Buffer.from(readBytes(handle, 0, 8, file));
  if (start.toString('latin1') === 'version ')
    throw new Error(`${file} is only a pointer of Git LFS: fetch the file itself with "git lfs pull"`);
  const length = Number(start.readBigUInt64LE());
  if (8 + length > size)
    throw new Error(`${file} is cut off or not a safetensors file: its header would be ${length} bytes long`);
  const entries = parseHeader(Buffer.from(readBytes(handle, 8, length, file)).toString('utf8'), file, metadata);
  checkOffsets(entries, size - 8 - length, file);
  return { entries, start: 8 + length };
}

/** The system reads at most this many bytes at once. */
const READ_LIMIT = 2 ** 30;

function readBytes(handle: number, from: number, length: number, file: string): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const read = readSync(handle, bytes, done, Math.min(length - done, READ_LIMIT), from + done);
    if (read === 0) throw new Error(`${file} became shorter while it was read; copy it again`);
    done += read;
  }
  return bytes;
}

function parseHeader(text: string, file: string, metadata: Record<string, string>): [string, Entry][] {
  let header: Record<string, Entry>;
  try {
    header = JSON.parse(text);
  } catch (error) {
    throw new Error(`the header of ${file} is not JSON: the file is damaged; copy it again`, { cause: error });
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw new Error(`the header of ${file} is not a table of tensors: the file is damaged; copy it again`);
  }
  Object.assign(metadata, header.__metadata__);
  const entries = Object.entries(header).filter(([name]) => name !== '__metadata__');
  for (const [name, entry] of entries) {
    const natural = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
    const offsets = entry?.data_offsets;
    if (
      !Array.isArray(entry?.shape) ||
      !entry.shape.every(natural) ||
      !Array.isArray(offsets) ||
      offsets.length !== 2 ||
      !offsets.every(natural)
    ) {
      throw new Error(`${file}: the entry of ${name} has no valid shape and data_offsets; copy the file again`);
    }
    if (!Object.hasOwn(bytesPerElement, entry.dtype)) {
      throw new Error(
        `${file}: ${name} is of type ${entry.dtype}; this reads ${Object.keys(bytesPerElement).join(', ')}`,
      );
    }
  }
  return entries;
}

/** Tensors must lie inside the data, have the size their shape says, and neither overlap nor leave gaps. */
function checkOffsets(entries: [string, Entry][], available: number, file: string): void {
  let end = 0;
  for (const [name, { dtype, shape, data_offsets }] of [...entries].sort(
    (a, b) => a[1].data_offsets[0] - b[1].data_offsets[0],
  )) {
    const [from, to] = data_offsets;
    const expected = sizeOf(shape) * (bytesPerElement[dtype] as number);
    if (to - from !== expected)
      throw new Error(`${file}: ${name} has ${to - from} bytes, but ${dtype}[${shape}] needs ${expected}`);
    if (to > available)
      throw new Error(`${file} is cut off: ${name} ends at byte ${to} of ${available}; copy it again`);
    if (from < end) throw new Error(`${file}: ${name} overlaps the tensor before it; the file is damaged`);
    if (from > end)
      throw new Error(`${file}: there is a gap of ${from - end} bytes before ${name}; the file is damaged`);
    end = to;
  }
  if (end !== available) throw new Error(`${file}: ${available - end} bytes belong to no tensor; the file is damaged`);
}

/** Writes a safetensors file, under a temporary name first, with texts beside the tensors. `F16` rounds to half precision. */
export function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<string, StoredTensor>,
  dtype: 'F32' | 'F16' = 'F16',
  metadata: Record<string, string> = {},
): void {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt', ...metadata } };
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    const numbers = dtype === 'F16' ? encodeFloat16(data) : data;
    const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
    header[name] = { dtype, shape, data_offsets: [offset, offset + bytes.length] };
    offset += bytes.length;
    parts.push(bytes);
  }
  const json = JSON.stringify(header);
  // The data start at a multiple of 8 bytes: the header is padded with spaces.
  const text = Buffer.from(json + ' '.repeat((8 - (Buffer.byteLength(json) % 8)) % 8));
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(text.length));
  writeAtomic(path, [prefix, text, ...parts]);
}

function decodeNumbers(bytes: Uint8Array, dtype: string): Float32Array {
  if (dtype === 'F32') return new Float32Array(bytes.buffer);
  const halves = new Uint16Array(bytes.buffer);
  const numbers = new Float32Array(halves.length);
  if (dtype === 'F16') {
    const table = halfTable();
    for (let i = 0; i < halves.length; i++) numbers[i] = table[halves[i] as number] as number;
  } else {
    // bfloat16 is the upper half of a float32.
    const bits = new Uint32Array(numbers.buffer);
    for (let i = 0; i < halves.length; i++) bits[i] = (halves[i] as number) << 16;
  }
  return numbers;
}

let table: Float32Array | undefined;

/** Every number that half precision can hold. */
function halfTable(): Float32Array {
  table ??= Float32Array.from({ length: 2 ** 16 }, (_, half) => decodeHalf(half));
  return table;
}

const scratch = new DataView(new ArrayBuffer(4));

/** Rounds to IEEE half precision, ties to even. Numbers beyond 65504 become infinite. */
export function encodeFloat16(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, encodeHalf);
}

function encodeHalf(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00; // not a number
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // rounds to infinity
  if (magnitude < 0x38800000) {
    // Below 2^-14 the spacing is 2^-24 throughout; the addition rounds ties to even by itself.
    return sign | Math.round(roundHalfEven(Math.abs(value) * 2 ** 24));
  }
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

function decodeHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
