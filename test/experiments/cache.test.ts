import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cached, fingerprint } from '../../src/experiments/cache';
import { temporaryFolder } from '../helpers';

const root = temporaryFolder();

describe('a cached result', () => {
  it('is computed once, with the files that belong to it', async () => {
    let runs = 0;
    const make = () =>
      cached(
        'once',
        { a: 1 },
        folder => {
          writeFileSync(join(folder, 'extra.txt'), 'kept');
          return { runs: ++runs, half: 0.1 + 0.2 };
        },
        { root },
      );
    const [first, second] = [await make(), await make()];
    expect([first.hit, second.hit]).toEqual([false, true]);
    expect(second.value).toEqual({ runs: 1, half: 0.1 + 0.2 });
    expect(readFileSync(join(second.folder, 'extra.txt'), 'utf8')).toBe('kept');
  });

  it('is made anew when the configuration changes, and not when only the order of its keys does', async () => {
    const make = (config: object) => cached('config', config, () => 1, { root });
    await make({ a: 1, b: [2, { c: 3, d: 4 }] });
    expect((await make({ b: [2, { d: 4, c: 3 }], a: 1 })).hit).toBe(true);
    expect((await make({ b: [2, { d: 4, c: 5 }], a: 1 })).hit).toBe(false);
  });

  it('that is damaged is made again', async () => {
    const make = () => cached('damaged', {}, () => 'good', { root });
    const { folder } = await make();
    writeFileSync(join(folder, 'result.json'), '{"value": "go');
    expect(await make()).toMatchObject({ value: 'good', hit: false });
    expect((await make()).hit).toBe(true);
  });

  it('whose files are damaged is made again', async () => {
    let runs = 0;
    const check = (folder: string) => {
      if (readFileSync(join(folder, 'model'), 'utf8') !== 'whole') throw new Error('cut off');
    };
    const make = () =>
      cached(
        'files',
        {},
        folder => {
          writeFileSync(join(folder, 'model'), 'whole');
          return ++runs;
        },
        { root, check },
      );
    const { folder } = await make();
    expect((await make()).value).toBe(1);
    writeFileSync(join(folder, 'model'), 'who');
    expect((await make()).value).toBe(2);
    expect((await make()).hit).toBe(true);
  });

  it('is the same when it is made as when it is read again', async () => {
    const make = () => cached('same', {}, () => ({ none: Number.NaN, gone: undefined }), { root });
    expect((await make()).value).toEqual((await make()).value);
  });

  it('that two ask for at once is the same for both', async () => {
    const make = () => cached('both', {}, () => new Promise<number>(resolve => setTimeout(resolve, 30, 7)), { root });
    const [first, second] = await Promise.all([make(), make()]);
    expect([first.value, second.value]).toEqual([7, 7]);
  });

  it('that was interrupted finds what it had done so far, which goes when it is complete', async () => {
    const done: string[] = [];
    const make = (stop: boolean) =>
      cached(
        'long',
        {},
        (_, unfinished) => {
          mkdirSync(unfinished, { recursive: true });
          done.push(readdirSync(unfinished).join());
          writeFileSync(join(unfinished, 'half'), '');
          if (stop) throw new Error('stopped');
          return 1;
        },
        { root },
      );
    await expect(make(true)).rejects.toThrow('stopped');
    const { folder } = await make(false);
    expect(done).toEqual(['', 'half']);
    expect(existsSync(`${folder}.unfinished`)).toBe(false);
  });

  it('that fails leaves nothing behind', async () => {
    const fail = cached('fails', {}, () => Promise.reject(new Error('disk full')), { root });
    await expect(fail).rejects.toThrow('disk full');
    expect(readdirSync(root).filter(name => name.startsWith('fails'))).toEqual([]);
  });

  it('of a process that was killed is not seen, and its remains are swept away', async () => {
    // What SIGKILL leaves: the unfinished folder of a process that runs no more.
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const ended = new Promise(resolve => child.on('exit', resolve));
    const left = join(root, `killed-0123456789abcdef.${child.pid}.tmp`);
    mkdirSync(left);
    await cached('other', { alive: true }, () => 1, { root });
    expect(existsSync(left)).toBe(true);
    // Another machine's processes are not seen from here.
    const elsewhere = join(root, `killed-0123456789abcdef.01234567.at-89abcdef.${child.pid}.tmp`);
    mkdirSync(elsewhere);
    child.kill('SIGKILL');
    await ended;
    await cached('other', { alive: false }, () => 1, { root });
    expect(existsSync(left)).toBe(false);
    expect(existsSync(elsewhere)).toBe(true);
  });
});

describe('a fingerprint', () => {
  it('refuses what is not plain data, naming it', () => {
    expect(() => fingerprint({ run: { rate: Number.NaN } })).toThrow('config.run.rate is NaN');
    expect(() => fingerprint({ list: [1, () => 2] })).toThrow('config.list[1] is');
  });
  it('ignores members that are undefined, as JSON does', () => {
    expect(fingerprint({ a: 1, b: undefined })).toBe(fingerprint({ a: 1 }));
  });
});
