import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { projectPath } from '../../src/paths';
import { createRandom } from '../../src/random';
import { temporaryFolder } from '../helpers';
import { type FakeHub, fakeHub, give, sha256 } from './fake-hub';

const random = createRandom(3);
const weights = Buffer.from(Uint8Array.from({ length: 2_000_000 }, () => random() * 256));
const folder = temporaryFolder();
let hub: FakeHub;
let home: string;
let count = 0;

beforeEach(async () => {
  hub = await fakeHub();
  hub.files.set('model.safetensors', weights);
  hub.large.add('model.safetensors');
  home = join(folder, `${count++}`);
});

const place = () => join(home, 'hub', 'models--owner--name');
const incomplete = () => join(place(), 'blobs', `${sha256(weights)}.incomplete`);
const gets = () => hub.seen.filter(({ at }) => at === 'store');

/** Another program with the built package that fetches the repository; its exit code, or the signal that ended it. */
function fetching() {
  const script = `require(${JSON.stringify(projectPath('dist', 'hub'))}).resolveSource('owner/name').catch(error => { console.error(error); process.exit(1); })`;
  const child = spawn(process.execPath, ['--eval', script], {
    env: { ...process.env, HF_HOME: home, HF_ENDPOINT: hub.url, HF_HUB_OFFLINE: '', HF_HUB_CACHE: '', HF_TOKEN: '' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', data => {
    said += data;
  });
  const ended = new Promise<string>(done => child.on('close', (code, signal) => done(signal ?? `${code}${said}`)));
  return { child, ended };
}

/** Lets the store give the first bytes of a file, and then nothing more; tells when they are on the disk of who asked. */
function holdAfter(bytes: number): Promise<void> {
  hub.instead = (seen, response) => {
    if (seen.at !== 'store' || seen.headers.range !== undefined) return false;
    response.writeHead(200, { etag: '"e"', 'content-length': weights.length });
    response.write(weights.subarray(0, bytes));
    return true;
  };
  return expect.poll(() => existsSync(incomplete()) && statSync(incomplete()).size, { timeout: 60_000 }).toBe(bytes);
}

describe('a download by several programs', () => {
  it('that is killed goes on where it was, and locks nobody out', async () => {
    const held = holdAfter(1_234_567);
    const first = fetching();
    await held;
    first.child.kill('SIGKILL');
    expect(await first.ended).toBe('SIGKILL');
    expect(readdirSync(place())).toEqual(['blobs']);
    expect(await fetching().ended).toBe('0');
    expect(gets().map(({ headers }) => headers.range)).toEqual([undefined, 'bytes=1234567-']);
    const snapshot = join(place(), 'snapshots', hub.commit);
    expect(sha256(readFileSync(join(snapshot, 'model.safetensors')))).toBe(sha256(weights));
    expect(readdirSync(join(place(), 'blobs'))).toEqual([sha256(weights)]);
  });

  it('is done by one of them, and the others wait for it', async () => {
    let open: () => void = () => {};
    hub.instead = (seen, response) => {
      if (seen.at === 'store') open = () => give(seen, response, weights, '"e"');
      return seen.at === 'store';
    };
    const all = [fetching(), fetching(), fetching()];
    // All have asked what the file is; one of them asks for the file.
    await expect.poll(() => hub.seen.filter(({ method }) => method === 'HEAD').length, { timeout: 60_000 }).toBe(3);
    await expect.poll(() => gets().length, { timeout: 60_000 }).toBe(1);
    await new Promise(done => setTimeout(done, 500));
    open();
    expect(await Promise.all(all.map(({ ended }) => ended))).toEqual(['0', '0', '0']);
    expect(gets()).toHaveLength(1);
    expect(readdirSync(join(place(), 'blobs'))).toEqual([sha256(weights)]);
  });

  it('is taken over by who waits, when the one that did it is killed', async () => {
    const held = holdAfter(500_000);
    const first = fetching();
    await held;
    const second = fetching();
    await expect.poll(() => hub.seen.filter(({ method }) => method === 'HEAD').length, { timeout: 60_000 }).toBe(2);
    first.child.kill('SIGKILL');
    expect(await second.ended).toBe('0');
    expect(gets().map(({ headers }) => headers.range)).toEqual([undefined, 'bytes=500000-']);
  });
});
