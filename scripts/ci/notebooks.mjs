// Committed notebooks can be read without running them, anywhere: executed from top to bottom, light, free of one machine's paths, and in
// cells and sentences that one can take in.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeCells, codeHash, mayFail } from '../lib/notebook.mjs';
import { unreadable } from '../lib/readable.mjs';
import { report, root } from './guard.mjs';

/** Megabytes of one notebook. */
const LIMIT = 1.5;

/** The start of an absolute path: not within a URL, a relative path or base64. */
const MACHINE_PATH =
  /(?<![\w.+/=~<-])\/(home|Users|root|tmp|mnt|opt|srv|var|private|work|workspaces?)\/[\w.-]+|\b[A-Z]:\\+Users\\+\w+|file:\/\/\/\S+/;

function* problemsOf(path) {
  const json = readFileSync(path, 'utf8');
  const megabytes = Buffer.byteLength(json) / 1e6;
  if (megabytes > LIMIT) yield `has ${megabytes.toFixed(2)} MB, the limit is ${LIMIT}`;
  const strings = [];
  const notebook = JSON.parse(json, (_, value) => {
    if (typeof value === 'string') strings.push(value);
    return value;
  });
  const found = MACHINE_PATH.exec(strings.join('\n'))?.[0];
  if (found) yield `holds the path of a machine: ${found}`;
  const cells = codeCells(notebook);
  if (!cells.some(cell => cell.outputs.length > 0))
    yield 'holds no outputs: run "npm start -- --profile full --in-place"';
  else if (cells.some((cell, i) => cell.execution_count !== i + 1))
    yield 'was not executed from top to bottom: run it in place again';
  const { profile, code } = notebook.metadata.radis ?? {};
  if (profile !== 'full' || code !== codeHash(notebook))
    yield 'holds outputs of another profile or of older cells: run "npm start -- --profile full --in-place"';
  const loud = cells.findIndex(cell =>
    cell.outputs.some(output => (output.output_type === 'error' && !mayFail(cell)) || output.name === 'stderr'),
  );
  if (loud >= 0) yield `code cell ${loud + 1} shows an error or a warning`;
  yield* unreadable(notebook);
}

const folder = join(root, 'notebooks');
const names = readdirSync(folder).filter(name => name.endsWith('.ipynb'));
const problems = names.flatMap(name =>
  [...problemsOf(join(folder, name))].map(problem => `notebooks/${name} ${problem}`),
);
report(names.length === 0 ? ['notebooks/ holds no notebook'] : problems);
