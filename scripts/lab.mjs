// npm run lab: opens Jupyter with the project's own kernel; nothing is installed into Jupyter itself.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { cleanNotebooks } from './lib/clean.mjs';
import { ensure, fail, root, say } from './lib/ensure.mjs';
import { STILL_PROGRAM } from './lib/kernel.mjs';
import { resolveSources } from './lib/sources.mjs';

const HELP = `Usage: npm run lab -- [options] [options of Jupyter]

  --clean           opens copies of the notebooks without their outputs, in
                    outputs/clean: to predict before you look, and to work in.
                    Copies that are there already stay as they are
  --help            this text`;

const given = process.argv.slice(2);
if (given.includes('--help')) {
  say(HELP);
  process.exit(0);
}
const isClean = given.includes('--clean');
resolveSources();

ensure();
const folder = isClean ? join(root, 'outputs', 'clean') : join(root, 'notebooks');
if (isClean) {
  const written = cleanNotebooks(join(root, 'notebooks'), folder);
  say(
    written.length > 0
      ? `${written.length} notebooks without outputs in ${relative(process.cwd(), folder)}`
      : `your copies in ${relative(process.cwd(), folder)}; who deletes one gets it anew`,
  );
}
say('starting Jupyter …');
const jupyter = ['lab', 'notebook'].find(
  command => spawnSync('jupyter', [command, '--version'], { stdio: 'ignore' }).status === 0,
);
if (jupyter === undefined) {
  fail(
    'Jupyter was not found: install it with "pip install jupyterlab" and run this again, or use VS Code (environment.md).',
  );
}
const share = join(root, 'node_modules', '.radis', 'jupyter');
const kernel = join(share, 'kernels', 'radis');
mkdirSync(kernel, { recursive: true });
writeFileSync(
  join(kernel, 'kernel.json'),
  JSON.stringify({
    display_name: 'TypeScript (RaDis)',
    language: 'typescript',
    argv: [
      process.execPath,
      '--no-warnings',
      '--require',
      STILL_PROGRAM,
      join(root, 'node_modules', 'tslab', 'bin', 'tslab'),
      'kernel',
      '--config-path={connection_file}',
    ],
  }),
);
// Jupyter hides figures of a notebook that it does not trust; who starts it here trusts the project's own.
const notebooks = readdirSync(folder).filter(name => name.endsWith('.ipynb'));
spawnSync('jupyter', ['trust', ...notebooks], { cwd: folder, stdio: 'ignore' });
const path = [share, process.env.JUPYTER_PATH].filter(Boolean).join(delimiter);
const child = spawn('jupyter', [jupyter, ...given.filter(option => option !== '--clean')], {
  cwd: folder,
  stdio: 'inherit',
  env: { ...process.env, JUPYTER_PATH: path },
});
// The terminal sends Ctrl-C to Jupyter as well; other signals are passed on.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', code => process.exit(code ?? 0));
