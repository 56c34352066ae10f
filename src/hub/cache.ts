import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { discard, writeAtomic } from '../files';
import { isCommit, type Repository, repositoryFolder, safeName } from './names';

/**
 * The place of a repository in the cache of Python's huggingface_hub: `blobs/ETAG` holds the files by their hash, `snapshots/COMMIT/NAME`
 * points to them, and `refs/REVISION` says which commit a branch or tag meant when it was last asked for.
 */
export interface RepositoryCache {
  folder: string;
  blob(etag: string): string;
  /** Held while a blob is downloaded. Python locks `ETAG.lock` in another way, so that ours has a name of its own. */
  lock(etag: string): string;
  snapshot(commit: string): string;
  /** The commit that a revision is known to mean, or undefined. */
  commit(revision: string): string | undefined;
  remember(revision: string, commit: string): void;
}

export function repositoryCache(cache: string, repository: Repository): RepositoryCache {
  const name = repositoryFolder(repository);
  const folder = join(cache, name);
  const reference = (revision: string) => join(folder, 'refs', ...safeName(revision, 'the revision').split('/'));
  const commit = (revision: string) => {
    if (isCommit(revision)) return revision;
    const path = reference(revision);
    const text = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
    return isCommit(text) ? text : undefined;
  };
  return {
    folder,
    blob: etag => join(folder, 'blobs', etag),
    lock: etag => join(cache, '.locks', name, `${etag}.radis-lock`),
    snapshot: hash => join(folder, 'snapshots', hash),
    commit,
    remember(revision, hash) {
      if (commit(revision) !== hash) writeAtomic(reference(revision), hash);
    },
  };
}

/** The files of a snapshot that are there, by their names in the repository, sorted. Links to nowhere are not. */
export function filesOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => !entry.isDirectory())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => existsSync(path))
    .map(path => relative(folder, path).split(sep).join('/'))
    .sort();
}

/** Lets a name of a snapshot stand for a blob, by a relative link, so that the cache can be moved. */
export function point(pointer: string, blob: string): void {
  const fresh = `${pointer}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  mkdirSync(dirname(pointer), { recursive: true });
  try {
    try {
      symlinkSync(relative(dirname(pointer), blob), fresh);
    } catch {
      // Windows without the right to make links, or a file system that has none.
      try {
        linkSync(blob, fresh);
      } catch {
        copyFileSync(blob, fresh);
      }
    }
    renameSync(fresh, pointer);
  } finally {
    discard(fresh);
  }
}
