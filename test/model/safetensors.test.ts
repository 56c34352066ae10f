import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeBfloat16, encodeFloat16, readSafetensors, type StoredTensor, writeSafetensors } from '../../src/model';
import { temporaryFolder } from '../helpers';

const folder = temporaryFolder();
const fixture = (name: string) => join(__dirname, '..', 'fixtures', name);
const json = (name: string) => JSON.parse(readFileSync(fixture(name), 'utf8'));
/** Numbers as Python prints them. */
const numbers = (texts: string[]) =>
  texts.map(text => (text === 'nan' ? Number.NaN : Number(text.replace('inf', 'Infinity'))));

describe.each([
  ['float16.json', 'F16', encodeFloat16],
  ['bfloat16.json', 'BF16', encodeBfloat16],
] as const)('half of a float32: %s', (file, dtype, encode) => {
  const { values, bits } = json(file);
  const exact = Float32Array.from(numbers(values));
  const store = (data: Float32Array) => {
    const path = join(folder, `${dtype}.safetensors`);
    writeSafetensors(path, new Map([['x', { shape: [data.length], data }]]), dtype);
    return readSafetensors(path).get('x')!.data;
  };

  it('rounds as PyTorch does: ties to even, subnormals, infinity', () => {
    const ours = encode(exact);
    exact.forEach((value, i) => {
      if (!Number.isNaN(value)) expect(ours[i], `${value}`).toBe(bits[i]);
    });
  });

  it('keeps what is not a number', () => {
    const lastBit = new Float32Array(Uint32Array.of(0x7f800001, 0xff800001, 0x7fffffff).buffer);
    for (const value of store(lastBit)) expect(value).toBeNaN();
  });

  it('changes nothing the second time', () => {
    expect(store(store(exact))).toEqual(store(exact));
  });

  it('does not depend on where numbers lie in memory, nor on how many there are', () => {
    const many = new Float32Array(2 ** 24 + 400).fill(0.1);
    many.set(exact, 2 ** 24 - 100);
    const odd = many.subarray(1);
    const read = store(odd);
    expect(read.length).toBe(odd.length);
    const seam: [number, number] = [2 ** 24 - 200, 2 ** 24 + 200];
    expect(read.slice(...seam)).toEqual(store(odd.slice(...seam)));
  });
});

describe('a safetensors file', () => {
  const tensors = new Map<string, StoredTensor>([
    ['model.weight', { shape: [2, 3], data: Float32Array.of(1, -2, 0.1, 1e-8, 3e38, Math.PI) }],
    ['one', { shape: [], data: Float32Array.of(7) }],
    ['none', { shape: [0, 4], data: new Float32Array(0) }],
    ['Ähre "x"', { shape: [1], data: new Float32Array(5).subarray(2, 3) }],
  ]);

  it('gives back what was written, to the bit', () => {
    const path = join(folder, 'a', 'b', 'all.safetensors');
    writeSafetensors(path, tensors, 'F32');
    expect(readSafetensors(path)).toEqual(tensors);
  });

  it('written by Python is read, in F32, F16 and BF16', () => {
    const read = readSafetensors(fixture('python.safetensors'));
    const expected = json('python-safetensors.json') as Record<string, { shape: number[]; data: string[] }>;
    expect([...read.keys()].sort()).toEqual(Object.keys(expected).sort());
    for (const [name, { shape, data }] of Object.entries(expected)) {
      expect(read.get(name)!.shape, name).toEqual(shape);
      expect(read.get(name)!.data, name).toEqual(Float32Array.from(numbers(data)));
    }
  });

  it('that fails to be written leaves the old one and nothing half-written', () => {
    const here = join(folder, 'failed');
    mkdirSync(here);
    // The target is a folder, which no file can be renamed over.
    mkdirSync(join(here, 'model.safetensors', 'inside'), { recursive: true });
    writeFileSync(join(here, 'file'), 'old');
    expect(() => writeSafetensors(join(here, 'model.safetensors'), tensors)).toThrow(
      /^cannot write .*model\.safetensors: /,
    );
    expect(() => writeSafetensors(join(here, 'file', 'model.safetensors'), tensors)).toThrow(
      /^cannot write .*model\.safetensors: /,
    );
    expect(readdirSync(here).sort()).toEqual(['file', 'model.safetensors']);
    expect(readFileSync(join(here, 'file'), 'utf8')).toBe('old');
    expect(existsSync(join(here, 'model.safetensors', 'inside'))).toBe(true);
  });
});

describe('a safetensors file is refused, with the file and the tensor named, when', () => {
  const path = join(folder, 'bad.safetensors');
  const write = (header: unknown, bytes: number, length?: bigint) => {
    const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
    const prefix = Buffer.alloc(8);
    prefix.writeBigUInt64LE(length ?? BigInt(text.length));
    writeFileSync(path, Buffer.concat([prefix, text, Buffer.alloc(bytes)]));
  };
  const entry = (from: number, to: number, shape: unknown = [(to - from) / 4], dtype: unknown = 'F32') => ({
    dtype,
    shape,
    data_offsets: [from, to],
  });
  const huge = Number.MAX_SAFE_INTEGER;

  it.each<[string, unknown, number, RegExp]>([
    ['the data are cut off', { x: entry(0, 16) }, 12, /x ends at byte 16 of 12/],
    ['the header is not JSON', '{"x": ', 0, /the header of .* is not JSON/],
    ['the header is null', 'null', 0, /the header of .* is not/],
    ['the header is a list', '[1]', 0, /the header of .* is not a table of tensors/],
    ['an entry is null', { x: null }, 0, /the entry of x/],
    ['an entry has no offsets', { x: { dtype: 'F32', shape: [1] } }, 4, /the entry of x/],
    ['an offset is negative', { x: entry(-4, 0) }, 4, /the entry of x/],
    ['an offset is a fraction', { x: entry(0.5, 4.5, [1]) }, 5, /the entry of x/],
    ['an offset is a text', { x: { dtype: 'F32', shape: [1], data_offsets: ['0', '4'] } }, 4, /the entry of x/],
    ['a shape is negative', { x: entry(0, 4, [-1, -1]) }, 4, /the entry of x/],
    ['a shape is not a list', { x: entry(0, 4, 1) }, 4, /the entry of x/],
    ['the shape says more than the bytes', { x: entry(0, 4, [2]) }, 4, /x has 4 bytes, but F32\[2\] needs 8/],
    ['the shape says more than any memory', { x: entry(0, 4, [huge, huge]) }, 4, /x has 4 bytes, but/],
    ['the bytes lie outside the file', { x: entry(0, 4 * 2 ** 40) }, 4, /x ends at byte 4398046511104 of 4/],
    ['offsets run backwards', { x: entry(4, 0, [1]) }, 4, /x has -4 bytes/],
    ['tensors overlap', { x: entry(0, 8), y: entry(4, 12) }, 12, /y overlaps/],
    ['there is a gap', { x: entry(0, 4), y: entry(8, 12) }, 12, /gap of 4 bytes before y/],
    ['bytes belong to no tensor', { x: entry(0, 4) }, 8, /4 bytes belong to no tensor/],
    ['the type is unknown', { x: entry(0, 4, [4], 'I8') }, 4, /x is of type I8; this reads F32, F16, BF16/],
    ['the type is a name of JavaScript', { x: entry(0, 4, [1], 'constructor') }, 4, /x is of type constructor/],
    ['the type is missing', { x: { shape: [1], data_offsets: [0, 4] } }, 4, /x is of type undefined/],
  ])('%s', (_, header, bytes, message) => {
    write(header, bytes);
    expect(() => readSafetensors(path)).toThrow(message);
    expect(() => readSafetensors(path)).toThrow('bad.safetensors');
  });

  it('the header would be longer than the file', () => {
    for (const length of [3n, 1n << 40n, (1n << 64n) - 1n]) {
      write('{}', 0, length);
      expect(() => readSafetensors(path)).toThrow('bad.safetensors is cut off or not a safetensors file');
    }
  });

  it('it is a pointer of Git LFS', () => {
    writeFileSync(path, 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n');
    expect(() => readSafetensors(path)).toThrow('bad.safetensors is only a pointer of Git LFS');
  });

  it('it is not there', () => {
    expect(() => readSafetensors(`${path}.elsewhere`)).toThrow(/there is no file .*bad\.safetensors\.elsewhere/);
  });

  it('it is empty or ends within the first eight bytes', () => {
    for (const bytes of [0, 7]) {
      writeFileSync(path, Buffer.alloc(bytes));
      expect(() => readSafetensors(path)).toThrow(`bad.safetensors is cut off: it has ${bytes} bytes`);
    }
  });
});
