// npm run make-tinychat: trains the embedded chat model from nothing and writes it to data/models/tinychat.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensure, root, say } from './lib/ensure.mjs';
import { duration } from './lib/terminal.mjs';

const { values } = parseArgs({
  options: {
    conversations: { type: 'string', default: '75000' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: join(root, 'data', 'models', 'tinychat') },
  },
});
ensure();
const { makeTinyChat, saveModelFolder } = createRequire(import.meta.url)('radis-workbench');
const interruption = new AbortController();
process.on('SIGINT', () => interruption.abort());
const started = Date.now();
try {
  const model = await makeTinyChat({
    conversations: Number(values.conversations),
    seed: Number(values.seed),
    signal: interruption.signal,
    onLog({ step, steps, loss, tokensPerSecond }) {
      if (step !== 1 && step !== steps && step % 50 !== 0) return;
      const elapsed = (Date.now() - started) / 1000;
      const left = duration((elapsed / step) * (steps - step));
      say(`step ${step} of ${steps}, loss ${loss.toFixed(3)}, ${Math.round(tokensPerSecond)} tokens/s, ${left} left`);
    },
  });
  saveModelFolder(values.out, model);
  say(`made in ${duration((Date.now() - started) / 1000)}: ${values.out}`);
} catch (error) {
  if (!interruption.signal.aborted) throw error;
  say('stopped: nothing was written.');
  process.exit(130);
}
