// Some work on a provider, in a process of its own: prints what came out as JSON, or the message of its error as a string.
// Argument: { provider, kind, config }, where the provider is cpu, webgpu, cuda, or tensorflow (eager, with tfjs-node-gpu or tfjs-node).
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);
const { compile, eager, float32 } = load('../dist/compile');
const { createDecoder } = load('../dist/generate');
const { initialiseParameters } = load('../dist/model');
const { createRandom } = load('../dist/random');
const { finish, train } = load('../dist/train');

const [{ provider, kind, config, ...given }] = process.argv.slice(2).map(text => JSON.parse(text));

/** How `train` is told where to run. */
function where() {
  if (provider !== 'tensorflow') return { provider };
  for (const name of ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node']) {
    try {
      load(name);
    } catch {}
  }
  // Under the second name a package of plain tfjs may stand.
  if (!load('@tensorflow/tfjs').findBackendFactory('tensorflow'))
    throw new Error('neither @tensorflow/tfjs-node-gpu nor @tensorflow/tfjs-node is installed (environment.md)');
  return { run: eager };
}

const work = {
  /** 2 and 3 squared. */
  async square() {
    const x = float32([2], [2, 3]);
    const fn = ({ x }) => ({ y: x.square() });
    const { run } = where();
    const executable = run ? run(fn, { x }) : await compile(fn, { x }, { provider });
    return [...(await executable.run({ x })).y.data];
  },
  /** The losses and parameters of some steps. */
  async train() {
    const examples = [{ ids: [1, 2, 3, 4, 5, 6], segments: [0, 0, 1, 1, 1, 1] }];
    const losses = [];
    const options = { learningRate: 0.02, epochs: 3, ...where() };
    const trained = await finish(train(config, initialiseParameters(config, 1), examples, options), log =>
      losses.push(log.loss),
    );
    return [...losses, ...[...trained.values()].flatMap(({ data }) => [...data])];
  },
  /** The tokens of greedy answers. */
  async generate() {
    const decoder = createDecoder(config, initialiseParameters(config, 1), { endIds: [], padId: 0 }, { provider });
    const answers = await decoder.generate([[5, 6, 7], [8]], { maxNewTokens: 6 });
    return answers.flatMap(({ ids }) => ids);
  },
  /** Milliseconds of training steps, without the first two. */
  async trainingSteps() {
    const { batch, time, steps, lora } = given;
    const random = createRandom('gpu');
    const examples = Array.from({ length: batch * steps }, () => ({
      ids: Array.from({ length: time + 1 }, () => random.int(config.vocabSize)),
      segments: new Array(time + 1).fill(1),
    }));
    const options = { learningRate: 1e-3, batchSize: batch, lora, ...where() };
    const run = train(config, initialiseParameters(config, 1), examples, options);
    const times = [];
    for (let i = 0; i < steps; i++) {
      const started = performance.now();
      await run.next();
      times.push(performance.now() - started);
    }
    return times.slice(2);
  },
  /** Tokens per second of greedy answers to random prompts. */
  async generationRate() {
    const { batch, tokens } = given;
    const random = createRandom('gpu');
    const prompts = Array.from({ length: batch }, () => Array.from({ length: 32 }, () => random.int(config.vocabSize)));
    const decoder = createDecoder(config, initialiseParameters(config, 1), { endIds: [], padId: 0 }, { provider });
    await decoder.generate(prompts, { maxNewTokens: 4 });
    const started = performance.now();
    await decoder.generate(prompts, { maxNewTokens: tokens });
    return (batch * tokens * 1000) / (performance.now() - started);
  },
};

work[kind]()
  .then(
    result => process.stdout.write(JSON.stringify(result)),
    error => process.stdout.write(JSON.stringify(error.message)),
  )
  .finally(() => process.exit());
