import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { resolveSource } from '../../src/hub';
import { temporaryFolder } from '../helpers';
import { fakeHub, sha256 } from './fake-hub';

vi.mock('node:fs/promises', async original => {
  const real = await original<typeof import('node:fs/promises')>();
  return { ...real, open: vi.fn(real.open) };
});
vi.mock('node:fs', async original => {
  const real = await original<typeof import('node:fs')>();
  return { ...real, statfsSync: vi.fn(real.statfsSync) };
});

const data = Buffer.alloc(500_000, 'x');

async function prepared() {
  const hub = await fakeHub();
  hub.files.set('a.bin', data);
  hub.large.add('a.bin');
  const home = temporaryFolder();
  vi.stubEnv('HF_HOME', home);
  vi.stubEnv('HF_ENDPOINT', hub.url);
  return { hub, incomplete: join(home, 'hub', 'models--owner--name', 'blobs', `${sha256(data)}.incomplete`) };
}

it('a disk that fills up keeps what fits, and a later try goes on from there', async () => {
  const { hub, incomplete } = await prepared();
  const real = vi.mocked(open).getMockImplementation() as typeof open;
  vi.mocked(open).mockImplementation(async (...options) => {
    const handle: FileHandle = await real(...options);
    const write = handle.write.bind(handle) as (...all: unknown[]) => Promise<{ bytesWritten: number }>;
    handle.write = (async (part: Uint8Array, offset: number, length: number, position: number) => {
      if (position >= 100_000)
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      // A disk that is nearly full takes a part of what is written.
      return write(part, offset, Math.min(length, 100_000 - position), position);
    }) as unknown as typeof handle.write;
    return handle;
  });
  await expect(resolveSource('owner/name')).rejects.toThrow(
    /^the disk is full: a.bin has 500000 bytes, free some space below .*blobs and run again/,
  );
  vi.mocked(open).mockImplementation(real);
  expect(readFileSync(incomplete)).toHaveLength(100_000);
  const { path } = await resolveSource('owner/name');
  expect(sha256(readFileSync(join(path, 'a.bin')))).toBe(sha256(data));
  expect(hub.seen.at(-1)?.headers.range).toBe('bytes=100000-');
});

it('a disk that is too small is found out before anything is fetched', async () => {
  const { hub, incomplete } = await prepared();
  vi.mocked(statfsSync).mockReturnValueOnce({ bavail: 4, bsize: 4096 } as ReturnType<typeof statfsSync>);
  await expect(resolveSource('owner/name')).rejects.toThrow(
    /^500000 bytes are to come, but only 16384 are free below .*: free some space, or let HF_HOME/,
  );
  expect([existsSync(incomplete), hub.seen.some(({ at }) => at === 'store')]).toEqual([false, false]);
});
