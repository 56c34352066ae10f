// npm run make-tinychat: trains the embedded chat model from nothing, stage by stage, and writes it as a Hugging Face folder.
import { cpSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { ensure, fail, options, root, say } from './lib/ensure.mjs';

const HELP = `Usage: npm run make-tinychat -- [options]

  --out FOLDER      where the model goes (default outputs/tinychat)
  --help            this text

What was done is kept under outputs/cache: stop with Ctrl-C and start again
later.`;

const values = options(HELP, { out: { type: 'string', default: join(root, 'outputs', 'tinychat') } });
ensure();
const { built } = await import('./lib/built.mjs');
const { makeTinyChat, tinyChatStages } = built('experiments');
const { checkReplaceable, replaceModelFolder } = built('model/folder');
const { createReporter } = await import('./lib/terminal.mjs');
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => interruption.abort());
const out = resolve(values.out);
const report = createReporter();
const total = tinyChatStages.length;
try {
  checkReplaceable(out);
  const { folder, seconds } = await makeTinyChat({
    signal: interruption.signal,
    onProgress: ({ stage, done, total: steps, note, secondsLeft }) => {
      const heading = `stage ${stage + 1} of ${total}`;
      if (done === 1) report({ type: 'cell', at: stage, total, heading });
      const left = built('notebook/progress').seconds(secondsLeft);
      report({ type: 'progress', text: `step ${done} of ${steps}: ${note}, ${left} left` });
    },
  });
  const fresh = `${out}.${process.pid}.tmp`;
  cpSync(folder, fresh, { recursive: true });
  replaceModelFolder(fresh, out);
  say(`made in ${built('notebook/progress').seconds(seconds)}: ${relative(process.cwd(), out)}`);
  say('To embed it, move it to data/models/tinychat.');
} catch (error) {
  if (!interruption.signal.aborted) fail(`\n${error.message}`);
  say('\nstopped: what was done is kept, start again to go on.');
  process.exit(130);
}
