import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** The folder of the project. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Where what these scripts remember lies: it goes with the installed packages. */
const memory = join(root, 'node_modules', '.radis');

/** Installs what is missing and builds what has changed; quick when there is nothing to do. */
export function ensure() {
  requireNode();
  install();
  build();
  link();
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Node ${process.versions.node} is too old: install Node 20.19 or newer.`);
}

/**
 * Installs what the lock file says when it is not the one that was installed from. Not `npm ci`: that refuses a lock file without the
 * optional packages of other platforms, which not every registry holds.
 */
function install() {
  const lock = hashOf([join(root, 'package-lock.json')]);
  if (recall('installed') === lock) return;
  say('installing packages (about a minute, once) …');
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith('.js')
    ? [process.execPath, [npm]]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
  // onnxruntime-node would fetch CUDA libraries; its CPU and WebGPU parts are in the package (environment.md).
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
  const options = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', '--no-update-notifier'];
  const { status } = spawnSync(command, [...first, ...options], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) fail('npm install failed: see the messages above. It needs the npm registry.');
  remember('installed', lock);
}

/** Compiles `src` to `dist` when a source has changed. */
function build() {
  const sources = hashOf([join(root, 'tsconfig.json'), ...filesBelow(join(root, 'src'))]);
  if (recall('built') === sources && existsSync(join(root, 'dist', 'index.js'))) return;
  say('building …');
  // A build that fails leaves the old one as it was, and is tried again next time.
  rmSync(join(memory, 'built'), { force: true });
  // Each process has a folder of its own: somebody may start a second one meanwhile.
  const [made, fresh] = [join(root, 'dist'), join(root, `dist.tmp-${process.pid}`)];
  removeAbandoned();
  // npx tsc would be the compiler that tslab brings.
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', root, '--outDir', fresh, '--noEmitOnError'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    fail('the build failed: see the messages above.');
  }
  if (recall('built') === sources) {
    // Another process was faster, and may be using it already.
    rmSync(fresh, { recursive: true, force: true });
    return;
  }
  rmSync(made, { recursive: true, force: true });
  renameSync(fresh, made);
  remember('built', sources);
}

/** Removes what builds have left that were killed. */
function removeAbandoned() {
  for (const name of readdirSync(root)) {
    const pid = /^dist\.tmp-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(root, name), { recursive: true, force: true });
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of another user may not be signalled, but is there.
    return error.code === 'EPERM';
  }
}

/** Lets notebooks in any folder of the project import the package by its name. */
function link() {
  const path = join(root, 'node_modules', 'radis-workbench');
  if (target(path) === realpathSync(root)) return;
  // The project was moved or copied: a link to the old place would run the old code.
  rmSync(path, { recursive: true, force: true });
  symlinkSync(root, path, 'junction');
}

function target(path) {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function recall(name) {
  const path = join(memory, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function remember(name, value) {
  mkdirSync(memory, { recursive: true });
  writeFileSync(join(memory, name), value);
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(path.slice(root.length)).update(readFileSync(path));
  return hash.digest('hex');
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]));
}

/** The options of a command, and what stands beside them where that is allowed; `--help` prints the help and ends, a mistyped one ends with a sentence. */
export function options(help, known, { allowPositionals = false } = {}) {
  let parsed;
  try {
    parsed = parseArgs({ options: { ...known, help: { type: 'boolean', default: false } }, allowPositionals });
  } catch (error) {
    fail(`${error.message}\n\n${help}`);
  }
  if (!parsed.values.help) return { ...parsed.values, positionals: parsed.positionals };
  say(help);
  process.exit(0);
}

// Whoever reads us may have seen enough: `npm run world | head`.
process.stdout.on('error', error => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

/** Writes a line to the terminal. */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** Ends the program with one sentence. */
export function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
