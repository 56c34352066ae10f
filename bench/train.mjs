// Tokens per second of a training run, ours beside PyTorch's (where a Python with torch is found), in turns; and how long the matrix
// products of a step alone take: no step can be faster than they are.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensure } from '../scripts/lib/ensure.mjs';
import { heading, median, pythonWith, row } from './report.mjs';

ensure();
const load = createRequire(import.meta.url);
const tf = load('@tensorflow/tfjs');
const { compile, float32 } = load('../dist/compile');
const { initialiseParameters, parameterShapes } = load('../dist/model');
const { createRandom } = load('../dist/random');
const { train } = load('../dist/train');
const { llama, smol, tinyChat } = await import('./shapes.mjs');

// Without hardware for it PyTorch's bf16 takes seconds a step, and says nothing.
const hasBf16 = existsSync('/proc/cpuinfo') && /avx512_bf16|amx_bf16/.test(readFileSync('/proc/cpuinfo', 'utf8'));

const folder = dirname(fileURLToPath(import.meta.url));
const random = createRandom('bench');
const runs = [
  { ...tinyChat, batch: 16, time: 128, steps: 12, rounds: 3 },
  { ...llama, batch: 16, time: 128, steps: 12, rounds: 3 },
  { ...smol, name: `${smol.name}, LoRA r 16`, lora: { rank: 16 }, batch: 4, time: 128, steps: 6, rounds: 2 },
];

/** Milliseconds of each call, without the first two, which take their memory. */
async function timed(call, steps) {
  const times = [];
  for (let i = 1; i <= steps; i++) {
    const started = performance.now();
    await call(i);
    times.push(performance.now() - started);
  }
  return times.slice(2);
}

/** Steps of a run as a user starts it: what happens between the graphs counts too. */
async function ourSteps({ config, lora, batch, time, steps }) {
  const examples = Array.from({ length: batch * steps }, () => ({
    ids: Array.from({ length: time + 1 }, () => random.int(config.vocabSize)),
    segments: new Array(time + 1).fill(1),
  }));
  const options = { learningRate: 1e-3, batchSize: batch, lora };
  const run = train(config, initialiseParameters(config, 1), examples, options);
  const times = await timed(() => run.next(), steps);
  await run.return();
  return times;
}

/** The products with weights: y = x W^T forward, dx = dy W and (unless W is frozen) dW = dy^T x backward, for each matrix. */
async function ourProducts({ config, lora, batch, time, steps }) {
  const weights = [...parameterShapes(config)].filter(([, shape]) => shape.length === 2);
  const count = batch * time;
  const numbers = (...shape) =>
    float32(
      shape,
      Float32Array.from({ length: shape[0] * shape[1] }, () => random() - 0.5),
    );
  const inputs = {};
  for (const [name, [out, into]] of weights) {
    Object.assign(inputs, {
      [`${name}/w`]: numbers(out, into),
      [`${name}/x`]: numbers(count, into),
      [`${name}/dy`]: numbers(count, out),
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
          ...(lora ? [] : [[`${name}/dw`, one(tf.matMul(dy, x, true))]]),
        ];
      }),
    );
  const executable = await compile(products, inputs);
  const times = await timed(() => executable.run(inputs), steps);
  await executable.dispose();
  return times;
}

const python = pythonWith('torch');
const torch = (run, mode) =>
  JSON.parse(
    execFileSync(python, [join(folder, 'train_torch.py'), JSON.stringify({ ...run, ...run.config, mode })], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
heading(
  'training in fp32, batch x time, medians of rounds in turns; PyTorch eager and compiled, the better is the peer',
);
for (const run of runs) {
  const { name, batch, time, rounds } = run;
  const rate = times => (batch * time * 1000) / median(times);
  // A mode that does not run here gives no times.
  const best = modes => {
    const ran = modes.filter(times => times.length > 0);
    return ran.length > 0 ? Math.max(...ran.map(rate)) : undefined;
  };
  const mine = { step: [], products: [] };
  const theirs = { eager: [], compiled: [], bf16: [], products: [] };
  for (let round = 0; round < rounds; round++) {
    mine.step.push(...(await ourSteps(run)));
    mine.products.push(...(await ourProducts(run)));
    if (!python) continue;
    for (const mode of ['eager', 'compiled', 'products']) theirs[mode].push(...torch(run, mode));
    if (hasBf16) theirs.bf16.push(...torch(run, 'bf16'));
  }
  const shape = `${name}, ${batch} x ${time}`;
  const beside = (what, peerName, ours, peer) =>
    row({ name: `${shape}${what}`, ours, peer: python ? peer() : undefined, peerName, unit: 'tokens/s' });
  beside('', 'PyTorch fp32', rate(mine.step), () => best([theirs.eager, theirs.compiled]));
  beside(', beside bf16', 'PyTorch bf16', rate(mine.step), () => best([theirs.bf16]));
  beside(', matrix products alone', 'PyTorch fp32', rate(mine.products), () => rate(theirs.products));
}
