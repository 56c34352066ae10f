// The lock file names packages and hashes, never where they were downloaded from.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { report, root } from './guard.mjs';

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
report(
  Object.entries(packages)
    .filter(([, entry]) => entry.resolved !== undefined && !entry.link)
    .map(
      ([name]) => `package-lock.json: ${name} has a download address; keep omit-lockfile-registry-resolved in .npmrc`,
    ),
);
