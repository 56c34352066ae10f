import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the hub is, where its files are kept, and as whom it is asked. */
export interface HubSettings {
  /** The hub's address, without a slash at its end. */
  endpoint: string;
  /** The folder that Python's huggingface_hub calls the hub cache. */
  cache: string;
  /** What shows the hub who asks. It goes to the endpoint only, and into no message or file. */
  token?: string;
  /** Whether the network may not be used. */
  offline: boolean;
  /** After how long a silent connection counts as dropped, in milliseconds. */
  timeout: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads HF_ENDPOINT, HF_HOME, HF_HUB_CACHE, HF_TOKEN, HF_TOKEN_PATH, HF_HUB_OFFLINE, HF_HUB_DOWNLOAD_TIMEOUT and the older names of them,
 * as Python's huggingface_hub does (its constants.py and utils/_auth.py).
 *
 * @throws Error naming a variable whose value cannot be used; the value itself only where it is no secret
 */
export function hubSettings(env: Environment = process.env): HubSettings {
  const home =
    path(env.HF_HOME, env) ?? join(path(env.XDG_CACHE_HOME, env) ?? join(homedir(), '.cache'), 'huggingface');
  const token = readToken(env, home);
  return {
    endpoint: readEndpoint(env.HF_ENDPOINT || 'https://huggingface.co'),
    cache: path(env.HF_HUB_CACHE, env) ?? path(env.HUGGINGFACE_HUB_CACHE, env) ?? join(home, 'hub'),
    ...(token !== undefined && { token }),
    offline: isTrue(env.HF_HUB_OFFLINE || env.TRANSFORMERS_OFFLINE),
    timeout: (Number.parseInt(env.HF_HUB_DOWNLOAD_TIMEOUT ?? '', 10) || 10) * 1000,
  };
}

const isTrue = (value = '') => /^(1|on|yes|true)$/i.test(value);

/** A path with `~` and variables filled in; undefined when it is empty. */
function path(value: string | undefined, env: Environment): string | undefined {
  if (!value) return undefined;
  return value
    .replace(/^~(?=$|[/\\])/, homedir())
    .replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced, bare) => env[braced ?? bare] ?? whole);
}

function readEndpoint(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.username || url?.password) throw new Error('HF_ENDPOINT holds a password: leave it out, and set HF_TOKEN');
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search || url.hash)
    throw new Error(`HF_ENDPOINT is ${value}: give an address such as https://huggingface.co`);
  return value.replace(/\/+$/, '');
}

function readToken(env: Environment, home: string): string | undefined {
  if (isTrue(env.HF_HUB_DISABLE_IMPLICIT_TOKEN)) return undefined;
  const file = path(env.HF_TOKEN_PATH, env) ?? join(home, 'token');
  const name = env.HF_TOKEN ? 'HF_TOKEN' : env.HUGGING_FACE_HUB_TOKEN ? 'HUGGING_FACE_HUB_TOKEN' : file;
  const token = (env[name] ?? read(file)).trim();
  // A value that no header can hold would come back in the error of whoever sends it.
  if (!/^[\x21-\x7e]*$/.test(token))
    throw new Error(`the token in ${name} holds a space or another strange character: set it anew`);
  return token === '' ? undefined : token;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
