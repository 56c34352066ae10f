// npm run make-tinychat: trains the embedded chat model from nothing, stage by stage, and writes it as a Hugging Face folder.
// A stage that was finished is not done again: stop with Ctrl-C and start again later.
import { existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensure, root, say } from './lib/ensure.mjs';
import { duration } from './lib/terminal.mjs';

const { values } = parseArgs({ options: { out: { type: 'string', default: join(root, 'outputs', 'tinychat') } } });
ensure();
const { loadModelFolder, saveModelFolder, tinyChatStages, trainTinyChat } = createRequire(import.meta.url)(
  'radis-workbench',
);
const interruption = new AbortController();
process.on('SIGINT', () => interruption.abort());
const out = resolve(values.out);
const folderOf = stage => (stage === tinyChatStages.length - 1 ? out : `${out}.stage-${stage + 1}`);
try {
  for (const [at, stage] of tinyChatStages.entries()) {
    if (existsSync(folderOf(at))) continue;
    const started = Date.now();
    const model = await trainTinyChat(stage, {
      start: at > 0 ? loadModelFolder(folderOf(at - 1)) : undefined,
      signal: interruption.signal,
      onLog({ step, steps, loss, tokensPerSecond }) {
        if (step !== 1 && step !== steps && step % 50 !== 0) return;
        const left = duration(((Date.now() - started) / 1000 / step) * (steps - step));
        const place = `stage ${at + 1} of ${tinyChatStages.length}, step ${step} of ${steps}`;
        say(`${place}: loss ${loss.toFixed(3)}, ${Math.round(tokensPerSecond)} tokens/s, ${left} left`);
      },
    });
    saveModelFolder(folderOf(at), model);
  }
  for (let at = 0; at < tinyChatStages.length - 1; at++) rmSync(folderOf(at), { recursive: true, force: true });
  say(`made: ${out}. To embed it, move it to data/models/tinychat.`);
} catch (error) {
  if (!interruption.signal.aborted) throw error;
  say('stopped: finished stages are kept.');
  process.exit(130);
}
