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
const { compile, float32 } = load('../dist/compile');
const { tinyChatConfig } = load('../dist/experiments');
const { initialiseParameters, parameterShapes } = load('../dist/model');
const { createRandom } = load('../dist/random');
const { train } = load('../dist/train');

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

/** Steps of a run as a user starts it: what happens between the graphs counts too. */
async function ourStep(config) {
  const examples = Array.from({ length: BATCH * STEPS }, () => ({
    ids: Array.from({ length: TIME + 1 }, () => random.int(config.vocabSize)),
    segments: new Array(TIME + 1).fill(1),
  }));
  const run = train(config, initialiseParameters(config, 1), examples, { learningRate: 1e-3, batchSize: BATCH });
  const times = await timed(() => run.next());
  await run.return();
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
  const executable = await compile(products, inputs);
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
