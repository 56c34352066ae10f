import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { writeAtomic } from '../src/files';
import { saveModelFolder } from '../src/model';
import { tinyChat } from './generate/tiny-chat';
import { temporaryFolder } from './helpers';

vi.mock('node:fs', async original => {
  const fs = await original<typeof import('node:fs')>();
  return { ...fs, writeSync: vi.fn(fs.writeSync) };
});
const write = vi.mocked(writeSync as (handle: number, bytes: Uint8Array, from: number, length: number) => number);
const real = write.getMockImplementation()!;
afterEach(() => write.mockImplementation(real));

const folder = temporaryFolder();
const failing = (code: string) => Object.assign(new Error(`${code}: no`), { code });

describe('a file', () => {
  it('is written from a text, from bytes, or from parts that are made one by one', () => {
    function* parts() {
      yield Buffer.from('a');
      yield new Uint8Array(0);
      yield Buffer.from('bc');
    }
    for (const [i, data] of ['äbc', Buffer.from('äbc'), [Buffer.from('äb'), Buffer.from('c')], parts()].entries()) {
      const path = join(folder, 'written', String(i));
      writeAtomic(path, data);
      expect(readFileSync(path, 'utf8')).toBe(i === 3 ? 'abc' : 'äbc');
    }
  });

  it('is written to the end where the system takes less at once than it is given', () => {
    write.mockImplementation((handle, bytes, from, length) => real(handle, bytes, from, Math.min(length, 2)));
    writeAtomic(join(folder, 'slow'), Buffer.from('seven..'));
    expect(readFileSync(join(folder, 'slow'), 'utf8')).toBe('seven..');
  });

  it('may have parts of more than two gigabytes, which the system takes in pieces', () => {
    const asked: number[] = [];
    write.mockImplementation((_handle, _bytes, _from, length) => {
      if (length > 2 ** 31 - 1) throw new RangeError('The value of "length" is out of range');
      asked.push(length);
      return length;
    });
    // Address space only: nothing touches it.
    writeAtomic(join(folder, 'large'), new Uint8Array(2 ** 31 + 5));
    expect(asked.reduce((sum, length) => sum + length, 0)).toBe(2 ** 31 + 5);
  });

  it('leaves the old one when the disk is full, and says how much is needed and free', () => {
    const path = join(folder, 'full', 'file');
    writeAtomic(path, 'old');
    for (const code of ['ENOSPC', 'EDQUOT']) {
      write.mockImplementation(() => {
        throw failing(code);
      });
      const message =
        /^cannot write .*full.file: the disk is full \(1,234 bytes are needed, [\d,]+ bytes are free\): free some space and run again$/;
      expect(() => writeAtomic(path, new Uint8Array(1234))).toThrow(message);
      expect(() => writeAtomic(path, [Buffer.alloc(1000), Buffer.alloc(234)])).toThrow(message);
      expect(() => writeAtomic(path, new Set([Buffer.alloc(1)]), 1234)).toThrow(message);
    }
    write.mockImplementation(() => {
      throw failing('EIO');
    });
    expect(() => writeAtomic(path, 'new')).toThrow(/^cannot write .*full.file: EIO: no$/);
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(join(folder, 'full'))).toEqual(['file']);
  });
});

/** A file system of its own with so many bytes; undefined where one may not be made. */
function smallDisk(bytes: number): string | undefined {
  const path = join(folder, 'disk');
  mkdirSync(path);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  afterAll(() => execFileSync('umount', [path]));
  return path;
}
const disk = smallDisk(300_000);

describe.skipIf(disk === undefined)('on a disk that is full (needs the right to mount one)', () => {
  const state = (path: string) =>
    readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter(name => statSync(join(path, name)).isFile())
      .map(name => [name, readFileSync(join(path, name), 'base64')]);

  it('a model that was saved before stays as it is, and nothing is left beside it', () => {
    const path = join(disk as string, 'model');
    saveModelFolder(path, tinyChat(1));
    const before = state(disk as string);
    const larger = tinyChat(1, { intermediateSize: 4000 });
    expect(() => saveModelFolder(path, larger)).toThrow(
      /^cannot save .*disk.model: the disk is full \([\d,]+ bytes are needed, [\d,]+ bytes are free\): free some space and run again; the model that stood there is as it was$/,
    );
    expect(state(disk as string)).toEqual(before);
    const elsewhere = join(disk as string, 'other');
    expect(() => saveModelFolder(elsewhere, larger)).toThrow(/free some space and run again$/);
    expect(readdirSync(disk as string)).toEqual(['model']);
  });

  it('a smaller model is saved when there is room again', () => {
    writeFileSync(join(disk as string, 'note'), 'x');
    saveModelFolder(join(disk as string, 'model'), tinyChat(2), { onnx: false });
    expect(readdirSync(join(disk as string, 'model'))).not.toContain('onnx');
  });
});
