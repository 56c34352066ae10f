// npm run make-tinychat: trains a chat model of the small world from nothing and writes it as a Hugging Face folder.
import { cpSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { ensure, fail, options, root, say } from './lib/ensure.mjs';

const HELP = `Usage: npm run make-tinychat -- [options]

  --recipe NAME     which model (default tinychat, the embedded one)
  --out FOLDER      where it goes (default outputs/NAME)
  --help            this text

What was done is kept under outputs/cache: stop with Ctrl-C and start again
later.`;

const values = options(HELP, { recipe: { type: 'string', default: 'tinychat' }, out: { type: 'string' } });
ensure();
const { built } = await import('./lib/built.mjs');
const { makeTinyChat, tinyChatRecipes } = built('experiments');
const name = values.recipe;
if (!Object.hasOwn(tinyChatRecipes, name))
  fail(`--recipe is ${name}: choose one of ${Object.keys(tinyChatRecipes).join(', ')}.`);
const { checkReplaceable, replaceModelFolder } = built('model/replace-folder');
const { createReporter } = await import('./lib/terminal.mjs');
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => interruption.abort());
const out = resolve(values.out ?? join(root, 'outputs', name));
const report = createReporter();
try {
  checkReplaceable(out);
  report({ type: 'cell', at: 0, total: 1, heading: name });
  const { folder, seconds, points } = await makeTinyChat(tinyChatRecipes[name], {
    signal: interruption.signal,
    onProgress: ({ done, total, note, secondsLeft }) => {
      const left = built('notebook/progress').seconds(secondsLeft);
      report({ type: 'progress', text: `step ${done} of ${total}: ${note}, ${left} left` });
    },
  });
  const fresh = `${out}.${process.pid}.tmp`;
  cpSync(folder, fresh, { recursive: true });
  const training = { recipe: tinyChatRecipes[name], seconds, points };
  built('files').writeAtomic(join(fresh, 'training.json'), `${JSON.stringify(training, null, 1)}\n`);
  replaceModelFolder(fresh, out);
  say(`made in ${built('notebook/progress').seconds(seconds)}: ${relative(process.cwd(), out)}`);
  say(`To embed it, move it to data/models/${name}.`);
} catch (error) {
  if (!interruption.signal.aborted) fail(`\n${error.message}`);
  say('\nstopped: what was done is kept, start again to go on.');
  process.exit(130);
}
