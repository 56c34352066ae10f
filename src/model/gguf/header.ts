import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { GGMLQuantizationType, gguf } from '@huggingface/gguf';
import { blockOf } from './blocks';

/** What stands before the numbers of a GGUF file. */
export interface GgufHeader {
  metadata: Record<string, unknown>;
  tensors: GgufTensor[];
}

/** Where a tensor lies, and how. */
export interface GgufTensor {
  name: string;
  /** As PyTorch has it: GGUF names the innermost length first. */
  shape: number[];
  /** The name of its type, such as `Q4_1`. */
  type: string;
  /** Its first byte in the file, and how many there are. */
  from: number;
  bytes: number;
}

/**
 * Reads the header of a GGUF file. What it claims is measured against the file before anything of that size is made.
 *
 * @throws Error naming the file and what is wrong with it
 * Source: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
export async function readHeader(path: string): Promise<GgufHeader> {
  const file = basename(path);
  const { size, texts } = checkHeader(path, file);
  const { metadata: values, tensorInfos, tensorDataOffset } = await gguf(path, { allowLocalFile: true });
  const metadata: Record<string, unknown> = { ...values, ...texts };
  const alignment = Number(metadata['general.alignment'] ?? 32);
  const tensors = tensorInfos.map(({ name, shape, dtype, offset }): GgufTensor => {
    const type = GGMLQuantizationType[dtype] ?? `type ${dtype}`;
    const lengths = shape.map(Number).reverse();
    const { numbers, bytes: inBlock } = blockOf(type, `${file}: ${name}`);
    const row = lengths.at(-1) ?? 0;
    if (row % numbers !== 0)
      throw new Error(
        `${file}: ${name} has rows of ${row} numbers, and ${type} blocks of ${numbers}; the file is damaged`,
      );
    const bytes = (lengths.reduce((product, length) => product * length, 1) / numbers) * inBlock;
    const from = Number(tensorDataOffset) + Number(offset);
    if (Number(offset) % alignment !== 0)
      throw new Error(`${file}: ${name} begins at no multiple of ${alignment} bytes; the file is damaged`);
    if (!(from + bytes <= size))
      throw new Error(`${file} is cut off: ${name} ends at byte ${from + bytes} of ${size}; copy it again`);
    return { name, shape: lengths, type, from, bytes };
  });
  const sorted = [...tensors].sort((a, b) => a.from - b.from);
  const overlapping = sorted.find((tensor, i) => i > 0 && tensor.from < sorted[i - 1]!.from + sorted[i - 1]!.bytes);
  if (overlapping) throw new Error(`${file}: ${overlapping.name} overlaps the tensor before it; the file is damaged`);
  return { metadata, tensors };
}

/** Bytes of the simple types of metadata, by their number; 8 is a text and 9 a list. */
const SIMPLE: Record<number, number> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };
const [TEXT, LIST] = [8, 9];
/** Names have at most this many bytes, tensors this many axes. */
const [NAME, AXES] = [65535, 4];

/**
 * Walks over the header: counts and lengths must fit into the file.
 *
 * @returns the size of the file, and the lists of texts in it: the library takes a byte order mark at the start of a text away, which is a
 * token of some vocabularies
 */
function checkHeader(path: string, file: string): { size: number; texts: Record<string, string[]> } {
  const handle = openSync(path, 'r');
  try {
    const { size } = fstatSync(handle);
    const damaged = (what: string): never => {
      throw new Error(`${file} is cut off or damaged: ${what}; copy it again`);
    };
    const walk = new Walk(handle, size, damaged);
    if (size < 24 || walk.text(4) !== 'GGUF') throw new Error(`${file} is no GGUF file: its first bytes are others`);
    const version = walk.number(4);
    if (version !== 2 && version !== 3)
      throw new Error(
        `${file} is of GGUF version ${version}: this reads 2 and 3, written little-endian; convert it anew`,
      );
    const tensors = walk.count('tensors', 8 + 4 + 4 + 8);
    const texts: Record<string, string[]> = {};
    const entries = walk.count('entries of metadata', 8 + 4 + 1);
    for (let i = 0; i < entries; i++) {
      const key = walk.text(walk.length('the name of an entry', NAME));
      const list = walkValue(walk, walk.number(4), key, damaged);
      if (list) texts[key] = list;
    }
    for (let i = 0; i < tensors; i++) {
      const name = walk.text(walk.length('the name of a tensor', NAME));
      const axes = walk.number(4);
      if (axes > AXES) damaged(`${name} has ${axes} axes`);
      const numbers = Array.from({ length: axes }, () => walk.number(8)).reduce(
        (product, length) => product * length,
        1,
      );
      if (!(numbers <= size * 8)) damaged(`${name} would have ${numbers} numbers`);
      walk.skip(4 + 8, name);
    }
    return { size, texts };
  } finally {
    closeSync(handle);
  }
}

/** Walks over a value; of a list of texts it gives them. */
function walkValue(walk: Walk, type: number, key: string, damaged: (what: string) => never): string[] | undefined {
  if (type !== LIST) {
    const bytes = type === TEXT ? walk.length(key) : SIMPLE[type];
    walk.skip(bytes ?? damaged(`${key} is of type ${type}, which there is not`), key);
    return undefined;
  }
  const of = walk.number(4);
  const each = SIMPLE[of];
  if (each === undefined && of !== TEXT) damaged(`${key} is a list of type ${of}, which is not read`);
  const length = walk.count(key, each ?? 8);
  if (each === undefined) return Array.from({ length }, () => walk.text(walk.length(key)));
  walk.skip(length * each, key);
  return undefined;
}

/** Reads on in a file, some of it at a time. */
class Walk {
  private window = Buffer.alloc(0);
  private start = 0;
  private at = 0;

  constructor(
    private readonly handle: number,
    private readonly size: number,
    private readonly damaged: (what: string) => never,
  ) {}

  skip(bytes: number, what: string): void {
    if (!(this.at + bytes <= this.size)) this.damaged(`${what} ends at byte ${this.at + bytes} of ${this.size}`);
    this.at += bytes;
  }

  number(bytes: 4 | 8): number {
    const from = this.take(bytes, 'its header');
    return bytes === 4 ? this.window.readUInt32LE(from) : Number(this.window.readBigUInt64LE(from));
  }

  text(length: number): string {
    const from = this.take(length, 'its header');
    return this.window.toString('utf8', from, from + length);
  }

  /** How long a text is. */
  length(what: string, limit = this.size): number {
    const length = this.number(8);
    if (length > limit || this.at + length > this.size) this.damaged(`${what} would be ${length} bytes long`);
    return length;
  }

  /** How many things follow, of so many bytes at least. */
  count(what: string, bytes: number): number {
    const count = this.number(8);
    if (this.at + count * bytes > this.size) this.damaged(`it claims ${count} ${what} in ${this.size} bytes`);
    return count;
  }

  private take(bytes: number, what: string): number {
    const from = this.at;
    this.skip(bytes, what);
    if (from < this.start || this.at > this.start + this.window.length) {
      this.window = Buffer.alloc(Math.min(Math.max(bytes, 2 ** 20), this.size - from));
      this.start = from;
      readSync(this.handle, this.window, 0, this.window.length, from);
    }
    return from - this.start;
  }
}
