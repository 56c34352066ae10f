import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { claim, TakenError } from '../src/lock';
import { projectPath } from '../src/paths';
import { temporaryFolder } from './helpers';

const folder = temporaryFolder();
let count = 0;

/** A lock as another wrote it, untouched for so many minutes. */
function lockOf(text: string, minutes = 0): string {
  const path = join(folder, `${count++}`, 'lock');
  mkdirSync(dirname(path));
  writeFileSync(path, text);
  age(path, minutes);
  return path;
}

function age(path: string, minutes: number): void {
  const time = Date.now() / 1000 - 60 * minutes;
  utimesSync(path, time, time);
}

const onLinux = existsSync('/proc/self/stat');
/** What a lock of this process says. */
function own(): string {
  const path = lockOf('');
  const held = claim(`${path}-own`, 'it');
  const text = readFileSync(`${path}-own`, 'utf8');
  held.release();
  return text;
}

afterEach(() => void vi.useRealTimers());

describe('a lock names its machine', () => {
  it('beside the process, so that no number is taken for one of here', () => {
    const [pid, , , host] = own().split(' ');
    expect(pid).toBe(String(process.pid));
    expect(host).toMatch(new RegExp(`^${hostname()}(/\\d+)?$`));
  });

  it.each(['elsewhere', 'elsewhere/4026531836'])('of %s is held while it shows life, whatever runs here', host => {
    const [pid, start] = own().split(' ');
    // The first process of another container has the number of the first one here, and may even have started at the same tick.
    for (const owner of [`${pid} ${start}`, `${pid} `, '1 ', '4194304 77']) {
      const path = lockOf(`${owner} abc ${host}`, 8);
      const text = readFileSync(path, 'utf8');
      expect(() => claim(path, 'the thing')).toThrow(TakenError);
      expect(() => claim(path, 'the thing')).toThrow(
        `the thing is in use by process ${owner.split(' ')[0]} on elsewhere: wait for it, or stop it; if it is gone, remove ${path}`,
      );
      expect(readFileSync(path, 'utf8')).toBe(text);
      age(path, 11);
      claim(path, 'the thing').release();
      expect(existsSync(path)).toBe(false);
    }
  });

  it.runIf(onLinux)('of this machine, but of another container with its name, is one of elsewhere', () => {
    const [pid, start] = own().split(' ');
    const path = lockOf(`${pid} ${start} abc ${hostname()}/1`);
    expect(() => claim(path, 'the thing')).toThrow(`process ${pid} on ${hostname()}: wait for it`);
  });

  it('of here whose process is gone is free at once', () => {
    const path = lockOf(`4194304 77 abc ${own().split(' ')[3]}`);
    claim(path, 'the thing').release();
    expect(existsSync(path)).toBe(false);
  });
});

describe('a lock of a process whose start is not known, as on a Mac or on Windows', () => {
  it.each(['1  deadbeef', `${process.ppid}  deadbeef`, `${process.pid}  deadbeef`])(
    '%o: one is told how to free it',
    text => {
      const path = lockOf(text);
      expect(() => claim(path, 'the thing')).toThrow(
        `in use by process ${text.split(' ')[0]}: wait for it, or stop it; if it is gone, remove ${path} (it is taken over after 10 minutes without a sign of life)`,
      );
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  it.each(['1  deadbeef', `${process.ppid}  deadbeef`])('%o is taken over when it shows no life for minutes', text => {
    const path = lockOf(text, 11);
    const held = claim(path, 'the thing');
    expect(() => held.check()).not.toThrow();
    held.release();
  });

  it.runIf(onLinux)('whereas that of one that is surely running is never taken over', () => {
    const start = readFileSync(`/proc/${process.ppid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[19];
    const path = lockOf(`${process.ppid} ${start} abc`, 1000);
    expect(() => claim(path, 'the thing')).toThrow(/wait for it, or stop it$/);
  });
});

describe('a claim shows life', () => {
  const minutesOf = (path: string) => Math.round(Math.abs(Date.now() - statSync(path).mtimeMs) / 60_000);

  it('by a timer, with what it said before, until it is given up', () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const path = lockOf('');
    const held = claim(`${path}-own`, 'it');
    const text = readFileSync(`${path}-own`, 'utf8');
    age(`${path}-own`, 9);
    vi.advanceTimersByTime(60_000);
    expect(minutesOf(`${path}-own`)).toBe(0);
    expect(readFileSync(`${path}-own`, 'utf8')).toBe(text);
    held.release();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('by its checks where no timer gets its turn', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const path = lockOf('');
    const held = claim(`${path}-own`, 'it');
    age(`${path}-own`, 9);
    held.check();
    expect(minutesOf(`${path}-own`)).toBe(9);
    vi.advanceTimersByTime(60_000);
    held.check();
    expect(minutesOf(`${path}-own`)).toBe(0);
    held.release();
  });

  it("and never in another's name: one that was taken over stays as it is", () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const path = lockOf('');
    const held = claim(`${path}-own`, 'it');
    writeFileSync(`${path}-own`, 'another');
    age(`${path}-own`, 9);
    vi.advanceTimersByTime(60_000);
    expect(minutesOf(`${path}-own`)).toBe(9);
    expect(() => held.check()).toThrow('it has been taken over by another run');
    held.release();
    expect(readFileSync(`${path}-own`, 'utf8')).toBe('another');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('without keeping the program alive', async () => {
    const script = `require(${JSON.stringify(projectPath('dist', 'lock'))}).claim(process.argv[1], 'it')`;
    const child = spawn(process.execPath, ['--eval', script, join(folder, `${count++}`, 'lock')]);
    expect(await new Promise(resolve => child.on('close', resolve))).toBe(0);
  });
});

describe('programs that claim the same where there are no hard links', () => {
  // Each counts how often it had the lock, and how often somebody else had it as well.
  const script = `
    const fs = require('node:fs');
    fs.linkSync = () => { throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM' }); };
    const { claim, TakenError } = require(${JSON.stringify(projectPath('dist', 'lock'))});
    const [place] = process.argv.slice(1);
    let had = 0;
    while (had < 40) {
      let held;
      try { held = claim(place + '/lock', 'it'); } catch (error) { if (error instanceof TakenError) continue; throw error; }
      fs.writeFileSync(place + '/inside', String(process.pid), { flag: 'wx' });
      fs.rmSync(place + '/inside');
      held.check();
      held.release();
      had++;
    }
  `;

  it('have it one at a time, and leave nothing behind', async () => {
    const place = join(folder, `${count++}`);
    mkdirSync(place);
    const ended = [1, 2, 3].map(() => {
      const child = spawn(process.execPath, ['--eval', script, place], { stdio: ['ignore', 'ignore', 'pipe'] });
      let said = '';
      child.stderr.on('data', data => {
        said += data;
      });
      return new Promise<string>(resolve => child.on('close', code => resolve(`${code}${said}`)));
    });
    expect(await Promise.all(ended)).toEqual(['0', '0', '0']);
    expect(readdirSync(place)).toEqual([]);
  });
});
