// npm run example: the whole method in a hundred lines, compiled and run.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensure, options, root } from './lib/ensure.mjs';

options(
  `Usage: npm run example

Runs examples/radis-in-100-lines.ts: load, pre-fill, weigh, train, ask.`,
  {},
);
ensure();
const run = args => spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
process.exitCode =
  run([join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'examples']) ||
  run([join(root, 'outputs', 'examples', 'radis-in-100-lines.js')]);
