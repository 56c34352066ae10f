import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { discard } from './files';

/** Somebody else has what was to be claimed. */
export class TakenError extends Error {}

/** How often a lock may be gone when it is looked at, before it counts as unreadable. */
const TRIES = 100;

/** A claim on something. */
export interface Claim {
  /** @throws TakenError when another run has taken it over */
  check(): void;
  /** Gives it up. */
  release(): void;
}

/**
 * Claims something by a lock file that names this process. What a process left that is no longer there is taken over, and so is what an
 * earlier run of this very process holds: being killed, or abandoned, never locks anybody out.
 *
 * @param what names the thing claimed, for the errors
 * @throws TakenError when another process has it; Error when a file that is no lock stands in the way
 */
export function claim(path: string, what: string): Claim {
  const mine = `${process.pid} ${startOf(process.pid)} ${randomBytes(8).toString('hex')}`;
  // It gets its name when it is whole: nobody ever reads half a lock.
  const fresh = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(fresh, mine, { flag: 'wx' });
  try {
    for (let tries = 1; !linked(fresh, path); tries++) {
      const text = read(path);
      // Somebody has just given it up.
      if (text === undefined && tries < TRIES) continue;
      const owner = /^(\d+) (\d*) \w+$/.exec(text ?? '');
      if (owner === null) throw new Error(`${path} is in the way, and is no lock: remove it`);
      const [, pid, start] = owner as unknown as [string, string, string];
      if (Number(pid) !== process.pid && isRunning(Number(pid), start))
        throw new TakenError(`${what} is in use by process ${pid}: wait for it, or stop it`);
      // Should two take it over at once, the one whose lock stays has it: the other learns it from its next check.
      renameSync(fresh, path);
      break;
    }
  } finally {
    discard(fresh);
  }
  return {
    check() {
      if (read(path) !== mine) throw new TakenError(`${what} has been taken over by another run: this one stops`);
    },
    release() {
      if (read(path) === mine) discard(path);
    },
  };
}

/** Gives a file another name too; false when that name is taken. */
function linked(file: string, path: string): boolean {
  try {
    linkSync(file, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Whether a process is there. Numbers of processes come again: when it started tells one from another, where the system says it.
 *
 * @param start when it started, in ticks since the machine did; empty where that is not known
 */
export function isRunning(pid: number, start = ''): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // A process of another user may not be signalled, but is there.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = startOf(pid);
  return now === '' || start === '' || now === start;
}

/** When a process started, in ticks since the machine did; empty where the system does not say. */
function startOf(pid: number): string {
  // The name of the program, in parentheses, may hold spaces.
  return (
    read(`/proc/${pid}/stat`)
      ?.replace(/^.*\) /s, '')
      .split(' ')[19] ?? ''
  );
}
