import { existsSync, mkdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf, point, type RepositoryCache, repositoryCache } from './cache';
import { download, type RemoteFile } from './download';
import { type Asked, HubError } from './errors';
import { isCommit, type Repository, repositoryPage, safeName } from './names';
import { type DownloadProgress, meter } from './progress';
import { described, listed } from './remote';
import { withRetries } from './request';
import { type HubSettings, hubSettings } from './settings';

/** How a repository is fetched. */
export interface FetchOptions {
  /** A branch, a tag or the hash of a commit; `main` by default. */
  revision?: string;
  /** Which of a repository's files are wanted; all by default. @throws Error when what it needs is not among them */
  files?(names: readonly string[]): readonly string[];
  /** What a folder lacks to be of use, if anything: asked before a copy in the cache is used without the hub. */
  missing?(folder: string): string | undefined;
  onProgress?(progress: DownloadProgress): void;
  signal?: AbortSignal;
}

/** How many files are asked about at once. */
const AT_ONCE = 4;

/**
 * The folder in the cache that holds a repository's wanted files at a revision: they are fetched from the hub where they are not there yet.
 * They get their names once all are there, so that a folder is never half of what it should be. Without the network, or with
 * HF_HUB_OFFLINE, what is in the cache is used.
 *
 * @throws HubError that says what to do, when the hub does not give them; the signal's reason when it is aborted
 */
export async function fetchRepository(repository: Repository, options: FetchOptions = {}): Promise<string> {
  const settings = hubSettings();
  const { revision = 'main', signal } = options;
  safeName(revision, 'the revision');
  signal?.throwIfAborted();
  const cache = repositoryCache(settings.cache, repository);
  const cached = cachedFolder(cache, revision, options);
  if (settings.offline)
    return cached ?? absent(repository, settings, 'and HF_HUB_OFFLINE keeps this program off the network');
  // A commit never changes: where its folder is known to be whole, nobody need be asked.
  if (cached !== undefined && isCommit(revision) && options.missing !== undefined) return cached;
  const asked: Asked = { endpoint: settings.endpoint, repository, revision, known: settings.token !== undefined };
  let list: { commit: string; names: string[] };
  try {
    list = await withRetries(() => listed(asked, settings, signal), {
      ...(signal && { signal }),
      ...(cached && { tries: 1 }),
    });
  } catch (error) {
    if (!(error instanceof HubError && error.passing)) throw error;
    return cached ?? absent(repository, settings, `and ${error.message}`, error);
  }
  const { commit } = list;
  const folder = cache.snapshot(commit);
  const wanted = wantedOf(repository, list.names, options);
  if (wanted.length === 0)
    throw new HubError(
      `${repository.id} holds no file that is wanted: see ${repositoryPage(settings.endpoint, repository)}`,
    );
  const fresh = wanted.filter(name => !existsSync(pointer(folder, name)));
  const remote = await inTurns(fresh, name =>
    withRetries(() => described({ ...asked, file: name }, commit, settings, signal), { ...(signal && { signal }) }),
  );
  await fetchAll(remote, cache, asked, settings, options);
  for (const { name, etag } of remote) point(pointer(folder, name), cache.blob(etag));
  if (!isCommit(revision)) remember(cache, revision, commit);
  return folder;
}

function wantedOf({ id }: Repository, names: readonly string[], { files }: FetchOptions): readonly string[] {
  try {
    return files?.(names) ?? names;
  } catch (error) {
    throw new HubError(`${id}: ${(error as Error).message}`, { cause: error });
  }
}

const pointer = (folder: string, name: string) => join(folder, ...safeName(name, 'a file of the hub').split('/'));

/** What the cache holds of a revision, where that is enough. */
function cachedFolder(cache: RepositoryCache, revision: string, { files, missing }: FetchOptions): string | undefined {
  const commit = cache.commit(revision);
  if (commit === undefined) return undefined;
  const folder = cache.snapshot(commit);
  const names = filesOf(folder);
  try {
    const enough = (files?.(names) ?? names).length > 0 && missing?.(folder) === undefined;
    return enough ? folder : undefined;
  } catch {
    return undefined;
  }
}

function absent({ kind, id }: Repository, { cache }: HubSettings, why: string, cause?: unknown): never {
  const what = kind === 'model' ? 'its folder or a .gguf file of it (RADIS_MODEL)' : 'its folder or file (RADIS_DATA)';
  throw new HubError(
    `${id} is not in ${cache}, or not whole, ${why}: fetch it where there is a network (hf download ${id}${kind === 'dataset' ? ' --repo-type dataset' : ''}), copy it here, and give ${what}`,
    { unknown: true, cause },
  );
}

async function fetchAll(
  files: RemoteFile[],
  cache: RepositoryCache,
  asked: Asked,
  settings: HubSettings,
  { onProgress, signal }: FetchOptions,
) {
  const blobs = [...new Map(files.map(file => [file.etag, file])).values()];
  checkSpace(cache, blobs);
  const gauge = meter(
    blobs.reduce((sum, { size }) => sum + size, 0),
    onProgress,
  );
  for (const file of blobs)
    await download(file, cache.blob(file.etag), cache.lock(file.etag), {
      settings,
      asked: { ...asked, file: file.name },
      onBytes: (bytes, fresh) => gauge.at(file.name, bytes, fresh),
      ...(signal && { signal }),
    });
}

/** @throws Error when what is to come does not fit on the disk */
function checkSpace({ folder, blob }: RepositoryCache, files: RemoteFile[]): void {
  const coming = files.filter(({ etag }) => !existsSync(blob(etag)) && !existsSync(`${blob(etag)}.incomplete`));
  const bytes = coming.reduce((sum, { size }) => sum + size, 0);
  mkdirSync(folder, { recursive: true });
  const { bavail, bsize } = statfsSync(folder);
  if (bytes > bavail * bsize)
    throw new Error(
      `${bytes} bytes are to come, but only ${bavail * bsize} are free below ${folder}: free some space, or let HF_HOME name a folder on another disk`,
    );
}

function remember(cache: RepositoryCache, revision: string, commit: string): void {
  try {
    cache.remember(revision, commit);
  } catch (error) {
    // In a cache that is shared and may not be written, all is there already.
    if (!/EACCES|EROFS|EPERM/.test(String((error as Error).cause))) throw error;
  }
}

/** Does something with each of many, a few at once, and gives the results in their order. */
async function inTurns<T, R>(values: readonly T[], act: (value: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    while (next < values.length) {
      const at = next++;
      results[at] = await act(values[at] as T);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
