import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { discard } from './files';
import { lockOwner, newLockText, ownerName, ownerState } from './lock-owner';

/** Somebody else has what was to be claimed. */
export class TakenError extends Error {}

/** How often a lock may be gone when it is looked at, before it counts as unreadable. */
const TRIES = 100;

/** Milliseconds between two signs of life of a lock. */
const SIGN_EVERY = 30_000;

/** Minutes without one, after which a lock whose owner cannot be seen counts as abandoned: long steps let no timer run meanwhile. */
const ABANDONED_AFTER = 10;

/** A claim on something. */
export interface Claim {
  /** Also a sign of life. @throws TakenError when another run has taken it over */
  check(): void;
  /** Gives it up. */
  release(): void;
}

/**
 * Claims something by a lock file that names this process and its machine. What a process left that is no longer there is taken over, and so
 * is what an earlier run of this very process holds: being killed, or abandoned, never locks anybody out. Where it cannot be told whether the
 * process is there (on another machine, in another container, on a system that does not say when processes started) the lock counts as
 * abandoned when it has had no sign of life for ten minutes; while it is held it has one every half a minute.
 *
 * @param what names the thing claimed, for the errors
 * @throws TakenError when another process has it; Error when a file that is no lock stands in the way
 */
export function claim(path: string, what: string): Claim {
  const mine = newLockText();
  // It gets its name when it is whole: nobody ever reads half a lock.
  const fresh = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(fresh, mine, { flag: 'wx' });
  try {
    for (let tries = 1; !linked(fresh, path); tries++) {
      const text = read(path);
      // Somebody has just given it up.
      if (text === undefined && tries < TRIES) continue;
      const owner = lockOwner(text ?? '');
      if (owner === undefined) throw new Error(`${path} is in the way, and is no lock: remove it`);
      const state = ownerState(owner);
      const used = `${what} is in use by ${ownerName(owner)}: wait for it, or stop it`;
      if (state === 'running') throw new TakenError(used);
      if (state === 'unknown' && !isAbandoned(path, fresh))
        throw new TakenError(
          `${used}; if it is gone, remove ${path} (it is taken over after ${ABANDONED_AFTER} minutes without a sign of life)`,
        );
      // Should two take it over at once, the one whose lock stays has it: the other learns it from its next check.
      renameSync(fresh, path);
      break;
    }
  } finally {
    discard(fresh);
  }
  return held(path, mine, what);
}

function held(path: string, mine: string, what: string): Claim {
  let last = performance.now();
  const sign = () => {
    last = performance.now();
    signLife(path, mine);
  };
  const timer = setInterval(sign, SIGN_EVERY).unref();
  return {
    check() {
      if (read(path) !== mine) {
        clearInterval(timer);
        throw new TakenError(`${what} has been taken over by another run: this one stops`);
      }
      if (performance.now() - last >= SIGN_EVERY) sign();
    },
    release() {
      clearInterval(timer);
      if (read(path) === mine) discard(path);
    },
  };
}

/** Writes a lock over with what it holds already, so that its time is that of the file system: clocks of machines differ. */
function signLife(path: string, mine: string): void {
  try {
    const file = openSync(path, 'r+');
    try {
      // Should another have taken over by now, this is still the file that was looked at.
      if (readFileSync(file, 'utf8') === mine) writeSync(file, mine, 0);
    } finally {
      closeSync(file);
    }
  } catch {
    // The next check tells what happened to it.
  }
}

/** Whether a lock had no sign of life for long, at the time of a file that was just written beside it. */
function isAbandoned(path: string, justWritten: string): boolean {
  try {
    return statSync(justWritten).mtimeMs - statSync(path).mtimeMs > ABANDONED_AFTER * 60_000;
  } catch {
    return false;
  }
}

/** Gives a file the name of a lock, unless that is taken: then false. */
function linked(fresh: string, path: string): boolean {
  try {
    linkSync(fresh, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // exFAT, ReFS, network drives and shared folders of virtual machines may have no hard links, each with an error of its own.
    return renamedInTurn(fresh, path);
  }
}

/**
 * The same where there are no hard links: renaming would replace the lock of another who looked at the same moment, so that one at a time
 * may look and rename. A turn is a file that is created exclusively.
 *
 * @throws Error when the turn never comes
 */
function renamedInTurn(fresh: string, path: string): boolean {
  const turn = `${path}.turn`;
  for (let tries = 1; ; tries++) {
    try {
      closeSync(openSync(turn, 'wx'));
      break;
    } catch (error) {
      if (tries === 300) throw new Error(`cannot make ${turn}: ${(error as Error).message}`, { cause: error });
      // A turn takes no time: whoever had it for a second was killed.
      if (tries % 100 === 0) discard(turn);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
  try {
    if (existsSync(path)) return false;
    renameSync(fresh, path);
    return true;
  } finally {
    discard(turn);
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
