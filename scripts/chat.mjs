// npm run chat: talks with a chat model in the terminal.
import { createInterface } from 'node:readline';
import { ensure, fail, options, root, say } from './lib/ensure.mjs';

const HELP = `Usage: npm run chat -- [MODEL] [options]

Talks with a chat model: MODEL is a Hugging Face folder, a .gguf file, or an id
of the hub such as HuggingFaceTB/SmolLM2-135M-Instruct (default: TinyChat).

  --system TEXT     what stands before the conversation
  --temperature N   0 (default) takes the most likely words; 0.8 varies
  --tokens N        how long an answer may be (default 256)
  --seed SEED       of what is drawn (default 0)
  --help            this text

Ctrl-C stops an answer, and at the prompt ends. Lines that begin with / are
commands: /help lists them. From a pipe each line is a question.`;

const COMMANDS = `/reset            forget what was said
/system TEXT      put this before the conversation (nothing: take it away)
/temperature N    0 takes the most likely words, 0.8 varies
/quit             end (or Ctrl-D)`;

const values = options(
  HELP,
  {
    system: { type: 'string' },
    temperature: { type: 'string', default: '0' },
    tokens: { type: 'string', default: '256' },
    seed: { type: 'string', default: '0' },
  },
  { allowPositionals: true },
);
const number = (name, text) => {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && Number.isFinite(value)))
    fail(`--${name} is "${text}": give a number of 0 or more.`);
  return value;
};
const [temperature, maxNewTokens] = [number('temperature', values.temperature), number('tokens', values.tokens)];
if (values.positionals.length > 1) fail(`one model at a time: ${values.positionals.join(', ')} are several.`);
const source = values.positionals[0] ?? `${root}/data/models/tinychat`;
const terminal = process.stdin.isTTY && process.stdout.isTTY;

ensure();
const { built } = await import('./lib/built.mjs');
const { plainText } = await import('./lib/plain-text.mjs');
const { loadModel, modelSummary } = built('model');
const { openConversation } = built('generate');

const model = await opened(source);
if (terminal)
  for (const [what, value] of Object.entries(modelSummary(model))) say(`${what.padEnd(16)}  ${plainText(value)}`);
if (terminal) say('\nSay something; /help lists commands.');
const conversation = openConversation(model, {
  temperature,
  maxNewTokens,
  seed: values.seed,
  ...(values.system && { system: values.system }),
  // What somebody types controls nothing.
  chat: { neutralise: true },
});

let answering;
const lines = createInterface({ input: process.stdin, output: process.stdout, terminal, prompt: '\n> ' });
lines.on('SIGINT', () => {
  if (answering) answering.abort();
  else lines.close();
});
if (terminal) lines.prompt();
for await (const line of lines) {
  const text = line.trim();
  if (text === '/quit') break;
  if (text.startsWith('/')) command(text);
  else if (text !== '') await answer(text);
  if (terminal) lines.prompt();
}
await conversation.dispose();
process.exit(0);

function command(text) {
  const [, name, rest] = /^\/(\S*)\s*(.*)$/s.exec(text);
  if (name === 'reset') conversation.reset();
  else if (name === 'system') conversation.change({ system: rest });
  else if (name === 'temperature' && rest !== '' && Number(rest) >= 0)
    conversation.change({ temperature: Number(rest) });
  else say(COMMANDS);
}

async function answer(text) {
  answering = new AbortController();
  let written = '';
  // What a model writes is text for the terminal, and never a command to it.
  const onText = so_far => {
    const shown = plainText(so_far);
    process.stdout.write(shown.slice(written.length));
    written = shown;
  };
  try {
    const { finished, forgotten } = await conversation.say(text, { onText, signal: answering.signal });
    const notes = [
      !finished && !answering.signal.aborted && 'cut off: --tokens allows more',
      forgotten > 0 && `the first ${forgotten} messages were too much to read, and are forgotten`,
    ].filter(Boolean);
    say(notes.length > 0 ? `\n(${notes.join('; ')})` : '');
  } catch (error) {
    say(`(${error.message})`);
  }
  answering = undefined;
}

async function opened(name) {
  let told = 0;
  const onProgress = ({ bytes, total, rate }) => {
    if (!process.stderr.isTTY || Date.now() - told < 200) return;
    told = Date.now();
    const mega = value => (value / 1e6).toFixed(0);
    process.stderr.write(`\r\x1b[Kdownloading ${mega(bytes)} of ${mega(total)} MB, ${mega(rate)} MB/s`);
  };
  const interruption = new AbortController();
  const stop = () => interruption.abort();
  process.once('SIGINT', stop);
  try {
    return await loadModel(name, { onProgress, signal: interruption.signal });
  } catch (error) {
    return fail(interruption.signal.aborted ? 'stopped; what has come is kept.' : error.message);
  } finally {
    process.off('SIGINT', stop);
    if (told > 0) process.stderr.write('\r\x1b[K');
  }
}
