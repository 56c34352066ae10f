import { setTimeout as sleep } from 'node:timers/promises';
import { type Claim, claim, TakenError } from '../lock';

/** Work on a list that several processes may do together. */
export interface SharedWork<T> {
  items: readonly T[];
  /** The lock file of an item. */
  lock(item: T): string;
  isDone(item: T): boolean;
  /**
   * Does an item. `check` throws when another process has taken it over, and `work` throws TakenError as well when another has something
   * that it needs: then the others come first.
   */
  work(item: T, check: () => void): Promise<void>;
  /** Called when all that is left is in the hands of others. */
  onWait?(left: readonly T[]): void;
  signal?: AbortSignal;
  /** Milliseconds between two looks at what others do. */
  interval?: number;
}

/**
 * Does what is not done yet, from the first to the last, each item once, whoever else is at it: an item in work is claimed by a lock
 * file. What another process is at is left to it and waited for at the end; when that process dies its item is taken over.
 *
 * @throws whatever `work` throws, but TakenError; AbortError when the signal is aborted
 */
export async function shareWork<T>(given: SharedWork<T>): Promise<void> {
  const { items, isDone, onWait, signal, interval = 1000 } = given;
  let left = [...items];
  for (;;) {
    left = left.filter(item => !isDone(item));
    if (left.length === 0) return;
    let worked: T | undefined;
    for (const item of left) {
      signal?.throwIfAborted();
      if (!(await workOn(item, given))) continue;
      worked = item;
      break;
    }
    if (worked !== undefined) {
      // Also when it is not done now: it failed, and would fail again.
      left = left.filter(item => item !== worked);
      continue;
    }
    onWait?.(left);
    await sleep(interval, undefined, { signal });
  }
}

/** Whether the item could be had. */
async function workOn<T>(item: T, { lock, isDone, work }: SharedWork<T>): Promise<boolean> {
  const held = claimFree(lock(item));
  if (held === undefined) return false;
  try {
    // Between the look at it and the claim somebody may have finished it.
    if (!isDone(item)) await work(item, held.check);
    return true;
  } catch (error) {
    if (error instanceof TakenError) return false;
    throw error;
  } finally {
    held.release();
  }
}

/** What this process holds: a lock file keeps out other processes only. */
const mine = new Set<string>();

/** Claims something that nobody has, in this process or another; undefined when somebody does. */
export function claimFree(path: string): Claim | undefined {
  if (mine.has(path)) return undefined;
  try {
    const held = claim(path, 'it');
    mine.add(path);
    return {
      check: held.check,
      release() {
        mine.delete(path);
        held.release();
      },
    };
  } catch (error) {
    if (error instanceof TakenError) return undefined;
    throw error;
  }
}
