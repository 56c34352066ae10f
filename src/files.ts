import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file so that a reader sees the old content or the new, never a half: the data go to a temporary name beside it,
 * which is then renamed. Missing folders are made. When the disk is full the temporary file is removed and what stood there stays.
 *
 * @param data the content, or its parts one after another
 * @throws Error naming the file when it cannot be written.
 */
export function writeAtomic(path: string, data: string | Uint8Array | readonly Uint8Array[]): void {
  const temporary = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const handle = openSync(temporary, 'wx');
    try {
      for (const part of Array.isArray(data) ? data : [data]) writeFileSync(handle, part);
      // The new name must not reach the disk before the content does.
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, path);
  } catch (error) {
    discard(temporary);
    const reason = error as NodeJS.ErrnoException;
    const advice = reason.code === 'ENOSPC' ? 'the disk is full: free some space and run again' : reason.message;
    throw new Error(`cannot write ${path}: ${advice}`, { cause: error });
  }
}

/** Removes a temporary file or folder, if it is there; what cannot be removed must not hide why it was given up. */
export function discard(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {}
}
