import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { claim } from '../src/lock';
import { temporaryFolder } from './helpers';

vi.mock('node:fs', async original => {
  const real = await original<typeof import('node:fs')>();
  return { ...real, linkSync: vi.fn(real.linkSync) };
});

const folder = temporaryFolder();
let count = 0;
const fresh = () => join(folder, `${count++}`, 'lock');

describe('a claim', () => {
  it('stands until it is given up, and leaves nothing behind', () => {
    const path = fresh();
    const held = claim(path, 'the thing');
    expect(() => held.check()).not.toThrow();
    expect(readdirSync(dirname(path))).toEqual(['lock']);
    held.release();
    expect(readdirSync(dirname(path))).toEqual([]);
  });

  it('of a process that runs keeps others out, naming it', () => {
    const path = fresh();
    mkdirSync(dirname(path));
    // Where the system does not say when it started, its number has to do.
    writeFileSync(path, `${process.ppid}  abc`);
    expect(() => claim(path, 'the thing')).toThrow(
      `the thing is in use by process ${process.ppid}: wait for it, or stop it`,
    );
    expect(readdirSync(dirname(path))).toEqual(['lock']);
  });

  it('that is given up while another looks at it is free', () => {
    const path = fresh();
    vi.mocked(linkSync).mockImplementationOnce(() => {
      throw Object.assign(new Error('file already exists'), { code: 'EEXIST' });
    });
    const held = claim(path, 'the thing');
    expect(() => held.check()).not.toThrow();
    held.release();
    expect(readdirSync(dirname(path))).toEqual([]);
  });

  it('of a process that is gone is taken over, also when its number came again', () => {
    const path = fresh();
    const { pid } = spawnSync(process.execPath, ['--eval', '']);
    mkdirSync(dirname(path));
    const again = existsSync('/proc/self/stat') ? [`${process.ppid} 1 abc`] : [];
    for (const owner of [`${pid} 5 abc`, ...again]) {
      writeFileSync(path, owner);
      const held = claim(path, 'the thing');
      expect(() => held.check()).not.toThrow();
      held.release();
    }
    expect(existsSync(path)).toBe(false);
  });

  it('of an earlier run of this process is taken over: the earlier one notices, and leaves the later one its own', () => {
    const path = fresh();
    const [first, second] = [claim(path, 'the thing'), claim(path, 'the thing')];
    expect(() => first.check()).toThrow('the thing has been taken over by another run');
    first.release();
    expect(() => second.check()).not.toThrow();
  });

  it.each(['', 'my notes', '12'])('does not take away a file that is no lock: %o', text => {
    const path = fresh();
    mkdirSync(dirname(path));
    writeFileSync(path, text);
    expect(() => claim(path, 'the thing')).toThrow('is in the way, and is no lock: remove it');
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('does not take away a folder', () => {
    const path = fresh();
    mkdirSync(path, { recursive: true });
    expect(() => claim(path, 'the thing')).toThrow('is in the way, and is no lock: remove it');
    expect(readdirSync(dirname(path))).toEqual(['lock']);
  });
});
