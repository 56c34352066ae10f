/** A repository of the hub. */
export interface Repository {
  kind: 'model' | 'dataset';
  /** `owner/name`. */
  id: string;
}

/** What a hub id names: a repository, and where they are said, a revision of it and one of its files. */
export interface HubId {
  id: string;
  revision?: string;
  file?: string;
}

const PART = /^(?=.{1,96}$)\w(?:[\w.-]*\w)?$/;

/**
 * Reads `owner/name`, `owner/name@revision`, `owner/name:file` and `owner/name@revision:file`; undefined for anything else.
 * The rules for names are those of Python's huggingface_hub (utils/_validators.py).
 */
export function parseHubId(source: string): HubId | undefined {
  const [, owner, name, revision, file] = /^([^/@:]+)\/([^/@:]+)(?:@([^:]+))?(?::(.+))?$/.exec(source) ?? [];
  if (owner === undefined || name === undefined || !PART.test(owner) || !PART.test(name)) return undefined;
  const id = `${owner}/${name}`;
  if (/--|\.\.|\.git$/.test(id)) return undefined;
  return { id, ...(revision !== undefined && { revision }), ...(file !== undefined && { file }) };
}

/** The folder of a repository in the cache: `models--owner--name`. */
export const repositoryFolder = ({ kind, id }: Repository): string => `${kind}s--${id.replaceAll('/', '--')}`;

/** Where a repository is shown to people. */
export const repositoryPage = (endpoint: string, { kind, id }: Repository): string =>
  `${endpoint}/${kind === 'dataset' ? 'datasets/' : ''}${id}`;

/** Whether this is the hash of a commit, which never changes what it names. */
export const isCommit = (revision: string): boolean => /^[0-9a-f]{40}$/.test(revision);

/**
 * A name that comes from elsewhere and becomes a path below a folder of ours.
 *
 * @throws Error when it could leave that folder, on any system
 */
export function safeName(name: string, what: string): string {
  const bad = name.split('/').some(part => part === '' || part === '.' || part === '..');
  // Backslashes and colons part names on Windows; control characters have no place in one.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (bad || /[\\:\x00-\x1f\x7f]/.test(name))
    throw new Error(`${what} is called ${JSON.stringify(name)}, which is no name inside a folder: nothing was written`);
  return name;
}
