import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installations, npmCommand } from './npm.mjs';

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

/** Installs what the lock file says when it is not the one that was installed from. */
function install() {
  const lock = hashOf([join(root, 'package-lock.json')]);
  if (recall('installed') === lock) return;
  say('installing packages (about a minute, once) …');
  const [first, ...others] = installations({
    env: process.env,
    installed: existsSync(join(root, 'node_modules')),
  });
  let problem = npm(first);
  for (const args of problem === undefined ? [] : others) {
    say(`npm ${first[0]} refuses (${problem}): trying npm ${args[0]} …`);
    problem = npm(args);
  }
  if (problem !== undefined) fail(`packages cannot be installed (${problem}): see above. It needs the npm registry.`);
  remember('installed', lock);
}

/** Runs npm; what went wrong, or nothing. */
function npm(given) {
  const { command, args, shell } = npmCommand(given, process);
  // onnxruntime-node would fetch CUDA libraries; its CPU and WebGPU parts are in the package (environment.md).
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
  const { status, signal, error } = spawnSync(command, args, {
    cwd: root,
    env,
    shell,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (error?.code === 'ENOENT') return 'there is no npm: it comes with Node';
  if (error) return `npm does not start: ${error.message}`;
  return status === 0 ? undefined : `it ended with ${status ?? signal}`;
}

/** Compiles `src` to `dist` when a source has changed. */
function build() {
  const sources = hashOf([join(root, 'tsconfig.json'), ...filesBelow(join(root, 'src'))]);
  if (recall('built') === sources && existsSync(join(root, 'dist', 'index.js'))) return;
  say('building …');
  // A build that fails leaves the old one as it was, and is tried again next time.
  rmSync(join(memory, 'built'), { force: true });
  // Each process has a folder of its own: somebody may start a second one meanwhile, and its number may be the same in another container.
  const [made, fresh] = [join(root, 'dist'), join(root, `dist.tmp-${process.pid}-${randomBytes(4).toString('hex')}`)];
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

/** Removes what builds have left that were killed: none takes an hour. Numbers of processes tell nothing: containers may share the folder. */
function removeAbandoned() {
  for (const name of readdirSync(root).filter(name => /^dist\.tmp-[\w-]+$/.test(name))) {
    const path = join(root, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > 3_600_000) rmSync(path, { recursive: true, force: true });
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
