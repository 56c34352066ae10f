import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who made a lock. */
export interface LockOwner {
  pid: number;
  /** When it started, in ticks since the machine did; empty where the system does not say (macOS, Windows). */
  start: string;
  /** Where its number counts: the name of the machine or container. Absent of locks that say nothing of it. */
  host?: string;
}

/**
 * What is known of an owner: `mine` is this very process, `running` and `gone` are sure, and `unknown` is one that cannot be seen from here, or
 * whose number may be another program's by now.
 */
export type OwnerState = 'mine' | 'running' | 'gone' | 'unknown';

/** The text of a new lock of this process: number, start, a mark that no other lock has, and host. */
export function newLockText(): string {
  return `${process.pid} ${startOf(process.pid)} ${randomBytes(8).toString('hex')} ${thisHost()}`;
}

/** Whom a lock names, with or without a host; undefined when the text is no lock. */
export function lockOwner(text: string): LockOwner | undefined {
  const [, pid, start, host] = /^(\d+) (\d*) \w+(?: (\S+))?$/.exec(text) ?? [];
  return pid === undefined ? undefined : { pid: Number(pid), start: start as string, ...(host && { host }) };
}

export function ownerState({ pid, start, host }: LockOwner): OwnerState {
  if (host !== undefined && host !== thisHost()) return 'unknown';
  if (!isRunning(pid)) return 'gone';
  const now = startOf(pid);
  const compared = start !== '' && now !== '';
  if (compared && start !== now) return 'gone';
  // No other process here has this number; but a lock that names no host may have come from elsewhere.
  if (pid === process.pid && (compared || host !== undefined)) return 'mine';
  return compared ? 'running' : 'unknown';
}

/** `process 12`, or `process 12 on laptop` when that is another machine. */
export function ownerName({ pid, host }: LockOwner): string {
  if (host === undefined || host === thisHost()) return `process ${pid}`;
  return `process ${pid} on ${host.replace(/\/\d+$/, '')}`;
}

/** Whether there is a process of this number on this machine. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of another user may not be signalled, but is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A short mark of this machine or container, for names of files. */
export const hostMark = (): string => createHash('sha256').update(thisHost()).digest('hex').slice(0, 8);

/** Containers may share the name of the machine, but not its numbers of processes: on Linux their numbering has a name, too. */
function thisHost(): string {
  const name = hostname().replace(/[^\w.-]/g, '_') || 'unnamed';
  try {
    return `${name}/${readlinkSync('/proc/self/ns/pid').replace(/\D/g, '')}`;
  } catch {
    return name;
  }
}

/** When a process started, in ticks since the machine did; empty where the system does not say. */
function startOf(pid: number): string {
  try {
    // The name of the program, in parentheses, may hold spaces.
    return (
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')[19] ?? ''
    );
  } catch {
    return '';
  }
}
