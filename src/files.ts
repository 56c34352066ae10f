import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file so that a reader sees the old content or the new, never a half: the data go to a temporary name beside it,
 * which is then renamed. Missing folders are made. When the disk is full the temporary file is removed and what stood there stays.
 *
 * @param data the content, or its parts one after another, which may be made one by one: only one of them is in memory then
 * @param size how many bytes the parts have in all, where they are made one by one: named when the disk is full
 * @throws Error naming the file when it cannot be written; the disk being full, with how much is needed and how much is free
 */
export function writeAtomic(path: string, data: string | Uint8Array | Iterable<Uint8Array>, size?: number): void {
  const temporary = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  const parts = typeof data === 'string' ? [Buffer.from(data)] : data instanceof Uint8Array ? [data] : data;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const handle = openSync(temporary, 'wx');
    try {
      for (const part of parts) writeWhole(handle, part);
      // The new name must not reach the disk before the content does.
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, path);
  } catch (error) {
    discard(temporary);
    const needed = size ?? (Array.isArray(parts) ? parts.reduce((sum, part) => sum + part.length, 0) : undefined);
    const advice = isDiskFull(error) ? fullDisk(path, needed) : (error as Error).message;
    throw new Error(`cannot write ${path}: ${advice}`, { cause: error });
  }
}

/** The system writes less than two gigabytes at once, and fewer than it was given where the disk ends. */
const WRITE_LIMIT = 2 ** 30;

function writeWhole(handle: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(handle, bytes, done, Math.min(bytes.length - done, WRITE_LIMIT));
  }
}

/** Whether an error, or the one that caused it, says that the disk, or the share of it that one may use, is full. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error &&
  (['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '') || isDiskFull(error.cause));

/** What to do about a full disk, with the bytes that are needed under a path and those that are free there. */
export function fullDisk(path: string, needed: number | undefined): string {
  const bytes = (count: number) => `${count.toLocaleString('en')} bytes`;
  const free = freeBytes(path);
  const amounts = [
    ...(needed === undefined ? [] : [`${bytes(needed)} are needed`]),
    ...(free === undefined ? [] : [`${bytes(free)} are free`]),
  ];
  const balance = amounts.length > 0 ? ` (${amounts.join(', ')})` : '';
  return `the disk is full${balance}: free some space and run again`;
}

/** Undefined where the system does not say. */
function freeBytes(path: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

/** Removes a temporary file or folder, if it is there; what cannot be removed must not hide why it was given up. */
export function discard(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {}
}
