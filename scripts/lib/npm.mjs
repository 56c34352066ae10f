import { existsSync } from 'node:fs';
import path from 'node:path';

/** Fixed, and without spaces or signs of a shell: Windows may need one. */
const OPTIONS = ['--no-audit', '--no-fund', '--loglevel=error', '--no-update-notifier'];

/**
 * How npm is to be asked, one way after the other until one succeeds. `npm ci` installs exactly what the lock file says, from nothing: where
 * nothing is there, and on a CI machine. Elsewhere what is there is kept, and brought in line with the lock file.
 *
 * @returns {string[][]} the arguments of each way
 */
export function installations({ env, installed }) {
  const again = ['install', '--no-save', ...OPTIONS];
  const onCi = !['', '0', 'false'].includes((env.CI ?? '').toLowerCase());
  return onCi || !installed ? [['ci', ...OPTIONS], again] : [again];
}

/**
 * What starts npm with these arguments. `npm_execpath` names the program that runs the script: npm's own cli is taken, another program's (pnpm,
 * yarn, bun) is not, since it has other arguments. Then npm's cli beside Node, and at last whatever npm the system finds; Windows starts that, a
 * `.cmd`, in a shell only (Node refuses it without one since 20.12.2: EINVAL).
 *
 * @returns {{ command: string, args: string[], shell: boolean }} for spawnSync; in a shell, all of it is the command
 */
export function npmCommand(args, { platform, env, execPath, exists = existsSync }) {
  const { basename, dirname, join } = platform === 'win32' ? path.win32 : path.posix;
  const given = env.npm_execpath ?? '';
  const cliIn = folder => join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const candidates = [
    ...(/^np[mx]-cli\.[cm]?js$/i.test(basename(given)) ? [given.replace(/npx(-cli\.[cm]?js)$/i, 'npm$1')] : []),
    ...(/^npm\.(cmd|ps1)$/i.test(basename(given)) ? [cliIn(dirname(given))] : []),
    // Beside node.exe on Windows, under lib beside bin elsewhere.
    cliIn(dirname(execPath)),
    cliIn(join(dirname(dirname(execPath)), 'lib')),
  ];
  const cli = candidates.find(file => exists(file));
  if (cli !== undefined) return { command: execPath, args: [cli, ...args], shell: false };
  if (platform === 'win32') return { command: ['npm', ...args].join(' '), args: [], shell: true };
  return { command: 'npm', args, shell: false };
}
