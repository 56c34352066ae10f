// npm run bench: tokens per second of one training step, ours beside PyTorch's (where a Python with torch is found), in turns.
import { execFileSync, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensure, say } from '../scripts/lib/ensure.mjs';

ensure();
const load = createRequire(import.meta.url);
const { compile, float32, int32 } = load('../dist/compile');
const { tinyChatConfig } = load('../dist/experiments');
const { initialiseParameters } = load('../dist/model');
const { adamWScalars, stepSignature, trainStep } = load('../dist/train');

const folder = dirname(fileURLToPath(import.meta.url));
const shapes = {
  'TinyChat 2.0M': tinyChatConfig,
  'Llama 4.2M': {
    ...tinyChatConfig,
    vocabSize: 4096,
    hiddenSize: 256,
    intermediateSize: 688,
    heads: 4,
    kvHeads: 4,
    headDim: 64,
  },
};
const [BATCH, TIME, STEPS, ROUNDS] = [16, 128, 12, 3];

/** Milliseconds of each step, without the first two, which take their memory. */
async function ours(config) {
  const signature = stepSignature(config, BATCH, TIME);
  const step = await compile(trainStep(config), signature, { recycle: true });
  let state = {};
  for (const [name, { shape, data }] of initialiseParameters(config, 1)) {
    state[name] = float32(shape, data);
    for (const prefix of ['mean/', 'square/']) state[prefix + name] = float32(shape, new Float32Array(data.length));
  }
  const count = BATCH * TIME;
  const tokens = shape =>
    int32(
      shape,
      Int32Array.from({ length: count }, () => Math.floor(Math.random() * config.vocabSize)),
    );
  const data = {
    ids: tokens([BATCH, TIME]),
    documents: int32([BATCH, TIME], new Int32Array(count).fill(1)),
    positions: int32(
      [count],
      Int32Array.from({ length: count }, (_, at) => at),
    ),
    targets: tokens([count]),
    weights: float32([count], new Float32Array(count).fill(1 / count)),
  };
  const times = [];
  for (let i = 1; i <= STEPS; i++) {
    const started = performance.now();
    const result = await step.run({ ...state, ...data, scalars: float32([3], adamWScalars(i, 1e-3)) });
    times.push(performance.now() - started);
    state = Object.fromEntries(Object.keys(state).map(name => [name, result[name]]));
  }
  await step.dispose();
  return times.slice(2);
}

const python = ['python3', 'python'].find(
  name => spawnSync(name, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0,
);
const torch = config =>
  JSON.parse(
    execFileSync(python, [join(folder, 'train_torch.py'), JSON.stringify({ ...config, BATCH, TIME, STEPS })], {
      encoding: 'utf8',
    }),
  );
const median = values => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const rate = times => Math.round((BATCH * TIME * 1000) / median(times));

say(
  `one training step in fp32, batch ${BATCH} x ${TIME}; ${cpus().length} x ${cpus()[0].model}; medians of ${ROUNDS} rounds in turns`,
);
for (const [name, config] of Object.entries(shapes)) {
  const [mine, theirs] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    mine.push(...(await ours(config)));
    if (python) theirs.push(...torch(config));
  }
  const peer = python
    ? `PyTorch eager ${rate(theirs)} tokens/s, ratio ${(median(theirs) / median(mine)).toFixed(2)}`
    : 'PyTorch not found';
  say(`${name.padEnd(14)} ${rate(mine)} tokens/s; ${peer}`);
}
