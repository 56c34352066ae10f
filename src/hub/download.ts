import { createHash, type Hash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Claim, claim, TakenError } from '../lock';
import { type Asked, HubError, refusal, unreachable } from './errors';
import { type Reply, request, withRetries } from './request';
import type { HubSettings } from './settings';

/** A file as the hub has it. */
export interface RemoteFile {
  name: string;
  url: string;
  /** The sha256 of the content (64 hex digits), or its hash as a git blob (40): its name among the blobs. */
  etag: string;
  /** Its size in bytes. */
  size: number;
}

export interface DownloadOptions {
  settings: HubSettings;
  asked: Asked;
  signal?: AbortSignal;
  /** Told how much of the file is there, and how much of that has just come. */
  onBytes?(bytes: number, fresh: number): void;
}

/** Downloads of this process, by the blob: a lock file keeps out other processes only. */
const running = new Map<string, Promise<unknown>>();

/**
 * Fetches a file to `blob`, unless it is there. Until it is whole and its hash is right it is called `blob.incomplete`, from where a later
 * try goes on. Of several who want the same file, one fetches it and the others wait.
 *
 * @throws HubError when it cannot be had, or is not what its hash says; Error when the disk is full
 */
export async function download(file: RemoteFile, blob: string, lock: string, options: DownloadOptions): Promise<void> {
  const { signal, onBytes } = options;
  const there = () => existsSync(blob) && statSync(blob).size === file.size;
  while (!there()) {
    signal?.throwIfAborted();
    const other = running.get(blob);
    const held = other === undefined ? claimed(lock, file.name) : undefined;
    if (held === undefined) {
      onBytes?.(sizeOf(`${blob}.incomplete`), 0);
      await Promise.race([delay(200), ...(other === undefined ? [] : [other.catch(() => {})])]);
      continue;
    }
    const work = (there() ? Promise.resolve() : fetched(file, blob, options)).finally(() => {
      running.delete(blob);
      held.release();
    });
    running.set(blob, work);
    await work;
  }
  onBytes?.(file.size, 0);
}

/** The lock, or undefined while another process has it. */
function claimed(lock: string, name: string): Claim | undefined {
  try {
    return claim(lock, name);
  } catch (error) {
    if (error instanceof TakenError) return undefined;
    throw error;
  }
}

const sizeOf = (path: string) => (existsSync(path) ? statSync(path).size : 0);

/** What is written of a file, and the hash over it. */
interface Written {
  handle: FileHandle;
  hash: Hash;
  bytes: number;
  /** The ETag of the answer that the bytes came from, where it has a strong one: for If-Range. */
  validator?: string;
}

async function fetched(file: RemoteFile, blob: string, options: DownloadOptions): Promise<void> {
  const incomplete = `${blob}.incomplete`;
  mkdirSync(dirname(blob), { recursive: true });
  // "a+" makes the file, "r+" writes where one says.
  await (await open(incomplete, 'a+')).close();
  const handle = await open(incomplete, 'r+');
  try {
    const written: Written = { handle, hash: hashFor(file), bytes: 0 };
    await readBack(written, file);
    for (let tries = 1; ; tries++) {
      let before = -1;
      await withRetries(
        () => {
          before = written.bytes;
          return written.bytes < file.size ? receive(file, written, options) : Promise.resolve();
        },
        { moved: () => written.bytes > before, ...(options.signal && { signal: options.signal }) },
      );
      if (written.hash.copy().digest('hex') === file.etag) break;
      await restart(written, file);
      if (tries === 2)
        throw new HubError(
          `${file.name} of ${options.asked.repository.id} came twice with another hash than ${file.etag}, and was thrown away: something between here and ${new URL(file.url).host} changes it`,
        );
    }
    await handle.sync();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    throw new Error(
      `the disk is full: ${file.name} has ${file.size} bytes, free some space below ${dirname(blob)} and run again, it goes on where it stopped`,
      { cause: error },
    );
  } finally {
    await handle.close();
  }
  // Python, which has another lock, may have written to it as well.
  if (sizeOf(incomplete) !== file.size)
    throw new HubError(`${basename(incomplete)} was changed by another program: run again`);
  renameSync(incomplete, blob);
}

/** git names a file by the sha1 of "blob SIZE\0" and its content; large files go by their sha256. */
function hashFor({ etag, size }: RemoteFile): Hash {
  return etag.length === 64 ? createHash('sha256') : createHash('sha1').update(`blob ${size}\0`);
}

/** Hashes what an earlier try left. */
async function readBack(written: Written, file: RemoteFile): Promise<void> {
  const buffer = Buffer.alloc(1 << 20);
  for (;;) {
    const { bytesRead } = await written.handle.read(buffer, 0, buffer.length, written.bytes);
    if (bytesRead === 0) break;
    written.bytes += bytesRead;
    if (written.bytes > file.size) return restart(written, file);
    written.hash.update(buffer.subarray(0, bytesRead));
  }
}

async function restart(written: Written, file: RemoteFile): Promise<void> {
  await written.handle.truncate(0);
  written.hash = hashFor(file);
  written.bytes = 0;
  delete written.validator;
}

/** Asks for what is missing, and writes what comes. @throws HubError when it breaks off */
async function receive(file: RemoteFile, written: Written, options: DownloadOptions): Promise<void> {
  const { settings, asked, signal } = options;
  const range = written.bytes > 0 && {
    range: `bytes=${written.bytes}-`,
    ...(written.validator !== undefined && { 'if-range': written.validator }),
  };
  const reply = await request(file.url, settings, { headers: { ...range }, ...(signal && { signal }) });
  const { response } = reply;
  try {
    await check(reply, file, written, asked);
    const etag = response.headers.get('etag');
    if (etag?.startsWith('"')) written.validator = etag;
    for await (const part of response.body ?? []) {
      reply.alive();
      await append(written, part, file);
      options.onBytes?.(written.bytes, part.length);
    }
  } catch (error) {
    signal?.throwIfAborted();
    const ours = error instanceof HubError || (error as NodeJS.ErrnoException).code === 'ENOSPC';
    throw ours ? error : unreachable(error, new URL(response.url).host);
  } finally {
    reply.done();
    await response.body?.cancel().catch(() => {});
  }
  if (written.bytes < file.size)
    throw new HubError(`${file.name} broke off after ${written.bytes} of ${file.size} bytes`, { passing: true });
}

/** Whether an answer holds the bytes that were asked for. Where it holds all of them instead, what is there is given up. */
async function check({ response, steps }: Reply, file: RemoteFile, written: Written, asked: Asked): Promise<void> {
  const { status, headers } = response;
  const host = new URL(response.url).host;
  if (status === 416) {
    await restart(written, file);
    throw new HubError(`${host} has no more of ${file.name}`, { passing: true });
  }
  if (status !== 200 && status !== 206) throw refusal(response, asked);
  const named = steps.map(step => plainEtag(step.headers.get('x-linked-etag'))).find(etag => etag !== undefined);
  if (named !== undefined && named !== file.etag)
    throw new HubError(`${file.name} of ${asked.repository.id} was changed while it was fetched: run again`);
  if (/^text\/html\b/.test(headers.get('content-type') ?? '') && !/\.html?$/.test(file.name))
    throw webPage(host, file.name);
  const [, from, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers.get('content-range') ?? '') ?? [];
  const length = headers.get('content-length');
  const size = status === 206 ? Number(total) : length === null ? file.size : Number(length);
  if (size !== file.size)
    throw new HubError(
      `${file.name} has ${file.size} bytes by the hub's word, but ${host} sends ${size}: try again later`,
    );
  const validator = headers.get('etag');
  const changed = validator?.startsWith('"') && written.validator !== undefined && validator !== written.validator;
  if (status === 206 && Number(from) === written.bytes && !changed) return;
  await restart(written, file);
  if (status === 206)
    throw new HubError(`${host} sends another part of ${file.name} than was asked for`, { passing: true });
}

/** What stands where a file or a list was expected. */
export const webPage = (host: string, name: string): HubError =>
  new HubError(
    `${host} sends a web page instead of ${name}: is there a login page or a proxy between, or is HF_ENDPOINT wrong?`,
  );

/** An ETag without quotes and mark, as it names a blob. */
export const plainEtag = (value: string | null): string | undefined => value?.replace(/^W\//, '').replaceAll('"', '');

async function append(written: Written, part: Uint8Array, file: RemoteFile): Promise<void> {
  if (written.bytes + part.length > file.size)
    throw new HubError(`${file.name} has ${file.size} bytes by the hub's word, but more come: try again later`);
  for (let done = 0; done < part.length; ) {
    const { bytesWritten } = await written.handle.write(part, done, part.length - done, written.bytes + done);
    done += bytesWritten;
  }
  written.hash.update(part);
  written.bytes += part.length;
}
