import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** What names a model or texts: a path, or an id of the hub. */
const NAMES = ['RADIS_MODEL', 'RADIS_DATA'];

/** A cell runs in the folder of its notebook: paths that were given from where the command was typed are made whole. Ids of the hub stay as they are. */
export function resolveSources(env = process.env, folder = env.INIT_CWD ?? process.cwd()) {
  for (const name of NAMES) {
    const path = env[name] && resolve(folder, env[name]);
    if (path && existsSync(path)) env[name] = path;
  }
}
