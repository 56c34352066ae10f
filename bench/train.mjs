// Tokens per second of one training step, ours beside PyTorch's (where a Python with torch is found), in turns; and how
// long the step's matrix products alone take: no step can be faster than they are.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensure } from '../scripts/lib/ensure.mjs';
import { heading, median, pythonWith, row } from './report.mjs';

ensure();
const load = createRequire(import.meta.url);
const tf = load('@tensorflow/tfjs');
const { compile, float32, int32 } = load('../dist/compile');
const { tinyChatConfig } = load('../dist/experiments');
const { initialiseParameters, parameterShapes } = load('../dist/model');
const { createRandom } = load('../dist/random');
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
const COUNT = BATCH * TIME;
const random = createRandom('bench');

/** Milliseconds of each call, without the first two, which take their memory. */
async function timed(call) {
  const times = [];
  for (let i = 1; i <= STEPS; i++) {
    const started = performance.now();
    await call(i);
    times.push(performance.now() - started);
  }
  return times.slice(2);
}

async function ourStep(config) {
  const signature = stepSignature(config, { rows: BATCH, time: TIME });
  const step = await compile(trainStep(config), signature, { recycle: true });
  let state = {};
  for (const [name, { shape, data }] of initialiseParameters(config, 1)) {
    state[name] = float32(shape, data);
    for (const prefix of ['mean/', 'square/']) state[prefix + name] = float32(shape, new Float32Array(data.length));
  }
  const tokens = shape =>
    int32(
      shape,
      Int32Array.from({ length: COUNT }, () => random.int(config.vocabSize)),
    );
  const data = {
    ids: tokens([BATCH, TIME]),
    documents: int32([BATCH, TIME], new Int32Array(COUNT).fill(1)),
    positions: int32(
      [COUNT],
      Int32Array.from({ length: COUNT }, (_, at) => at),
    ),
    targets: tokens([COUNT]),
    weights: float32([COUNT], new Float32Array(COUNT).fill(1 / COUNT)),
  };
  const times = await timed(async i => {
    const result = await step.run({ ...state, ...data, scalars: float32([3], adamWScalars(i, 1e-3)) });
    state = Object.fromEntries(Object.keys(state).map(name => [name, result[name]]));
  });
  await step.dispose();
  return times;
}

/** The step's products with weights: y = x W^T forward, dx = dy W and dW = dy^T x backward, for each linear layer and the head. */
async function ourProducts(config) {
  const weights = [...parameterShapes(config)].filter(([, shape]) => shape.length === 2);
  const numbers = (...shape) =>
    float32(
      shape,
      Float32Array.from({ length: shape[0] * shape[1] }, () => random() - 0.5),
    );
  const inputs = {};
  for (const [name, [out, into]] of weights) {
    Object.assign(inputs, {
      [`${name}/w`]: numbers(out, into),
      [`${name}/x`]: numbers(COUNT, into),
      [`${name}/dy`]: numbers(COUNT, out),
    });
  }
  const products = given =>
    Object.fromEntries(
      weights.flatMap(([name]) => {
        const [w, x, dy] = ['w', 'x', 'dy'].map(part => given[`${name}/${part}`]);
        // One number of each is kept: the rest of its memory goes to the next, as in a step.
        const one = product => product.slice([0, 0], [1, 1]);
        return [
          [`${name}/y`, one(tf.matMul(x, w, false, true))],
          [`${name}/dx`, one(tf.matMul(dy, w))],
          [`${name}/dw`, one(tf.matMul(dy, x, true))],
        ];
      }),
    );
  const executable = await compile(products, inputs, { recycle: true });
  const times = await timed(() => executable.run(inputs));
  await executable.dispose();
  return times;
}

const python = pythonWith('torch');
const torch = config =>
  JSON.parse(
    execFileSync(python, [join(folder, 'train_torch.py'), JSON.stringify({ ...config, BATCH, TIME, STEPS })], {
      encoding: 'utf8',
    }),
  );
heading(`one training step in fp32, batch ${BATCH} x ${TIME}, medians of ${ROUNDS} rounds in turns`);
const rate = times => (COUNT * 1000) / median(times);
for (const [name, config] of Object.entries(shapes)) {
  const mine = { step: [], products: [] };
  const theirs = { step: [], products: [] };
  for (let round = 0; round < ROUNDS; round++) {
    mine.step.push(...(await ourStep(config)));
    mine.products.push(...(await ourProducts(config)));
    if (!python) continue;
    for (const [part, times] of Object.entries(torch(config))) theirs[part].push(...times);
  }
  const beside = { peerName: 'PyTorch eager', unit: 'tokens/s' };
  for (const [part, what] of Object.entries({ step: 'step', products: 'its matrix products alone' })) {
    const peer = python ? rate(theirs[part]) : undefined;
    row({ name: `${name}, ${what}`, ours: rate(mine[part]), peer, ...beside });
  }
}
