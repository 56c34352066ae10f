import { existsSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { HubError } from './errors';
import { type HubId, parseHubId, safeName } from './names';
import { type FetchOptions, fetchRepository } from './snapshot';

/** Something on this machine: a folder, a GGUF file, or (of a data set) another file. */
export interface Local {
  kind: 'folder' | 'gguf' | 'file';
  path: string;
}

export interface ResolveOptions extends FetchOptions {
  /** What the source is to be: the hub keeps models and data sets apart. */
  kind?: 'model' | 'dataset';
}

/**
 * Turns a source into something local:
 *
 * - what exists on this machine: a folder, or a file;
 * - `owner/name`, `owner/name@revision`: a repository of the hub, fetched into the cache unless it is there;
 * - `owner/name:file.gguf`, `owner/name@revision:file.gguf`: one file of it.
 *
 * What begins with `.`, `/`, `~` or a drive is always a path, and so is what ends in `.gguf` without a colon.
 *
 * @throws Error naming what was tried, where the source is none of these; what `fetchRepository` throws
 */
export async function resolveSource(source: string, options: ResolveOptions = {}): Promise<Local> {
  const { kind = 'model', ...rest } = options;
  if (typeof source !== 'string' || source.trim() === '')
    throw new Error(`no ${kind} is named: give a folder, a file, or a hub id such as owner/name`);
  const path = source.replace(/^~(?=$|[/\\])/, homedir());
  if (existsSync(path)) return local(path, kind);
  const id = isPath(source) ? undefined : parseHubId(source);
  if (id === undefined)
    throw new Error(
      `${nothing(path, kind)}${isPath(source) ? '' : ', and it is no hub id (owner/name, owner/name@revision)'}`,
    );
  try {
    return await fromHub(id, kind, rest);
  } catch (error) {
    // A folder that was mistyped looks like a hub id.
    if (!(error instanceof HubError && error.unknown)) throw error;
    throw new HubError(`${error.message}; nor is there a folder ${path} here`, { unknown: true, cause: error });
  }
}

const isPath = (source: string) => /^([./~\\]|[A-Za-z]:[/\\])/.test(source) || /^[^:]*\.gguf$/i.test(source);

function local(path: string, kind: 'model' | 'dataset'): Local {
  if (statSync(path).isDirectory()) return { kind: 'folder', path };
  if (/\.gguf$/i.test(path)) return { kind: 'gguf', path };
  if (kind === 'model') throw new Error(`${path} is a file: give the folder of the model, or a .gguf file`);
  return { kind: 'file', path };
}

async function fromHub(
  { id, revision, file }: HubId,
  kind: 'model' | 'dataset',
  options: FetchOptions,
): Promise<Local> {
  if (file !== undefined) safeName(file, 'the file');
  if (file !== undefined && kind === 'model' && !/\.gguf$/i.test(file))
    throw new Error(`${file} of ${id} is no .gguf file: leave it out to open the whole model`);
  if (revision !== undefined && options.revision !== undefined && revision !== options.revision)
    throw new Error(`${id} is asked for at ${revision} and at ${options.revision}: name one revision`);
  const at = revision ?? options.revision;
  const one: FetchOptions =
    file === undefined
      ? {}
      : {
          files: names => {
            if (names.includes(file)) return [file];
            const others = names.filter(name => extname(name) === extname(file)).slice(0, 8);
            throw new HubError(`no file ${file}${others.length > 0 ? `: it has ${others.join(', ')}` : ''}`);
          },
          missing: folder => (existsSync(join(folder, file)) ? undefined : file),
        };
  const folder = await fetchRepository({ kind, id }, { ...options, ...one, ...(at !== undefined && { revision: at }) });
  return file === undefined ? { kind: 'folder', path: folder } : local(join(folder, ...file.split('/')), kind);
}

function nothing(path: string, kind: string): string {
  const folder = dirname(resolve(path));
  if (!existsSync(folder)) return `there is no ${kind} ${path}: there is no folder ${folder}`;
  const names = readdirSync(folder)
    .filter(name => !name.startsWith('.'))
    .slice(0, 8);
  return `there is no ${kind} ${path}: in ${folder} there ${names.length === 0 ? 'is nothing' : `are ${names.join(', ')}`} instead of ${basename(path)}`;
}
