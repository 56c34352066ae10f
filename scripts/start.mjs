// npm start: installs what is missing, builds, executes a notebook from top to bottom, and says where the result lies.
import { existsSync, readdirSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { ensure, fail, options, root, say } from './lib/ensure.mjs';
import { resolveSources } from './lib/sources.mjs';

const HELP = `Usage: npm start -- [options]

  --notebook NAME   a notebook of notebooks/, by its name or number (default 00),
                    or the path of your own
  --profile NAME    full (default): with the results that come with the
                    project; quick: a sketch that computes its own in a minute
  --solutions       solves the exercises by the solutions folded behind them;
                    one that is not right ends the run
  --in-place        write the executed notebook over the one in notebooks/
  --help            this text

Finished work is kept under outputs: a second run takes seconds.`;

const values = options(HELP, {
  notebook: { type: 'string', default: '00' },
  profile: { type: 'string', default: process.env.RADIS_PROFILE ?? 'full' },
  'in-place': { type: 'boolean', default: false },
  solutions: { type: 'boolean', default: false },
});
if (!['full', 'quick'].includes(values.profile)) fail(`unknown profile ${values.profile}: choose full or quick.`);
process.env.RADIS_PROFILE = values.profile;
if (values.solutions && values['in-place'])
  fail('--solutions would be written into the notebook: leave out --in-place.');
if (values.solutions) process.env.RADIS_SOLUTIONS = '1';

resolveSources();

ensure();
const { built } = await import('./lib/built.mjs');
const { CellError, runNotebook } = await import('./lib/run-notebook.mjs');
const { createReporter } = await import('./lib/terminal.mjs');
const { textOf } = await import('./lib/notebook.mjs');
const { plainText } = await import('./lib/plain-text.mjs');
const source = findNotebook(values.notebook);
const name = basename(source, '.ipynb');
const target = values['in-place'] ? source : join(root, 'outputs', `${name}.ipynb`);
const page = join(root, 'outputs', `${name}.html`);

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => interruption.abort());
const started = Date.now();
say(`running ${relative(process.cwd(), source)}, profile ${values.profile}`);
try {
  const notebook = await runNotebook(source, target, {
    profile: values.profile,
    solutions: values.solutions,
    failed: join(root, 'outputs', `${name}.failed.ipynb`),
    onEvent: createReporter(),
    signal: interruption.signal,
  });
  const { notebookHtml } = await import('./lib/html.mjs');
  built('files').writeAtomic(page, notebookHtml(notebook, name));
  for (const cell of notebook.cells.filter(cell => cell.metadata?.tags?.includes('result'))) {
    for (const { data } of cell.outputs ?? [])
      if (data?.['text/plain']) say(`\n${plainText(textOf(data['text/plain']))}`);
  }
  if (values.profile === 'quick') say('\na sketch: too little training to mean anything; "npm start" shows the effect');
  say(`\nfinished in ${built('notebook/progress').seconds((Date.now() - started) / 1000)}`);
  say(`notebook  ${relative(process.cwd(), target)}`);
  say(`page      ${relative(process.cwd(), page)}`);
  process.exit(0);
} catch (error) {
  if (interruption.signal.aborted) {
    say('\nstopped. What was finished is kept: npm start goes on from there.');
    process.exit(130);
  }
  if (error instanceof CellError) say(`\nwhat ran until then is in outputs/${name}.failed.ipynb`);
  fail(`\n${plainText(error.message)}`);
}

/** The path of a notebook: one of the project, by the beginning of its name, or any other by its path. */
function findNotebook(given) {
  const folder = join(root, 'notebooks');
  const known = readdirSync(folder).filter(file => file.endsWith('.ipynb'));
  const found = known.filter(file => file === given || file.startsWith(given));
  if (found.length === 1) return join(folder, found[0]);
  const own = resolve(process.env.INIT_CWD ?? '.', given);
  if (given.endsWith('.ipynb') && existsSync(own)) return own;
  return fail(
    `no notebook ${given}: give a path, or one of ${known.map(file => basename(file, '.ipynb')).join(', ')}.`,
  );
}
