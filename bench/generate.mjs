// Tokens per second of generation with TinyChat, ours beside Hugging Face transformers' (where a Python has it), in turns. The peer opens
// the same folder, so this is also where PyTorch reads what the project exports.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensure } from '../scripts/lib/ensure.mjs';
import { heading, median, pythonWith, row } from './report.mjs';

ensure();
const load = createRequire(import.meta.url);
const { createDecoder } = load('../dist/generate');
const { loadModelFolder } = load('../dist/model');
const { projectPath } = load('../dist/paths');
const { sampleTranslations, translationPrompt } = load('../dist/world');

const [NEW_TOKENS, ROUNDS] = [64, 3];
const folder = projectPath('data', 'models', 'tinychat');
const model = loadModelFolder(folder);
const items = sampleTranslations({ domain: 'everyday', from: 'en', to: 'de', count: 64, seed: 1 });
const prompts = items.map(item => model.tokenizer.encodeChat(translationPrompt(item), { addGenerationPrompt: true }));
const kinds = { greedy: {}, sampled: { temperature: 1, topK: 50 } };

async function ours(batch, kind) {
  // No token ends an answer: both sides write as many.
  const decoder = createDecoder(model.config, model.parameters, { endIds: [], padId: model.tokenizer.padId });
  const chosen = prompts.slice(0, batch);
  await decoder.generate(chosen, { maxNewTokens: 4, ...kinds[kind] });
  const started = performance.now();
  await decoder.generate(chosen, { maxNewTokens: NEW_TOKENS, ...kinds[kind] });
  const seconds = (performance.now() - started) / 1000;
  await decoder.dispose();
  return (batch * NEW_TOKENS) / seconds;
}

const python = pythonWith('transformers');
const theirs = (batch, kind) =>
  JSON.parse(
    execFileSync(python, [join(dirname(fileURLToPath(import.meta.url)), 'generate_torch.py'), folder], {
      input: JSON.stringify({ prompts: prompts.slice(0, batch), sampled: kind === 'sampled', newTokens: NEW_TOKENS }),
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    }),
  );

heading(`generation, TinyChat, ${NEW_TOKENS} new tokens each, medians of ${ROUNDS} rounds in turns`);
for (const kind of Object.keys(kinds)) {
  for (const batch of [1, 8, 32, 64]) {
    const [mine, peers] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      mine.push(await ours(batch, kind));
      if (python) peers.push(theirs(batch, kind));
    }
    const peer = python ? median(peers) : undefined;
    row({ name: `${kind}, batch ${batch}`, ours: median(mine), peer, peerName: 'transformers', unit: 'tokens/s' });
  }
}
