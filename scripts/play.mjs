// npm run play: a page on this machine to train TinyChat, or a model of one's own, with another λ, and to talk with what comes out.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensure, fail, options, root, say } from './lib/ensure.mjs';

const HELP = `Usage: npm run play -- [options]

Serves a page on this machine: choose a method, λ and a learning rate, watch the
model forget while it trains, and ask all models the same.

  --model SOURCE    the base: a Hugging Face folder, a .gguf file, or an id of
                    the hub (default: TinyChat)
  --port N          default: any that is free
  --no-open         only says the address
  --help            this text

Ctrl-C ends it. What was trained is kept under outputs: the same choice is there
at once the next time.`;

const values = options(HELP, {
  model: { type: 'string' },
  port: { type: 'string', default: '0' },
  'no-open': { type: 'boolean', default: false },
});
const port = Number(values.port);
if (!(Number.isInteger(port) && port >= 0 && port < 65_536))
  fail(`--port is "${values.port}": give a number below 65536.`);

ensure();
const { built } = await import('./lib/built.mjs');
const { loadModel } = built('model');
const { startPlay } = built('play');
const source = values.model ?? join(root, 'data', 'models', 'tinychat');
const page = await startPlay(await loadModel(source), { port, source }).catch(error => fail(error.message));
say(`open ${page.url}\nCtrl-C ends it.`);
if (!values['no-open'] && process.stdout.isTTY) {
  const command = { darwin: 'open', win32: 'explorer' }[process.platform] ?? 'xdg-open';
  // Where there is no browser the address is enough.
  spawn(command, [page.url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.once(signal, async () => {
    await page.close();
    process.exit(0);
  });
