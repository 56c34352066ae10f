import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadGguf } from '../../src/model/gguf';
import { blockOf, dequantise } from '../../src/model/gguf/blocks';
import { readHeader } from '../../src/model/gguf/header';
import { metadataOf } from '../../src/model/gguf/metadata';
import { converted } from '../../src/model/gguf/tensors';
import { tokenizerOf } from '../../src/model/gguf/tokenizer';
import { createTokenizer } from '../../src/text';
import { temporaryFolder } from '../helpers';
import { sharedJson, sharedPath } from '../shared-data';

const here = sharedPath('peers') !== undefined;
const ifHere = (what: string) => `${what}${here ? '' : ' (skipped: no ../shared/data)'}`;

describe.skipIf(!here)(ifHere('blocks of random bytes'), () => {
  const blocks = here ? sharedJson<Record<string, [string, string]>>('peers', 'gguf_random_blocks.json') : {};

  it.each(Object.keys(blocks))('%s: the same bits as Python’s gguf', type => {
    const [bytes, expected] = blocks[type]!.map(hex => Buffer.from(hex, 'hex')) as [Buffer, Buffer];
    const block = blockOf(type, 'x');
    const numbers = new Float32Array((bytes.length / block.bytes) * block.numbers);
    dequantise(bytes, type, numbers);
    expect(numbers.byteLength).toBe(expected.length);
    expect(Buffer.from(numbers.buffer).equals(expected)).toBe(true);
  });
});

describe.skipIf(!here)(ifHere('tokenizers in GGUF files give the ids of llama.cpp'), () => {
  const folder = temporaryFolder();

  it.each(['gpt-2', 'llama-spm'])('%s', async name => {
    const file = (kind: string) => sharedPath('peers', 'tokenizers', 'llama.cpp', `ggml-vocab-${name}.gguf.${kind}`)!;
    const path = join(folder, `${name}.gguf`);
    writeFileSync(path, gunzipSync(readFileSync(file('gz'))));
    const { metadata } = await readHeader(path);
    const tokenizer = createTokenizer(tokenizerOf(metadataOf(metadata, name)), name);
    const texts = readFileSync(file('inp'), 'utf8').split('\n__ggml_vocab_test__\n');
    const lines = readFileSync(file('out'), 'utf8').split('\n').slice(0, texts.length);
    expect(texts.length).toBeGreaterThan(40);
    for (const [i, line] of lines.entries()) {
      const ids = line.trim() === '' ? [] : line.trim().split(' ').map(Number);
      expect(tokenizer.encode(texts[i]!), JSON.stringify(texts[i])).toEqual(ids);
    }
  });
});

/** A GGUF file of metadata [key, type, bytes] and tensors [name, axes, type, numbers of bytes from the start of the data]. */
function ggufFile(
  metadata: [string, number, Buffer][],
  tensors: [string, number[], number, number][] = [],
  {
    counts = [tensors.length, metadata.length],
    version = 3,
    data = 64,
  }: { counts?: number[]; version?: number; data?: number } = {},
): Buffer {
  const int = (value: number) => Buffer.from(Uint32Array.of(value).buffer);
  const long = (value: number) => Buffer.from(BigUint64Array.of(BigInt(value)).buffer);
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    int(version),
    long(counts[0]!),
    long(counts[1]!),
    ...metadata.flatMap(([key, type, value]) => [text(key), int(type), value]),
    ...tensors.flatMap(([name, axes, type, at]) => [
      text(name),
      int(axes.length),
      ...axes.map(long),
      int(type),
      long(at),
    ]),
  ]);
  return Buffer.concat([head, Buffer.alloc((32 - (head.length % 32)) % 32), Buffer.alloc(data)]);
}
const text = (value: string) =>
  Buffer.concat([Buffer.from(BigUint64Array.of(BigInt(Buffer.byteLength(value))).buffer), Buffer.from(value)]);
const llama: [string, number, Buffer] = ['general.architecture', 8, text('llama')];

describe('a GGUF file that is broken ends in a short sentence', () => {
  const folder = temporaryFolder();
  const opening = (bytes: Buffer) => {
    const path = join(folder, 'x.gguf');
    writeFileSync(path, bytes);
    return loadGguf(path);
  };
  const huge = 2 ** 60;
  const long = (value: number) => Buffer.from(BigUint64Array.of(BigInt(value)).buffer);
  const stringList = (count: number) =>
    Buffer.concat([Buffer.from(Uint32Array.of(8).buffer), long(count), Buffer.alloc(64)]);

  it.each<[string, Buffer, RegExp]>([
    ['no GGUF', Buffer.from('{"not": "gguf", "but": "json"}'), /x\.gguf is no GGUF file/],
    ['empty', Buffer.alloc(0), /x\.gguf is no GGUF file/],
    ['an older version', ggufFile([], [], { version: 1 }), /version 1: this reads 2 and 3/],
    [
      '2^60 tensors',
      ggufFile([llama], [], { counts: [huge, 1] }),
      /it claims 11529215046068\d+ tensors in \d+ bytes; copy it again/,
    ],
    ['2^60 entries', ggufFile([llama], [], { counts: [0, huge] }), /claims 11529215046068\d+ entries/],
    ['a list of 2^60 texts', ggufFile([['a', 9, stringList(huge)]]), /it claims 11529215046068\d+ a in/],
    ['a text of 2^60 bytes', ggufFile([['a', 8, long(huge)]]), /a would be 11529215046068\d+ bytes long/],
    ['a type there is not', ggufFile([['a', 99, Buffer.alloc(8)]]), /a is of type 99/],
    ['a tensor of 2^60 numbers', ggufFile([llama], [['w', [2 ** 30, 2 ** 30], 0, 0]]), /w would have/],
    ['a tensor with 9 axes', ggufFile([llama], [['w', Array(9).fill(1), 0, 0]]), /w has 9 axes/],
    [
      'a tensor behind the end',
      ggufFile([llama], [['w', [32], 0, 0]]),
      /x\.gguf is cut off: w ends at byte \d+ of \d+; copy it again/,
    ],
    [
      'two tensors in one place',
      ggufFile(
        [llama],
        [
          ['v', [8], 0, 0],
          ['w', [8], 0, 0],
        ],
      ),
      /w overlaps the tensor before it/,
    ],
    [
      'a type of numbers that is not read',
      ggufFile([llama], [['w', [256], 10, 0]]),
      /x\.gguf: w is stored as Q2_K, which is not read: take a file in one of F32,/,
    ],
    [
      'another architecture',
      ggufFile([['general.architecture', 8, text('rwkv')]]),
      /the architecture rwkv is not read: this reads llama,/,
    ],
    ['a vocabulary alone', ggufFile([llama]), /holds no weights, only a vocabulary/],
  ])('%s', async (_, bytes, sentence) => {
    await expect(opening(bytes)).rejects.toThrow(sentence);
  });

  it('cut at any place', async () => {
    const whole = ggufFile(
      [llama, ['a', 9, Buffer.concat([Buffer.from(Uint32Array.of(8).buffer), long(2), text('b'), text('c')])]],
      [['w', [8], 0, 0]],
    );
    for (let length = 0; length < whole.length - 64; length += 3)
      await expect(opening(whole.subarray(0, length))).rejects.toThrow(/x\.gguf/);
  });
});

describe('what GGUF stores otherwise', () => {
  it('a token may begin with a byte order mark', async () => {
    const path = join(temporaryFolder(), 'x.gguf');
    const list = Buffer.concat([
      Buffer.from(Uint32Array.of(8).buffer),
      Buffer.from(BigUint64Array.of(2n).buffer),
      text('\uFEFFa'),
      text('ä'),
    ]);
    writeFileSync(path, ggufFile([['tokenizer.ggml.tokens', 9, list]]));
    expect((await readHeader(path)).metadata['tokenizer.ggml.tokens']).toEqual(['\uFEFFa', 'ä']);
  });

  it('pairs of rotary positions become halves', () => {
    // Two heads of four rows, one column: rows are (x0 y0 x1 y1) and become (x0 x1 y0 y1).
    const tensor = { shape: [8, 1], data: Float32Array.of(0, 10, 1, 11, 20, 30, 21, 31) };
    const llama = { modelType: 'llama', architecture: '', pairs: true };
    expect([...converted('blk.0.attn_q.weight', tensor, llama, 4).data]).toEqual([0, 1, 10, 11, 20, 21, 30, 31]);
    expect(converted('blk.0.attn_v.weight', tensor, llama, 4)).toBe(tensor);
  });

  it('the 1 that was added to gains goes', () => {
    const gemma = { modelType: 'gemma3_text', architecture: '', addedOne: true };
    const gain = { shape: [2], data: Float32Array.of(1, 1.5) };
    expect([...converted('blk.0.attn_norm.weight', gain, gemma, 4).data]).toEqual([0, 0.5]);
  });
});
