// npm run site: a folder that any web server serves, with the notebooks, the claims, the methods, and a chat in the browser.
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { ensure, fail, options, root, say } from './lib/ensure.mjs';

const HELP = `Usage: npm run site -- [options]

Writes a folder that any web server serves: all notebooks as pages, search, the
map of methods, the claims, and a chat in the browser.

  --out FOLDER      default outputs/site
  --no-models       the chat has the base alone; else four models are fine-tuned
                    for it once, about two minutes, and kept
  --serve           serves it on this machine, until Ctrl-C
  --port N          where (default: any that is free)
  --help            this text`;

const values = options(HELP, {
  out: { type: 'string' },
  'no-models': { type: 'boolean', default: false },
  serve: { type: 'boolean', default: false },
  port: { type: 'string', default: '0' },
});
ensure();
const radis = createRequire(import.meta.url)(join(root, 'dist', 'index.js'));
const { buildSite } = await import('./lib/site/build.mjs');
const { serveFolder } = await import('./lib/site/serve.mjs');

const out = values.out ? resolve(process.env.INIT_CWD ?? '.', values.out) : join(root, 'outputs', 'site');
if (existsSync(out) && !existsSync(join(out, 'models', 'models.json')))
  fail(`${relative(process.cwd(), out)} is there, and is no site: give another folder, or remove it.`);

const base = join(root, 'data', 'models', 'tinychat');
const models = [{ name: 'base', title: 'base', method: 'base', source: base }];
if (!values['no-models']) {
  const model = radis.openTinyChat();
  const run = {
    domain: 'clinic',
    pairs: 200,
    epochs: 2,
    batchSize: 16,
    learningRate: 0.0016,
    seed: 1,
    normalisation: 'token',
  };
  for (const lambda of [0, 0.25, 1, 4]) {
    const method = lambda === 0 ? 'vanilla' : 'radis';
    const title = lambda === 0 ? 'vanilla fine-tuning' : `RaDis, λ = ${lambda}`;
    say(`${title} …`);
    const { folder } = await radis.fineTune(model, { ...run, method, lambda: lambda || 1 });
    models.push({ name: `${method}-${lambda}`, title, method, lambda, source: folder });
  }
}

// Beside its place, and put there when it is whole.
const parent = mkdtempSync(join(root, 'outputs', '.site-'));
const fresh = join(parent, basename(out));
try {
  mkdirSync(fresh);
  buildSite({ radis, root, folder: fresh, models });
  mkdirSync(dirname(out), { recursive: true });
  rmSync(out, { recursive: true, force: true });
  try {
    renameSync(fresh, out);
  } catch {
    // On another disk.
    cpSync(fresh, out, { recursive: true });
  }
} catch (error) {
  fail(error.message);
} finally {
  rmSync(parent, { recursive: true, force: true });
}
const first = ['index.html', 'site.css', 'search.js'].reduce((sum, name) => sum + statSync(join(out, name)).size, 0);
say(`${relative(process.cwd(), out)}: the first page has ${(first / 1000).toFixed(0)} kB, and its pictures`);
if (values.serve) {
  const server = await serveFolder(out, Number(values.port));
  say(`open ${server.url}\nCtrl-C ends it.`);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(0));
}
