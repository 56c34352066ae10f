import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
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

  // What Linux, macOS and Windows say on exFAT, ReFS, SMB, NFS, FUSE and shared folders.
  it.each(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK', 'EXDEV', 'EISDIR', 'EACCES', 'UNKNOWN'])(
    'needs no hard links, where they fail with %s',
    code => {
      vi.mocked(linkSync).mockImplementation(() => {
        throw Object.assign(new Error(`${code}: link`), { code });
      });
      onTestFinished(() => void vi.mocked(linkSync).mockReset());
      const path = fresh();
      const held = claim(path, 'the thing');
      expect(() => held.check()).not.toThrow();
      expect(readdirSync(dirname(path))).toEqual(['lock']);
      // Of another process, of none, and of one that is gone.
      for (const [text, refused] of [
        [`${process.ppid}  abc`, `in use by process ${process.ppid}`],
        ['my notes', 'is in the way, and is no lock: remove it'],
      ] as const) {
        writeFileSync(path, text);
        expect(() => claim(path, 'the thing')).toThrow(refused);
        expect(readFileSync(path, 'utf8')).toBe(text);
      }
      writeFileSync(path, '4194304 5 abc');
      claim(path, 'the thing').release();
      expect(readdirSync(dirname(path))).toEqual([]);
    },
  );

  it('needs no hard links, also when one was killed as it looked', () => {
    vi.mocked(linkSync).mockImplementation(() => {
      throw Object.assign(new Error('EPERM: link'), { code: 'EPERM' });
    });
    onTestFinished(() => void vi.mocked(linkSync).mockReset());
    const path = fresh();
    mkdirSync(dirname(path));
    writeFileSync(`${path}.turn`, '');
    claim(path, 'the thing').release();
    expect(readdirSync(dirname(path))).toEqual([]);
  });
});
