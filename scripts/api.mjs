// npm run api: writes docs/api.md from the docstrings, or says whether it is up to date.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { ensure, fail, options, root, say } from './lib/ensure.mjs';

const HELP = `Usage: npm run api -- [options]

Writes docs/api.md: by task, what src/index.ts offers, with the first sentence of
each docstring.

  --check           writes nothing; fails where the file is out of date
  --help            this text`;

const values = options(HELP, { check: { type: 'boolean', default: false } });
ensure();
const { built } = await import('./lib/built.mjs');
const { apiText } = await import('./lib/api.mjs');
const names = Object.keys(createRequire(import.meta.url)(join(root, 'dist', 'index.js')));
const path = join(root, 'docs', 'api.md');
try {
  const text = apiText(root, names);
  if (!values.check) {
    built('files').writeAtomic(path, text);
    say(relative(process.cwd(), path));
  } else if (!existsSync(path) || readFileSync(path, 'utf8') !== text)
    fail('docs/api.md is out of date: run "npm run api"');
} catch (error) {
  fail(error.message);
}
