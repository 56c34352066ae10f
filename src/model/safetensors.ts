import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { writeAtomic } from '../files';
import { sizeOf } from '../shape';
import { decodePieces, encodedPieces, kindStoredAs, type NumberKind, numberKinds } from './numbers';

/** A tensor of numbers, row-major. */
export interface StoredTensor {
  shape: readonly number[];
  data: Float32Array;
}

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** What a safetensors file says of itself. */
export interface SafetensorsHeader {
  /** Its tensors, in the order in which the file names them. */
  tensors: Map<string, { kind: NumberKind; shape: readonly number[] }>;
  /** The texts that it holds beside them. */
  metadata: Record<string, string>;
}

/**
 * Reads what a safetensors file holds, without the numbers.
 *
 * @throws Error as {@link readSafetensors} does
 */
export function describeSafetensors(path: string): SafetensorsHeader {
  return opened(path, ({ entries, metadata }) => ({
    tensors: new Map(entries.map(([name, { dtype, shape }]) => [name, { kind: kindOf(dtype), shape }])),
    metadata,
  }));
}

/**
 * Reads a safetensors file, a tensor at a time. The header is checked against the file before any tensor is allocated.
 *
 * Layout: 8 bytes length of the header, little-endian; the header as JSON, name → { dtype, shape, data_offsets }; the data.
 *
 * @throws Error naming file and tensor when the file is missing or truncated, or its header lies about sizes, offsets or types
 * Source: https://github.com/huggingface/safetensors
 */
export function readSafetensors(path: string): Map<string, StoredTensor> {
  return opened(path, ({ entries, start }, handle) => {
    const tensor = ({ dtype, shape, data_offsets: [from] }: Entry): StoredTensor => {
      let at = start + from;
      const data = decodePieces(sizeOf(shape), kindOf(dtype), into => {
        readInto(handle, at, into, basename(path));
        at += into.length;
      });
      return { shape, data };
    };
    return new Map(entries.map(([name, entry]) => [name, tensor(entry)]));
  });
}

/** The kind of a tensor whose header has been checked. */
const kindOf = (stored: string) => kindStoredAs(stored) as NumberKind;

function opened<T>(path: string, use: (header: Header, handle: number) => T): T {
  if (!existsSync(path)) throw new Error(`there is no file ${path}`);
  const handle = openSync(path, 'r');
  try {
    return use(readHeader(handle, basename(path)), handle);
  } finally {
    closeSync(handle);
  }
}

interface Header {
  entries: [string, Entry][];
  metadata: Record<string, string>;
  /** Where the data start. */
  start: number;
}

function readHeader(handle: number, file: string): Header {
  const { size } = fstatSync(handle);
  if (size < 8) throw new Error(`${file} is cut off: it has ${size} bytes; copy it again`);
  const start = Buffer.alloc(8);
  readInto(handle, 0, start, file);
  if (start.toString('latin1') === 'version ')
    throw new Error(`${file} is only a pointer of Git LFS: fetch the file itself with "git lfs pull"`);
  const length = Number(start.readBigUInt64LE());
  if (8 + length > size)
    throw new Error(`${file} is cut off or not a safetensors file: its header would be ${length} bytes long`);
  if (length > HEADER_LIMIT)
    throw new Error(`the header of ${file} would be ${length} bytes long: it is no safetensors file, or damaged`);
  const text = Buffer.alloc(length);
  readInto(handle, 8, text, file);
  const { entries, metadata } = parseHeader(text.toString('utf8'), file);
  checkOffsets(entries, size - 8 - length, file);
  return { entries, metadata, start: 8 + length };
}

/** The longest header that there may be: what the reference implementation takes. */
const HEADER_LIMIT = 1e8;

/** The system reads at most this many bytes at once. */
const READ_LIMIT = 2 ** 30;

function readInto(handle: number, from: number, bytes: Uint8Array, file: string): void {
  for (let done = 0; done < bytes.length; ) {
    const read = readSync(handle, bytes, done, Math.min(bytes.length - done, READ_LIMIT), from + done);
    if (read === 0) throw new Error(`${file} became shorter while it was read; copy it again`);
    done += read;
  }
}

function parseHeader(text: string, file: string): Pick<Header, 'entries' | 'metadata'> {
  let header: Record<string, Entry>;
  try {
    header = JSON.parse(text);
  } catch (error) {
    throw new Error(`the header of ${file} is not JSON: the file is damaged; copy it again`, { cause: error });
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw new Error(`the header of ${file} is not a table of tensors: the file is damaged; copy it again`);
  }
  const metadata = Object.fromEntries(
    Object.entries(header.__metadata__ ?? {}).filter(([, value]) => typeof value === 'string'),
  ) as Record<string, string>;
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
    if (kindStoredAs(entry.dtype) === undefined) {
      const known = Object.values(numberKinds).map(({ stored }) => stored);
      throw new Error(`${file}: ${name} is of type ${entry.dtype}; this reads ${known.join(', ')}`);
    }
  }
  return { entries, metadata };
}

/** Tensors must lie inside the data, have the size their shape says, and neither overlap nor leave gaps. */
function checkOffsets(entries: [string, Entry][], available: number, file: string): void {
  let end = 0;
  for (const [name, { dtype, shape, data_offsets }] of [...entries].sort(
    (a, b) => a[1].data_offsets[0] - b[1].data_offsets[0],
  )) {
    const [from, to] = data_offsets;
    const expected = sizeOf(shape) * numberKinds[kindOf(dtype)].bytes;
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

/**
 * Writes a safetensors file, under a temporary name first, with texts beside the tensors; tensor by tensor, so that no second copy of
 * them is in memory.
 *
 * @param dtype the kind of all numbers, or of each tensor's; what is narrower than float32 is rounded to nearest, ties to even
 */
export function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<string, StoredTensor>,
  dtype: StoredKind | ((name: string) => StoredKind) = 'F16',
  metadata: Record<string, string> = {},
): void {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt', ...metadata } };
  const storedAs = typeof dtype === 'function' ? dtype : () => dtype;
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    const stored = storedAs(name);
    const end = offset + data.length * numberKinds[kindOf(stored)].bytes;
    header[name] = { dtype: stored, shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = JSON.stringify(header);
  // The data start at a multiple of 8 bytes: the header is padded with spaces.
  const text = Buffer.from(json + ' '.repeat((8 - (Buffer.byteLength(json) % 8)) % 8));
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(text.length));
  function* parts() {
    yield prefix;
    yield text;
    for (const [name, { data }] of tensors) yield* encodedPieces(data, kindOf(storedAs(name)));
  }
  writeAtomic(path, parts(), prefix.length + text.length + offset);
}

/** Names of kinds of numbers in these files. */
type StoredKind = (typeof numberKinds)[NumberKind]['stored'];
