import { beforeAll, describe, expect, it } from 'vitest';
import { eager } from '../../src/compile';
import { initialiseParameters, type Parameters, type StoredTensor } from '../../src/model';
import {
  finish,
  type Losses,
  type LossOptions,
  type TrainingExample,
  type TrainLog,
  type TrainOptions,
  train,
} from '../../src/train';
import { largestDifference, tinyConfig, useCpuBackend } from '../helpers';

beforeAll(useCpuBackend);

const parameters = initialiseParameters(tinyConfig, 1);

/** Sequences that count upwards: easy to learn. Two prompt tokens, then the translation, then a rationale. */
const examples: TrainingExample[] = Array.from({ length: 12 }, (_, i) => ({
  ids: Array.from({ length: 8 + (i % 5) }, (_, t) => (i + t) % tinyConfig.vocabSize),
  segments: Array.from({ length: 8 + (i % 5) }, (_, t) => (t < 2 ? 0 : t < 6 ? 1 : 2)),
}));

async function run(
  list: readonly TrainingExample[],
  options: Partial<TrainOptions> = {},
): Promise<{ logs: TrainLog[]; trained: Parameters }> {
  const loop = train(tinyConfig, parameters, list, { learningRate: 0.02, batchSize: 4, ...options });
  const logs: TrainLog[] = [];
  for (;;) {
    const { value, done } = await loop.next();
    if (done) return { logs, trained: value };
    logs.push(value);
  }
}

describe('training', () => {
  it('learns, and leaves the parameters it was given as they were', async () => {
    const before = structuredClone(parameters);
    const { logs, trained } = await run(examples, { epochs: 20 });
    expect(logs.at(-1)!.loss).toBeLessThan(logs[0]!.loss / 2);
    expect(parameters).toEqual(before);
    expect([...trained.keys()]).toEqual([...parameters.keys()]);
    expect(trained).not.toEqual(before);
  });

  it('gives the same numbers again, and other ones in another order', async () => {
    const first = await run(examples, { seed: 1 });
    expect((await run(examples, { seed: 1 })).trained).toEqual(first.trained);
    expect((await run(examples, { seed: 2 })).trained).not.toEqual(first.trained);
  });

  it('is the same to the bit at a size that several threads share', async () => {
    const config = {
      ...tinyConfig,
      vocabSize: 300,
      hiddenSize: 64,
      intermediateSize: 128,
      headDim: 16,
      contextLength: 256,
    };
    const start = initialiseParameters(config, 1);
    // Few different tokens: many positions meet in the gradient of one row of the embedding.
    const texts = Array.from({ length: 32 }, (_, i) => ({
      ids: Array.from({ length: 120 }, (_, t) => (i * t) % 11),
      segments: new Array(120).fill(1),
    }));
    const settings = { learningRate: 0.01, batchSize: 16, epochs: 4 };
    const first = await finish(train(config, start, texts, settings));
    for (let again = 0; again < 3; again++) expect(await finish(train(config, start, texts, settings))).toEqual(first);
  });

  it('logs steps, epochs, tokens, and the loss of each segment', async () => {
    const { logs } = await run(examples, { epochs: 2 });
    expect(logs.map(log => log.step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(logs.map(log => log.epoch * 3).map(Math.round)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(logs.at(-1)!.tokens).toBe(2 * examples.reduce((sum, { ids }) => sum + ids.length - 1, 0));
    // An untrained model finds every token about as likely as any other.
    expect(logs[0]!.translationLoss).toBeCloseTo(Math.log(tinyConfig.vocabSize), 1);
    expect(logs[0]!.rationaleLoss).toBeCloseTo(Math.log(tinyConfig.vocabSize), 1);
  });

  it('logs how often the targets were the most likely tokens, and the memory it took', async () => {
    const { logs } = await run(examples, { epochs: 30 });
    expect(logs[0]!.accuracy).toBeLessThan(0.3);
    expect(logs.at(-1)!.accuracy).toBeGreaterThan(0.9);
    expect(logs.at(-1)!.peakMemory).toBeGreaterThan(process.memoryUsage().rss / 2);
    expect(logs.at(-1)!.peakMemory).toBeLessThanOrEqual(process.resourceUsage().maxRSS * 1024);
  });

  it.each<LossOptions>([{ lambda: 0.5 }, { lambda: 2, normalisation: 'segment' }])(
    'learns the same from a batch in parts as from the whole of it (%o)',
    async options => {
      // The parts differ in how many tokens have a weight, and of which kind.
      const uneven = examples.map(({ ids, segments }, i) => ({
        ids,
        segments: Array.from(segments, s => (i % 3 === 0 && s === 2 ? 0 : s)),
      }));
      const settings = { ...options, epochs: 2, learningRate: 0.01 };
      const whole = await run(uneven, { ...settings, batchSize: 12 });
      const parts = await run(uneven, { ...settings, batchSize: 4, accumulate: 3 });
      expect(parts.logs).toHaveLength(2);
      expect(parts.logs[0]!.loss).toBeCloseTo(whole.logs[0]!.loss, 5);
      expect(parts.logs[0]!.gradientNorm).toBeCloseTo(whole.logs[0]!.gradientNorm, 5);
      for (const [name, { data }] of parts.trained) {
        expect(largestDifference(data, whole.trained.get(name)!.data), name).toBeLessThan(1e-4);
      }
    },
  );

  it('measures the loss on other examples after each pass, or as often as asked, and changes nothing by it', async () => {
    const evaluate = { examples: examples.slice(0, 5) };
    const { logs, trained } = await run(examples, { epochs: 2, evaluate });
    expect(logs.map(log => log.evaluation !== undefined)).toEqual([false, false, true, false, false, true]);
    expect(trained).toEqual((await run(examples, { epochs: 2 })).trained);
    const often = await run(examples, { epochs: 2, evaluate: { ...evaluate, every: 4 } });
    expect(often.logs.flatMap(log => (log.evaluation ? [log.step] : []))).toEqual([4, 6]);
    expect(often.logs.at(-1)!.evaluation).toEqual(logs.at(-1)!.evaluation);
    // The first batch of a run that starts from what was trained has the same loss, before anything is learned.
    const next = train(tinyConfig, trained, evaluate.examples, { learningRate: 1e-9, batchSize: 5 });
    const { loss, translationLoss, rationaleLoss, accuracy } = (await next.next()).value as TrainLog;
    await next.return(new Map());
    for (const [key, value] of Object.entries({ loss, translationLoss, rationaleLoss, accuracy })) {
      expect(logs.at(-1)!.evaluation![key as keyof Losses], key).toBeCloseTo(value as number, 5);
    }
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const loop = train(tinyConfig, parameters, examples, {
      learningRate: 0.01,
      batchSize: 4,
      signal: controller.signal,
    });
    await loop.next();
    controller.abort();
    await expect(loop.next()).rejects.toThrow(/abort/i);
  });
});

describe('training refuses', () => {
  it.each<[Partial<TrainOptions>, string]>([
    [{ learningRate: -1 }, 'learningRate is -1: give a number above 0'],
    [{ learningRate: Number.NaN }, 'learningRate is NaN'],
    [{ batchSize: 0 }, 'batchSize is 0: give a whole number of 1 or more'],
    [{ epochs: 1.5 }, 'epochs is 1.5'],
    [{ clipNorm: 0 }, 'clipNorm is 0'],
    [{ accumulate: 0 }, 'accumulate is 0'],
    [{ evaluate: { examples: [] } }, 'evaluate.examples is empty'],
    [{ evaluate: { examples: [{ ids: [1, 2], segments: [0, 0] }] } }, 'evaluate.examples hold no token to learn'],
    [{ evaluate: { examples: [{ ids: [1, 99], segments: [0, 1] }] } }, 'evaluate.examples: example 0 has token 99'],
    [{ evaluate: { examples, every: 0 } }, 'evaluate.every is 0'],
    [{ lora: { dropout: 1 } }, 'dropout of the adapters is 1: give a number of 0 or more, below 1'],
    [{ schedule: { warmup: 2 } }, 'schedule.warmup is 2: give a number of 0 or more, at most 1'],
    [{ schedule: { warmup: Number.NaN } }, 'schedule.warmup is NaN'],
    [{ beta1: 1 }, 'beta1 is 1'],
    [{ beta2: -0.1 }, 'beta2 is -0.1'],
    [{ epsilon: 0 }, 'epsilon is 0'],
    [{ weightDecay: Number.NaN }, 'weightDecay is NaN'],
    [
      { lambda: 0, evaluate: { examples: [{ ids: [1, 2], segments: [0, 2] }] } },
      'evaluate.examples hold no token to learn',
    ],
    [{ lora: { alpha: Number.NaN } }, 'the alpha of the adapters is NaN'],
    [{ lora: { targets: [] } }, 'the adapters have no targets'],
    [{ checkpoints: { folder: 'x', keep: 0 } }, 'checkpoints.keep is 0'],
    [{ checkpoints: { folder: 'x', every: 0 } }, 'checkpoints.every is 0'],
    [{ checkpoints: { folder: '' } }, 'checkpoints.folder is empty'],
    [{ checkpoints: { folder: __filename } }, 'checkpoints.folder is the file train.test.ts: name a folder'],
    [{ lora: { targets: 'q_proj' as never } }, "are q_proj: give all-linear, or a list such as ['q_proj', 'v_proj']"],
    [{ schedule: { decay: 'step' as never } }, 'schedule.decay is step: choose one of cosine, linear, constant'],
    [{ normalisation: 'mean' as never }, 'normalisation is mean: choose one of token, segment'],
    [{ lambda: -1 }, 'the loss weight λ is -1'],
    [{ provider: 'tpu' as never }, 'unknown provider tpu: choose one of cpu, webgpu, cuda'],
    [{ provider: 'webgpu', run: eager }, 'run and provider each say where graphs run'],
    [{ evaluate: { every: 2 } as never }, 'evaluate.examples is empty'],
    [{ distillation: { weight: 1, direction: 'up' as never } }, 'distillation.direction is up'],
  ])('%o', async (options, message) => {
    await expect(run(examples, options)).rejects.toThrow(message);
  });

  it('a batch without anything to learn, before the first step', async () => {
    const silent = { ids: [1, 2, 3], segments: [0, 0, 0] };
    await expect(run([silent])).rejects.toThrow('step 1 of 1 holds no token to learn');
    const rationale = { ids: [1, 2, 3], segments: [0, 2, 2] };
    await expect(run([rationale], { lambda: 0 })).rejects.toThrow('step 1 of 1 holds no token to learn');
  });

  it('an empty list', async () => {
    await expect(run([])).rejects.toThrow('the list of examples is empty');
  });

  it('a sequence longer than the context, before the first step', async () => {
    const long = { ids: new Array(34).fill(1), segments: new Array(34).fill(1) };
    await expect(run([...examples, long])).rejects.toThrow(
      'example 12 has 34 tokens, but the context holds 32: shorten it',
    );
  });

  it('tokens outside the vocabulary, and marks that do not fit the tokens', async () => {
    await expect(run([{ ids: [1, 23], segments: [0, 1] }])).rejects.toThrow(
      'example 0 has token 23, outside the vocabulary of 23',
    );
    await expect(run([{ ids: [1, 1.5], segments: [0, 1] }])).rejects.toThrow('example 0 has token 1.5');
    await expect(run([{ ids: [1, 2], segments: [0, 3] }])).rejects.toThrow(
      'example 0 has the segment mark 3: give 0 (prompt), 1 (translation) or 2 (rationale)',
    );
    await expect(run([{ ids: [1, 2], segments: [1] }])).rejects.toThrow('example 0 has 2 tokens but 1 segment marks');
  });

  it('a model that is not whole, naming the parameter', async () => {
    const name = 'model.norm.weight';
    const without = (change: (broken: Map<string, StoredTensor>) => void, options: Partial<TrainOptions> = {}) => {
      const broken = new Map(parameters);
      change(broken);
      return train(tinyConfig, broken, examples, { learningRate: 0.1, ...options }).next();
    };
    for (const options of [{}, { lora: {} }]) {
      await expect(without(broken => broken.delete(name), options)).rejects.toThrow(`missing parameter: ${name}`);
      const short = { shape: [8], data: new Float32Array(7) };
      await expect(without(broken => broken.set(name, short), options)).rejects.toThrow(
        `${name} holds 7 numbers, but its shape [8] has 8`,
      );
    }
  });

  it('to go on with a loss that is not a number, naming the step', async () => {
    const broken = new Map(parameters);
    broken.set('model.norm.weight', { shape: [8], data: new Float32Array(8).fill(Number.NaN) });
    const loop = train(tinyConfig, broken, examples, { learningRate: 0.5, batchSize: 4, schedule: { warmup: 0 } });
    await expect(loop.next()).rejects.toThrow(
      /^the loss is NaN at step 1 of 3 \(examples \d+, \d+, \d+ and 1 more\): try a learning rate below 0.5$/,
    );
    // Also when it is the last step that goes astray.
    await expect(run(examples, { learningRate: 1e39, batchSize: 12, schedule: { warmup: 0 } })).rejects.toThrow(
      /^the (norm of the parameters|gradient norm|loss) is (NaN|Infinity) at step 1 of 1 /,
    );
    await expect(run(examples, { learningRate: 1e30 })).rejects.toThrow(
      /^the (loss|gradient norm) is (NaN|Infinity) at step [23] of 3 \(examples .*\): /,
    );
  });
});
