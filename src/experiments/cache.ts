import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join, relative } from 'node:path';
import { discard, writeAtomic } from '../files';
import { hostMark, isRunning } from '../lock-owner';
import { packageRoot, projectPath } from '../paths';

/** A result with where it lies. */
export interface Cached<T> {
  value: T;
  /** Whether it was there already. */
  hit: boolean;
  /** The folder of the result: files that belong to it lie there. */
  folder: string;
  /** How long it took to compute, then or now. */
  seconds: number;
}

/**
 * A result that is computed once: it is kept in a folder named by its content, that is by the configuration and by the code of this
 * package, so that a change of either makes a new one. The folder appears when it is complete: stopping at any moment loses at most the
 * result in the making, and a damaged one is made again. The value is what was stored, so that it is the same when it is read again
 * (what JSON cannot hold, such as NaN, becomes null).
 *
 * @param name what it is, in the folder's name
 * @param config everything that the result depends on, as plain data
 * @param compute makes the result (plain data); files it writes into `folder` belong to the result, those in `unfinished` outlive an
 * interruption, to go on from, and are removed when the result is complete
 * @param options.check throws when the files that belong to a stored result are damaged
 * @throws Error naming the part of the configuration that is not plain data
 */
export async function cached<T>(
  name: string,
  config: object,
  compute: (folder: string, unfinished: string) => Promise<T> | T,
  {
    root = projectPath('outputs', 'cache'),
    check = () => {},
  }: { root?: string; check?: (folder: string) => void } = {},
): Promise<Cached<T>> {
  const folder = join(root, `${name}-${fingerprint({ config, code: codeVersion() })}`);
  const known = readResult<T>(folder, check);
  if (known !== undefined) return { ...known, hit: true, folder };
  sweep(root);
  const unfinished = `${folder}.unfinished`;
  const temporary = `${folder}.${randomBytes(4).toString('hex')}.at-${hostMark()}.${process.pid}.tmp`;
  try {
    mkdirSync(temporary, { recursive: true });
    const started = performance.now();
    const value = await compute(temporary, unfinished);
    const seconds = (performance.now() - started) / 1000;
    writeAtomic(join(temporary, 'config.json'), JSON.stringify(config, null, 2));
    writeAtomic(join(temporary, 'result.json'), JSON.stringify({ value, seconds }));
    // Who else made the same result meanwhile made the same numbers: theirs stays.
    const theirs = readResult<T>(folder, check);
    if (theirs !== undefined) return { ...theirs, hit: true, folder };
    discard(folder);
    renameSync(temporary, folder);
    discard(unfinished);
    check(folder);
    return { ...parseResult<T>(folder), hit: false, folder };
  } finally {
    discard(temporary);
  }
}

function readResult<T>(folder: string, check: (folder: string) => void): { value: T; seconds: number } | undefined {
  try {
    const result = parseResult<T>(folder);
    check(folder);
    return result;
  } catch {
    // Not there, or damaged: either way it is computed.
    return undefined;
  }
}

function parseResult<T>(folder: string): { value: T; seconds: number } {
  return JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
}

/** Removes what processes of this machine that no longer run left unfinished: those of others are not seen from here. */
function sweep(root: string): void {
  if (!existsSync(root)) return;
  for (const name of readdirSync(root)) {
    const [, host = hostMark(), pid] = /(?:\.at-(\w+))?\.(\d+)\.tmp$/.exec(name) ?? [];
    if (pid !== undefined && host === hostMark() && !isRunning(Number(pid))) discard(join(root, name));
  }
}

/**
 * A short name for plain data: the same for the same data, whatever the order of keys.
 *
 * @throws Error naming what is not plain data
 */
export function fingerprint(value: unknown): string {
  return createHash('sha256').update(canonical(value, 'config')).digest('hex').slice(0, 16);
}

function canonical(value: unknown, path: string): string {
  if (Array.isArray(value)) return `[${value.map((item, i) => canonical(item, `${path}[${i}]`)).join()}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member, `${path}.${key}`)}`).join()}}`;
  }
  const plain =
    value === null ||
    ['string', 'boolean'].includes(typeof value) ||
    (typeof value === 'number' && Number.isFinite(value));
  if (!plain) throw new Error(`${path} is ${String(value)}: a configuration may hold only plain data`);
  return JSON.stringify(value);
}

/** Code that keeps results, counts them and shows them, but decides none. */
const WITHOUT_EFFECT =
  /^(index|lock|corpora|notebook|analysis|exercises|play|evaluate[\\/](binomial|frontier|holm|index|quantiles)|experiments[\\/](grid|grid-keys|index|results|run-grid|shared-work|summary|tinychat-log|try-method|watch))\b/;

// Taken when this is loaded: whoever edits the code meanwhile still runs the old.
const version = hashOfCode();

/** A name for the code that results depend on. */
export const codeVersion = (): string => version;

function hashOfCode(): string {
  const hash = createHash('sha256');
  const folder = join(__dirname, '..');
  for (const file of sourceFiles(folder).filter(file => !WITHOUT_EFFECT.test(relative(folder, file))))
    hash.update(file.slice(packageRoot.length)).update(readFileSync(file));
  for (const file of sourceFiles(projectPath('data', 'world'))) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sourceFiles(path);
      return /\.(js|ts|tsv|json)$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : [];
    });
}
