// npm run gpu-check: what the graphics card of this machine can be used for, whether it computes what the CPU computes, and how fast.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensure, fail, options, say } from '../scripts/lib/ensure.mjs';
import { heading, median, pythonWith, row } from './report.mjs';

const HELP = `Usage: npm run gpu-check -- [options]

  --only PROVIDER   cuda, webgpu or tensorflow (default all)
  --parity          compare with the CPU, and leave out the measurements of speed
  --json            the measurements as one JSON object a line
  --help            this text

Ends with 0 when something computed on a provider, and all of it was right.`;

const { only, parity } = options(HELP, {
  only: { type: 'string' },
  parity: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
});
ensure();
const { llama, smol, tinyChat } = await import('./shapes.mjs');

const here = dirname(fileURLToPath(import.meta.url));
const providers = ['cuda', 'webgpu', 'tensorflow'];
if (only !== undefined && !providers.includes(only)) fail(`--only is ${only}: choose one of ${providers.join(', ')}`);

/** Work of on-provider.mjs: what came out, or a text that says what went wrong. */
function onProvider(work) {
  const { stdout, stderr, signal } = spawnSync(
    process.execPath,
    [join(here, 'on-provider.mjs'), JSON.stringify(work)],
    {
      encoding: 'utf8',
    },
  );
  if (stdout !== '') return JSON.parse(stdout);
  return `the process ended without a result${signal ? ` (${signal})` : ''}: ${stderr.trim().split('\n').at(-1)}`;
}

const tiny = {
  ...tinyChat.config,
  vocabSize: 23,
  hiddenSize: 8,
  intermediateSize: 12,
  layers: 1,
  heads: 4,
  kvHeads: 2,
  headDim: 2,
  contextLength: 32,
};

/** What is wrong with numbers that should be those of the CPU, to a ten-thousandth; nothing when they are. */
function complaint(found, expected) {
  if (!Array.isArray(found)) return found;
  const close = (a, b) => Math.abs(a - b) <= 1e-4 * Math.max(1, Math.abs(b));
  const same = found.length === expected.length && found.every((value, i) => close(value, expected[i]));
  return same ? undefined : 'other numbers than on the CPU';
}

let [computed, wrong] = [0, 0];
const working = providers.filter(provider => {
  if (only !== undefined && provider !== only) return false;
  const started = onProvider({ provider, kind: 'square', config: tiny });
  if (!Array.isArray(started)) {
    say(`${provider}: not here\n  ${started.replace(/^the provider \w+ does not start: /, '')}`);
    return false;
  }
  // Decoding is a graph of onnxruntime's, which TensorFlow has no part in.
  const kinds = provider === 'tensorflow' ? ['train'] : ['train', 'generate'];
  const complaints = kinds.map(kind =>
    complaint(onProvider({ provider, kind, config: tiny }), onProvider({ provider: 'cpu', kind, config: tiny })),
  );
  computed += kinds.length;
  wrong += complaints.filter(Boolean).length;
  const verdict = (kind, i) => `${kind} ${complaints[i] ? `WRONG (${complaints[i]})` : 'as on the CPU'}`;
  say(`${provider}: starts; ${kinds.map(verdict).join('; ')}`);
  return !complaints.some(Boolean);
});

if (!parity && working.length > 0) {
  const python = pythonWith('torch');
  const torch = run => {
    const code = 'import torch; print(torch.cuda.get_device_name())';
    const card = python ? spawnSync(python, ['-c', code], { encoding: 'utf8' }) : undefined;
    if (card?.status !== 0) return undefined;
    const settings = JSON.stringify({ ...run, ...run.config, mode: 'compiled', device: 'cuda' });
    const { stdout } = spawnSync(python, [join(here, 'train_torch.py'), settings], { encoding: 'utf8' });
    const times = stdout ? JSON.parse(stdout) : [];
    return times.length > 0 ? median(times) : undefined;
  };
  const shapes = [
    { ...tinyChat, batch: 16, time: 128, steps: 12 },
    { ...llama, batch: 16, time: 128, steps: 12 },
    { ...smol, name: `${smol.name}, LoRA r 16`, lora: { rank: 16 }, batch: 4, time: 128, steps: 6 },
  ];
  heading('training in fp32, beside the CPU of this machine and beside PyTorch compiled on its graphics card');
  for (const run of shapes) {
    const rate = milliseconds => milliseconds && (run.batch * run.time * 1000) / milliseconds;
    const ours = provider => {
      const times = onProvider({ ...run, provider, kind: 'trainingSteps' });
      return Array.isArray(times) ? rate(median(times)) : undefined;
    };
    const [cpu, peer] = [ours('cpu'), rate(torch(run))];
    for (const provider of working) {
      const found = ours(provider);
      const name = `${run.name}, ${run.batch} x ${run.time}, ${provider}`;
      if (found === undefined) {
        say(`  ${name}: does not run`);
        wrong++;
        continue;
      }
      row({ name, ours: found, peer: cpu, peerName: 'CPU', unit: 'tokens/s' });
      row({ name, ours: found, peer, peerName: 'PyTorch on CUDA', unit: 'tokens/s' });
    }
  }
  heading('generation, TinyChat with random weights, greedy, 64 new tokens, beside the CPU');
  for (const batch of [1, 32, 64]) {
    const ours = provider =>
      onProvider({ provider, kind: 'generationRate', config: tinyChat.config, batch, tokens: 64 });
    const cpu = ours('cpu');
    for (const provider of working.filter(name => name !== 'tensorflow')) {
      const found = ours(provider);
      if (typeof found === 'number')
        row({ name: `batch ${batch}, ${provider}`, ours: found, peer: cpu, peerName: 'CPU', unit: 'tokens/s' });
      else {
        say(`  batch ${batch}, ${provider}: ${found}`);
        wrong++;
      }
    }
  }
}

if (computed === 0)
  say('nothing was checked: no provider but the CPU starts here (environment.md says what each needs)');
process.exit(computed > 0 && wrong === 0 ? 0 : 1);
