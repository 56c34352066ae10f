import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { packageRoot } from '../src/paths';

/** Real public data beside the project, which is no part of it: tests that want it are skipped where it is not. */
const folder = process.env.RADIS_SHARED_DATA ?? join(packageRoot, '..', 'shared', 'data');

/** A path in that data; nothing where it is not there. */
export const sharedPath = (...parts: string[]): string | undefined => {
  const path = join(folder, ...parts);
  return existsSync(path) ? path : undefined;
};

/** The JSON of a file in that data, which may be compressed. */
export function sharedJson<Content>(...parts: string[]): Content {
  const bytes = readFileSync(join(folder, ...parts));
  return JSON.parse((parts.at(-1)!.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
}
