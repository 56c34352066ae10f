// npm run lab: opens Jupyter with the project's own kernel; nothing is installed into Jupyter itself.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ensure, fail, root, say } from './lib/ensure.mjs';
import { STILL_PROGRAM } from './lib/kernel.mjs';

ensure();
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
const notebooks = readdirSync(join(root, 'notebooks')).filter(name => name.endsWith('.ipynb'));
spawnSync('jupyter', ['trust', ...notebooks], { cwd: join(root, 'notebooks'), stdio: 'ignore' });
const path = [share, process.env.JUPYTER_PATH].filter(Boolean).join(delimiter);
const child = spawn('jupyter', [jupyter, ...process.argv.slice(2)], {
  cwd: join(root, 'notebooks'),
  stdio: 'inherit',
  env: { ...process.env, JUPYTER_PATH: path },
});
// The terminal sends Ctrl-C to Jupyter as well; other signals are passed on.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', code => process.exit(code ?? 0));
