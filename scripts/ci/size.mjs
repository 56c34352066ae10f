// The repository stays small enough to clone in a moment.
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { report, root, trackedFiles } from './guard.mjs';

/** Megabytes of all tracked files together. */
const LIMIT = 70;

const sizes = trackedFiles()
  .map(file => [file, lstatSync(join(root, file), { throwIfNoEntry: false })?.size ?? 0])
  .sort(([, a], [, b]) => b - a);
const total = sizes.reduce((sum, [, size]) => sum + size, 0) / 1e6;
const largest = sizes.slice(0, 3).map(([file, size]) => `${file} (${(size / 1e6).toFixed(1)} MB)`);
report(
  total < LIMIT
    ? []
    : [`the repository has ${total.toFixed(1)} MB, the limit is ${LIMIT}; largest: ${largest.join(', ')}`],
);
