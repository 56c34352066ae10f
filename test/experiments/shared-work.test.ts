import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { shareWork } from '../../src/experiments/shared-work';
import { TakenError } from '../../src/lock';
import { projectPath } from '../../src/paths';
import { temporaryFolder } from '../helpers';

const folder = temporaryFolder();
let count = 0;
const freshFolder = () => {
  const path = join(folder, `${count++}`);
  mkdirSync(path);
  return path;
};
const items = ['a', 'b', 'c', 'd', 'e'];

/** Work whose items are done when their file is there. */
const workIn = (place: string) => {
  const done = (item: string) => join(place, `${item}.done`);
  return {
    items,
    lock: (item: string) => join(place, `${item}.lock`),
    isDone: (item: string) => existsSync(done(item)),
    finish: (item: string) => writeFileSync(done(item), ''),
    interval: 10,
  };
};

describe('shared work', () => {
  it('is done in order, but for what is done already', async () => {
    const { finish, ...work } = workIn(freshFolder());
    finish('b');
    const order: string[] = [];
    await shareWork({ ...work, work: async item => void order.push(item) });
    expect(order).toEqual(['a', 'c', 'd', 'e']);
  });

  it('is done once by two calls at once in one process', async () => {
    const { finish, ...work } = workIn(freshFolder());
    const order: string[] = [];
    const one = async (item: string) => {
      order.push(item);
      await sleep(5);
      finish(item);
    };
    await Promise.all([shareWork({ ...work, work: one }), shareWork({ ...work, work: one })]);
    expect(order.sort()).toEqual(items);
  });

  it('puts back what needs something that somebody else has', async () => {
    const { finish, ...work } = workIn(freshFolder());
    const order: string[] = [];
    const one = async (item: string) => {
      if (item === 'b' && order.length < 3) throw new TakenError('not now');
      order.push(item);
      finish(item);
    };
    await shareWork({ ...work, work: one });
    expect(order).toEqual(['a', 'c', 'd', 'b', 'e']);
  });

  it('ends with the error of an item, and leaves it free for others', async () => {
    const { finish, ...work } = workIn(freshFolder());
    const broken = shareWork({ ...work, work: () => Promise.reject(new Error('disk full')) });
    await expect(broken).rejects.toThrow('disk full');
    await shareWork({ ...work, work: async item => finish(item) });
    expect(items.every(work.isDone)).toBe(true);
  });

  it('ends when it is aborted, also while it waits', async () => {
    const { finish, ...work } = workIn(freshFolder());
    const controller = new AbortController();
    const taken = () => Promise.reject(new TakenError('for ever'));
    const onWait = () => controller.abort();
    await expect(shareWork({ ...work, work: taken, onWait, signal: controller.signal })).rejects.toThrow(/abort/i);
    expect(items.some(work.isDone)).toBe(false);
  });
});

describe('processes that share work', () => {
  // Each item waits until its file "go" is there, and leaves a line in the log first.
  const script = `
    const { appendFileSync, existsSync, writeFileSync } = require('node:fs');
    const { join } = require('node:path');
    const { setTimeout: sleep } = require('node:timers/promises');
    const { shareWork } = require(${JSON.stringify(projectPath('dist', 'experiments', 'shared-work'))});
    const [place, ...items] = process.argv.slice(1);
    const file = (item, kind) => join(place, item + '.' + kind);
    shareWork({
      items,
      lock: item => file(item, 'lock'),
      isDone: item => existsSync(file(item, 'done')),
      async work(item) {
        appendFileSync(join(place, 'log'), process.pid + ' ' + item + '\\n');
        while (!existsSync(file(item, 'go'))) await sleep(10);
        writeFileSync(file(item, 'done'), '');
      },
      interval: 20,
    });
  `;
  const start = (place: string) => {
    const child = spawn(process.execPath, ['--eval', script, place, ...items], { stdio: ['ignore', 'ignore', 'pipe'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    let errors = '';
    child.stderr.on('data', data => {
      errors += data;
    });
    const ended = new Promise<string>(resolve =>
      child.on('close', code => resolve(code === 0 ? '' : `${code} ${errors}`)),
    );
    return { child, ended };
  };
  const log = (place: string) =>
    existsSync(join(place, 'log'))
      ? readFileSync(join(place, 'log'), 'utf8')
          .trim()
          .split('\n')
          .map(line => line.split(' ') as [pid: string, item: string])
      : [];
  const started = async (place: string, lines: number) => {
    while (log(place).length < lines) await sleep(10);
  };
  const letGo = (place: string, ...which: string[]) => {
    for (const item of which) writeFileSync(join(place, `${item}.go`), '');
  };

  it('take different items, and do each once', async () => {
    const place = freshFolder();
    const [first, second] = [start(place), start(place)];
    // Both are at one.
    await started(place, 2);
    letGo(place, ...items);
    expect(await Promise.all([first.ended, second.ended])).toEqual(['', '']);
    const lines = log(place);
    expect(lines.map(([, item]) => item).sort()).toEqual(items);
    expect(new Set(lines.slice(0, 2).map(([pid]) => pid)).size).toBe(2);
  });

  it('wait for what another is at, and take it over when that one is killed', async () => {
    const place = freshFolder();
    const killed = start(place);
    await started(place, 1);
    letGo(place, 'b', 'c', 'd', 'e');
    const other = start(place);
    const { isDone } = workIn(place);
    while (!['b', 'c', 'd', 'e'].every(isDone)) await sleep(10);
    expect(other.child.exitCode).toBeNull();
    expect(log(place).filter(([, item]) => item === 'a')).toHaveLength(1);
    killed.child.kill('SIGKILL');
    letGo(place, 'a');
    expect(await other.ended).toBe('');
    expect(isDone('a')).toBe(true);
    const pids = log(place)
      .filter(([, item]) => item === 'a')
      .map(([pid]) => Number(pid));
    expect(pids).toEqual([killed.child.pid, other.child.pid]);
  });
});
