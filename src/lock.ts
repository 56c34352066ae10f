import { linkSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { discard } from './files';

/**
 * Claims something for this process by a lock file that holds its number. What a process left that is no longer there, or this very
 * process, is taken over: being killed never locks anybody out.
 *
 * @param what names the thing claimed, for the error
 * @returns gives it up again
 * @throws Error when another process has it
 */
export function claim(path: string, what: string): () => void {
  const mine = String(process.pid);
  const release = () => {
    if (read(path) === mine) discard(path);
  };
  mkdirSync(dirname(path), { recursive: true });
  for (;;) {
    try {
      writeFileSync(path, mine, { flag: 'wx' });
      return release;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = read(path);
    if (owner === mine) return release;
    if (owner !== undefined && isRunning(Number(owner)))
      throw new Error(`${what} is in use by process ${owner}: wait for it, or stop it`);
    takeAway(path, owner);
  }
}

/** Removes a lock whose owner is gone; one that somebody else has renewed meanwhile is put back. */
function takeAway(path: string, owner: string | undefined): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (read(aside) !== owner) linkSync(aside, path);
  } catch {
    // Another process was quicker.
  }
  discard(aside);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** A process of another user may not be signalled, but is there. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
