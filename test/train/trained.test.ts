import { beforeAll, describe, expect, it } from 'vitest';
import { eager, type Signature, type TensorFunction, type Values } from '../../src/compile';
import { initialiseLora, initialiseParameters, loraShapes, type Parameters, parameterShapes } from '../../src/model';
import { createRandom } from '../../src/random';
import { type TrainingExample, type TrainLog, type TrainOptions, train, trainingSize } from '../../src/train';
import { largestDifference, tinyConfig, useCpuBackend } from '../helpers';

beforeAll(useCpuBackend);

const random = createRandom('trained');
const examples: TrainingExample[] = Array.from({ length: 8 }, () => ({
  ids: Array.from({ length: 6 }, () => random.int(tinyConfig.vocabSize)),
  segments: [0, 0, 1, 1, 1, 1],
}));
const parameters = initialiseParameters(tinyConfig, 1);

async function run(options: Partial<TrainOptions>): Promise<{ trained: Parameters; losses: number[] }> {
  const loop = train(tinyConfig, parameters, examples, {
    learningRate: 0.02,
    epochs: 6,
    batchSize: 4,
    seed: 3,
    ...options,
  });
  const losses: number[] = [];
  for (;;) {
    const { value, done } = await loop.next();
    if (done) return { trained: value as Parameters, losses };
    losses.push((value as TrainLog).loss);
  }
}

describe('training adapters', () => {
  const lora = { rank: 2, alpha: 4 };

  it('learns, and gives back the adapters alone; the model stays as it was', async () => {
    const before = new Map([...parameters].map(([name, { data }]) => [name, data.slice()]));
    const { trained, losses } = await run({ lora, epochs: 30 });
    expect([...trained.keys()]).toEqual([...loraShapes(tinyConfig, lora).keys()]);
    expect(losses.at(-1)).toBeLessThan(losses[0]! - 0.05);
    const fresh = initialiseLora(tinyConfig, lora, 3).parameters;
    for (const [name, { data }] of trained) expect(data, name).not.toEqual(fresh.get(name)!.data);
    for (const [name, { data }] of parameters) expect(data, name).toEqual(before.get(name));
  });

  it('gives the same adapters compiled as eager', async () => {
    const options = { lora, epochs: 2 };
    const [ours, theirs] = [await run(options), await run({ ...options, run: eager })];
    expect(largestDifference(ours.losses, theirs.losses)).toBeLessThan(1e-5);
    for (const [name, { data }] of ours.trained) {
      expect(largestDifference(data, theirs.trained.get(name)!.data), name).toBeLessThan(2e-5);
    }
  });

  it('goes on from adapters that are given with the model', async () => {
    const first = await run({ lora, epochs: 20 });
    const model = new Map([...parameters, ...first.trained]);
    const next = train(tinyConfig, model, examples, { learningRate: 1e-3, batchSize: 8, lora, seed: 9 });
    expect(((await next.next()).value as TrainLog).loss).toBeLessThan(first.losses[0]! - 0.05);
    await next.return(new Map());
    const other = train(tinyConfig, model, examples, { learningRate: 1e-3, lora: { rank: 3 } });
    for (const options of [{}, { lora: { ...lora, targets: ['q_proj'] } }]) {
      await expect(train(tinyConfig, model, examples, { learningRate: 1e-3, ...options }).next()).rejects.toThrow(
        /lora_[AB]\.weight is an adapter that would not be used: give the lora option that it was made with/,
      );
    }
    await expect(other.next()).rejects.toThrow(/lora_A.weight is \[2,8\], but the settings make it \[3,8\]/);
  });

  it('begins where the model stands: the first loss is that of full training', async () => {
    expect((await run({ lora, epochs: 1 })).losses[0]).toBeCloseTo((await run({ epochs: 1 })).losses[0]!, 5);
  });
});

describe('training adapters with dropout', () => {
  const lora = { rank: 2, alpha: 4, dropout: 0.5 };

  it('learns otherwise than without, the same for the same seed, compiled as eager', async () => {
    const options = { lora, epochs: 3 };
    const first = await run(options);
    expect((await run(options)).trained).toEqual(first.trained);
    expect((await run({ ...options, seed: 4 })).trained).not.toEqual(first.trained);
    expect((await run({ lora: { ...lora, dropout: 0 }, epochs: 3 })).trained).not.toEqual(first.trained);
    expect((await run({ lora: { ...lora, dropout: 0 }, epochs: 3 })).trained).toEqual(
      (await run({ lora: { rank: 2, alpha: 4 }, epochs: 3 })).trained,
    );
    const eagerly = await run({ ...options, run: eager });
    expect(largestDifference(first.losses, eagerly.losses)).toBeLessThan(1e-5);
  });

  it('draws other elements in every step', async () => {
    const noises: string[] = [];
    const spied = (fn: TensorFunction, signature: Signature) => {
      const executable = eager(fn, signature);
      return {
        ...executable,
        run: (inputs: Values) => {
          if (inputs.noiseRows) noises.push(JSON.stringify([inputs.noiseRows.data, inputs.noiseColumns!.data]));
          return executable.run(inputs);
        },
      };
    };
    await run({ lora, epochs: 2, run: spied });
    expect(noises).toHaveLength(4);
    expect(new Set(noises).size).toBe(4);
  });

  it('is measured without it', async () => {
    const evaluate = { examples };
    const { trained } = await run({ lora, epochs: 40 });
    const model = new Map([...parameters, ...trained]);
    const losses = async (dropout: number) => {
      const loop = train(tinyConfig, model, examples, {
        learningRate: 1e-9,
        batchSize: 8,
        lora: { ...lora, dropout },
        evaluate,
      });
      const { value } = await loop.next();
      await loop.return(new Map());
      return value as TrainLog;
    };
    const [on, off] = [await losses(0.5), await losses(0)];
    expect(on.evaluation!.loss).toBeCloseTo(off.evaluation!.loss, 6);
    expect(off.loss).toBeCloseTo(off.evaluation!.loss, 5);
    expect(Math.abs(on.loss - off.loss)).toBeGreaterThan(1e-3);
  });
});

describe('training with frozen parameters', () => {
  const freeze = /embed_tokens|layers\.0\./g;

  it('gives back those that are not frozen, and moves them as full training does in its first step', async () => {
    const { trained } = await run({ freeze });
    const names = [...parameterShapes(tinyConfig).keys()].filter(name => !/embed_tokens|layers\.0\./.test(name));
    expect([...trained.keys()]).toEqual(names);
    const [frozen, full] = [
      await run({ freeze, epochs: 1, batchSize: 8, clipNorm: 1e9 }),
      await run({ epochs: 1, batchSize: 8, clipNorm: 1e9 }),
    ];
    for (const name of names) {
      expect(largestDifference(frozen.trained.get(name)!.data, full.trained.get(name)!.data), name).toBeLessThan(1e-5);
    }
  });

  it('refuses what contradicts itself', async () => {
    await expect(run({ freeze: /layer\.9/ })).rejects.toThrow(
      '/layer\\.9/ freezes nothing: names are like model.layers.0.input_layernorm.weight',
    );
    await expect(run({ freeze: /./ })).rejects.toThrow('nothing is left to train: /./ freezes every parameter');
    await expect(run({ freeze, lora: {} })).rejects.toThrow('give either lora or freeze');
  });
});

it('how much trains is said in a sentence', () => {
  const model = { ...tinyConfig, hiddenSize: 100, vocabSize: 10_000, intermediateSize: 200, headDim: 24 };
  // 1,000,000 in the embedding; in each of 2 layers 96·100·2 + 48·100·2 in attention, 3·200·100 in the mlp, and 200 gains; 100 gains.
  expect(trainingSize(model, {})).toBe('1.18 of 1.18 million parameters train (100%)');
  expect(trainingSize(model, { lora: { rank: 1 } })).toBe('0.00318 of 1.18 million parameters train (0.27%)');
});
