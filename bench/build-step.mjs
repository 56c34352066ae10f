// For open.mjs: starts a training run of random weights, and says how long its graphs took to build, how long it was to the end of the
// first step, and how much memory the process had at most after three.
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);
const { compile } = load('../dist/compile');
const { initialiseParameters } = load('../dist/model');
const { train } = load('../dist/train');

const [{ config, batchSize, time, asked = 1, ...given }] = process.argv.slice(2).map(text => JSON.parse(text));
const ids = Array.from({ length: time + 1 }, (_, t) => t % config.vocabSize);
// A share of the tokens at the end is learned; the rest is prompt.
const example = { ids, segments: ids.map((_, t) => (t > (1 - asked) * time ? 1 : 0)) };
const parameters = initialiseParameters(config, 1);
let building = 0;
const run = async (fn, signature) => {
  const started = performance.now();
  const executable = await compile(fn, signature);
  building += performance.now() - started;
  return executable;
};
const options = { learningRate: 1e-3, batchSize, ...given, run };
const started = performance.now();
const steps = train(config, parameters, new Array(3 * batchSize).fill(example), options);
await steps.next();
const first = performance.now() - started;
const before = performance.now();
for (let i = 0; i < 2; i++) await steps.next();
const step = (performance.now() - before) / 2000;
const peak = process.resourceUsage().maxRSS * 1024;
process.stdout.write(JSON.stringify({ seconds: building / 1000, first: first / 1000, step, peak }));
process.exit();
