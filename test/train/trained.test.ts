import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { eager, type Signature, type TensorFunction, type Values } from '../../src/compile';
import {
  decode,
  initialiseLora,
  initialiseParameters,
  logitsAt,
  loraShapes,
  type Parameters,
  parameterShapes,
} from '../../src/model';
import { createRandom } from '../../src/random';
import {
  type SparseMask,
  sparseMask,
  type TrainingExample,
  type TrainLog,
  type TrainOptions,
  train,
  trainingSize,
} from '../../src/train';
import { largestDifference, tinyConfig, useCpuBackend } from '../helpers';

beforeAll(useCpuBackend);

const random = createRandom('trained');
const examples: TrainingExample[] = Array.from({ length: 8 }, () => ({
  ids: Array.from({ length: 6 }, () => random.int(tinyConfig.vocabSize)),
  segments: [0, 0, 1, 1, 1, 1],
}));
const parameters = initialiseParameters(tinyConfig, 1);

async function run(
  options: Partial<TrainOptions>,
  given: readonly TrainingExample[] = examples,
): Promise<{ trained: Parameters; losses: number[]; logs: TrainLog[] }> {
  const loop = train(tinyConfig, parameters, given, {
    learningRate: 0.02,
    epochs: 6,
    batchSize: 4,
    seed: 3,
    ...options,
  });
  const logs: TrainLog[] = [];
  for (;;) {
    const { value, done } = await loop.next();
    if (done) return { trained: value as Parameters, losses: logs.map(({ loss }) => loss), logs };
    logs.push(value as TrainLog);
  }
}

describe('training with Muon', () => {
  it('gives the same parameters compiled as eager', async () => {
    const options = { optimizer: 'muon' as const, epochs: 2 };
    const [ours, theirs] = [await run(options), await run({ ...options, run: eager })];
    expect(largestDifference(ours.losses, theirs.losses)).toBeLessThan(1e-5);
    for (const [name, { data }] of ours.trained)
      expect(largestDifference(data, theirs.trained.get(name)!.data), name).toBeLessThan(1e-4);
  });

  it('refuses what it cannot do', async () => {
    const muon = { optimizer: 'muon' as const };
    await expect(run({ ...muon, lora: { rank: 2 } })).rejects.toThrow('moves whole matrices: leave out lora');
    const mask = sparseMask(parameters, { share: 0.5 });
    await expect(run({ ...muon, mask })).rejects.toThrow('moves whole matrices: leave out the mask');
    await expect(run({ ...muon, freeze: /layers/ })).rejects.toThrow('no matrix of a layer trains');
    await expect(run({ optimizer: 'sgd' as never })).rejects.toThrow('optimizer is sgd: choose one of adamw, muon');
  });
});

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

  it('of layers that are not adapted alike takes each its own columns', async () => {
    const targets = ['model.layers.0.mlp.down_proj', 'model.layers.1.self_attn.q_proj'];
    const options = { lora: { ...lora, targets }, epochs: 2 };
    const [ours, theirs] = [await run(options), await run({ ...options, run: eager })];
    expect(largestDifference(ours.losses, theirs.losses)).toBeLessThan(1e-5);
    const only = (layer: number) => ({ lora: { ...lora, targets: [targets[layer]!] }, epochs: 1, batchSize: 8 });
    for (const layer of [0, 1]) expect((await run(only(layer))).losses[0]).toBeGreaterThan(0);
  });

  it('draws other elements in another layer', async () => {
    // Two layers with the same weights, whose inputs are the same: what differs is dropout.
    const alike = new Map(
      [...parameters].map(([name, parameter]) => [
        name,
        parameters.get(name.replace('layers.1.', 'layers.0.')) ?? parameter,
      ]),
    );
    const silent = new Map(
      [...alike].map(([name, { shape, data }]) => [
        name,
        { shape, data: /(o|down)_proj/.test(name) ? data.map(() => 0) : data },
      ]),
    );
    const loop = train(tinyConfig, silent, examples, {
      learningRate: 0.1,
      batchSize: 8,
      seed: 3,
      lora: { ...lora, targets: ['o_proj'] },
      run: eager,
    });
    await loop.next();
    const { value } = await loop.next();
    const b = (layer: number) =>
      (value as Parameters).get(`model.layers.${layer}.self_attn.o_proj.lora_B.weight`)!.data;
    expect(b(0)).not.toEqual(b(1));
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
    await expect(run({ freeze, lora: {} })).rejects.toThrow('lora and freeze each say what trains');
  });
});

describe('training with a sparse mask', () => {
  const name = 'model.layers.0.mlp.up_proj.weight';
  const size = (list: Iterable<number>) => [...list].reduce((sum, mark) => sum + mark, 0);

  it('moves the numbers that are marked and no other, whatever the decay', async () => {
    const mask = sparseMask(parameters, { share: 0.25 });
    const { trained, losses } = await run({ mask, epochs: 20, weightDecay: 0.5 });
    expect(losses.at(-1)).toBeLessThan(losses[0]! - 0.05);
    expect([...trained.keys()]).toEqual([...mask.keys()]);
    for (const [name, { data }] of trained) {
      const moved = Uint8Array.from(data, (value, i) => Number(value !== parameters.get(name)!.data[i]));
      const marks = mask.get(name)!;
      expect(
        moved.every((now, i) => now <= marks[i]!),
        name,
      ).toBe(true);
      // Rows of the embedding that no text holds do move: the weight decay and the tied head reach them.
      expect(size(moved), name).toBe(size(marks));
    }
  });

  it('of everything is training of the matrices alone, clipped by the norm of what trains', async () => {
    const vectors = /norm/;
    const mask = new Map(
      [...parameters].flatMap(([name, { data }]) =>
        vectors.test(name) ? [] : [[name, new Uint8Array(data.length).fill(1)] as const],
      ),
    );
    const [masked, frozen] = [await run({ mask }), await run({ freeze: vectors })];
    expect([masked.trained, masked.losses]).toEqual([frozen.trained, frozen.losses]);
  });

  it('logs and clips by the norm of the gradients that are used', async () => {
    const marks = new Uint8Array(parameters.get(name)!.data.length);
    marks[7] = 1;
    const normOf = async (mask: SparseMask) => (await run({ mask, epochs: 1, batchSize: 8 })).logs[0]!.gradientNorm;
    const [one, all] = [await normOf(new Map([[name, marks]])), await normOf(new Map([[name, marks.map(() => 1)]]))];
    expect(one).toBeGreaterThan(0);
    expect(one).toBeLessThan(all / 2);
  });

  it('marks the share of every matrix that is asked for: any, the largest, the smallest, or those that moved', () => {
    const data = Float32Array.of(0.1, -3, 2, -0.2, 2, 0.3, -0.4, 2);
    const given: Parameters = new Map([
      ['w', { shape: [2, 4], data }],
      ['gain', { shape: [8], data }],
    ]);
    expect([...sparseMask(given, { share: 0.25, choose: 'largest' })]).toEqual([
      ['w', Uint8Array.of(0, 1, 1, 0, 0, 0, 0, 0)],
    ]);
    expect(sparseMask(given, { share: 0.5, choose: 'smallest' }).get('w')).toEqual(
      Uint8Array.of(1, 0, 0, 1, 0, 1, 1, 0),
    );
    const after = Float32Array.of(0.1, -3.5, 2, 0.3, 1.9, 0.3, -0.4, 2);
    const tuned: Parameters = new Map([...given].map(([name, { shape }]) => [name, { shape, data: after }]));
    expect([...sparseMask(given, { share: 0.25, choose: 'moved' }, tuned)]).toEqual([
      ['w', Uint8Array.of(0, 1, 0, 1, 0, 0, 0, 0)],
    ]);
    expect(() => sparseMask(given, { share: 0.25, choose: 'moved' })).toThrow(
      'needs the parameters of a first training',
    );
    const any = (seed: number) => sparseMask(parameters, { share: 0.1, seed });
    expect(any(1)).toEqual(any(1));
    expect(any(1)).not.toEqual(any(2));
    for (const marks of any(1).values()) expect(size(marks)).toBe(Math.max(1, Math.round(0.1 * marks.length)));
    expect(() => sparseMask(given, { share: 0 })).toThrow('the share of a mask is 0: give a number above 0, at most 1');
  });

  it.each<[string, Map<string, Uint8Array>, string]>([
    ['no parameter', new Map([['w', Uint8Array.of(1)]]), 'the mask names w, which the model does not have'],
    ['another size', new Map([[name, Uint8Array.of(1)]]), `the mask of ${name} has 1 marks, but there are 96`],
    ['other marks', new Map([[name, new Uint8Array(96).fill(2)]]), `${name} must be a Uint8Array of 0 and 1 alone`],
    ['nothing', new Map([[name, new Uint8Array(96)]]), 'nothing is left to train: the mask marks no parameter'],
  ])('refuses one that fits %s', async (_, mask, message) => {
    await expect(run({ mask })).rejects.toThrow(message);
  });
});

describe('training close to the model at the start', () => {
  const near = (weight: number, more: Partial<TrainOptions> = {}) => run({ distillation: { weight }, ...more });

  it('begins as without: where the two are the same, nothing pulls', async () => {
    const [first, plain] = [await near(100, { epochs: 1, batchSize: 8 }), await run({ epochs: 1, batchSize: 8 })];
    expect(first.logs[0]!.divergence).toBeCloseTo(0, 6);
    expect(first.losses[0]).toBeCloseTo(plain.losses[0]!, 6);
    for (const [name, { data }] of plain.trained) {
      expect(largestDifference(first.trained.get(name)!.data, data), name).toBeLessThan(1e-4);
    }
  });

  it.each(['forward', 'reverse'] as const)(
    'learns the less and stays the nearer, the larger its weight, %s',
    async direction => {
      const runs = [];
      for (const weight of [0.01, 1, 10]) runs.push(await run({ distillation: { weight, direction }, epochs: 20 }));
      const last = runs.map(({ logs }) => logs.at(-1)!);
      expect(last[0]!.loss).toBeLessThan(last[1]!.loss);
      expect(last[1]!.loss).toBeLessThan(last[2]!.loss);
      expect(last[0]!.divergence).toBeGreaterThan(last[1]!.divergence!);
      expect(last[1]!.divergence).toBeGreaterThan(last[2]!.divergence!);
    },
  );

  it.each<[string, Partial<TrainOptions>]>([
    ['all of the model', {}],
    ['adapters', { lora: { rank: 2 } }],
    ['what is not frozen', { freeze: /layers\.0\./ }],
    ['all, with gradient checkpointing', { gradientCheckpointing: true }],
  ])('is the same compiled as eager: %s', async (_, options) => {
    const [ours, theirs] = [
      await near(0.5, { ...options, epochs: 2 }),
      await near(0.5, { ...options, epochs: 2, run: eager }),
    ];
    expect(largestDifference(ours.losses, theirs.losses)).toBeLessThan(1e-5);
    const divergences = ({ logs }: { logs: TrainLog[] }) => logs.map(log => log.divergence!);
    expect(largestDifference(divergences(ours), divergences(theirs))).toBeLessThan(1e-5);
    expect(divergences(ours).at(-1)).toBeGreaterThan(1e-4);
  });

  it('refuses a weight that is none', async () => {
    await expect(near(0)).rejects.toThrow('distillation.weight is 0: give a number above 0');
  });
});

describe('training close to the model at the start, which reads other texts', () => {
  const shown = examples.map(example => ({ ...example, teacherIds: [4, 7, 1, ...Array.from(example.ids)] }));
  const once = { epochs: 1, batchSize: 8 };
  const first = async (given: readonly TrainingExample[], options: Partial<TrainOptions>) =>
    (await run({ ...once, ...options }, given)).logs[0]!;

  /** The mean over the learned tokens of KL between both, and the length of its gradient, by tfjs. */
  function expected(direction: 'forward' | 'reverse'): { divergence: number; norm: number } {
    return tf.tidy(() => {
      const names = [...parameters.keys()];
      const tensors = [...parameters.values()].map(({ shape, data }) => tf.tensor(data, [...shape]));
      const logProbabilities = (list: tf.Tensor[], ids: ArrayLike<number>, from: number) => {
        const p = Object.fromEntries(names.map((name, i) => [name, list[i] as tf.Tensor]));
        const read = tf.tensor2d(Array.from(ids).slice(0, -1), [1, ids.length - 1], 'int32');
        const positions = tf.range(from - 1, ids.length - 1, 1, 'int32');
        return tf.logSoftmax(logitsAt(p, decode(p, read, tinyConfig), tinyConfig, positions as tf.Tensor1D));
      };
      // Before the gradients: the model at the start has none.
      const atTheStart = shown.map(({ teacherIds }) => logProbabilities(tensors, teacherIds, 5));
      const { value, grads } = tf.valueAndGrads((...list: tf.Tensor[]) => {
        const each = shown.map(({ ids }, i) => {
          const [ours, theirs] = [logProbabilities(list, ids, 2), atTheStart[i] as tf.Tensor];
          const [from, to] = direction === 'forward' ? [theirs, ours] : [ours, theirs];
          return from.exp().mul(from.sub(to)).sum(-1);
        });
        return tf.concat(each).mean() as tf.Scalar;
      })(tensors);
      const squares = grads.map(gradient => gradient.square().sum().dataSync()[0] as number);
      return { divergence: value.dataSync()[0] as number, norm: Math.sqrt(squares.reduce((a, b) => a + b)) };
    });
  }

  it.each(['forward', 'reverse'] as const)('measures and lessens what these make it expect, %s', async direction => {
    const { divergence, norm } = expected(direction);
    const alone = await first(shown, { distillation: { weight: 1, direction, alone: true } });
    expect(alone.divergence).toBeCloseTo(divergence, 5);
    expect(alone.gradientNorm).toBeCloseTo(norm, 5);
    const half = await first(shown, { distillation: { weight: 0.5, direction, alone: true } });
    expect(half.gradientNorm).toBeCloseTo(norm / 2, 5);
    const beside = await first(shown, { distillation: { weight: 1, direction } });
    expect(beside.divergence).toBeCloseTo(divergence, 5);
    expect(Math.abs(beside.gradientNorm - norm)).toBeGreaterThan(0.01);
    const { logs } = await run({ distillation: { weight: 1, direction, alone: true }, epochs: 20 }, shown);
    expect(logs.at(-1)!.divergence).toBeLessThan(0.5 * divergence);
  });

  it('comes to the same numbers in parts, with checkpointing, and eagerly', async () => {
    const options = { distillation: { weight: 1, alone: true }, epochs: 3 };
    const { trained } = await run(options, shown);
    for (const more of [{ batchSize: 2, accumulate: 2 }, { gradientCheckpointing: true }, { run: eager }]) {
      const other = (await run({ ...options, ...more }, shown)).trained;
      for (const [name, { data }] of trained)
        expect(largestDifference(other.get(name)!.data, data), name).toBeLessThan(1e-4);
    }
  });

  it('with the texts of the examples themselves is as without others', async () => {
    const same = examples.map(example => ({ ...example, teacherIds: example.ids }));
    const [ours, theirs] = [
      await run({ distillation: { weight: 2 } }, same),
      await run({ distillation: { weight: 2 } }),
    ];
    expect(largestDifference(ours.losses, theirs.losses)).toBeLessThan(1e-6);
    // Where nothing is apart nothing pulls.
    expect((await first(same, { distillation: { weight: 1, alone: true } })).gradientNorm).toBeLessThan(1e-5);
  });

  it('refuses texts that do not end with the answer', async () => {
    const distillation = { weight: 1 };
    const [one, ...others] = shown as [(typeof shown)[0], ...typeof shown];
    const ending = (teacherIds: ArrayLike<number>) => run({ distillation }, [{ ...one, teacherIds }, ...others]);
    await expect(ending([4, 7, 1, 2])).rejects.toThrow(
      'the teacherIds of example 0 end otherwise than with its answer: give the same tokens there',
    );
    // Nothing stands before the first token of the answer, from which it could be expected.
    await expect(ending(Array.from(one.ids).slice(2))).rejects.toThrow('the teacherIds of example 0 end otherwise');
    await expect(ending([4, 99, ...Array.from(one.ids)])).rejects.toThrow('the teacherIds of example 0 has token 99');
    await expect(run({ distillation, ...once }, [{ ...one, teacherIds: undefined }, ...others])).rejects.toThrow(
      'some examples of a batch have teacherIds, and others do not',
    );
  });
});

describe('training on what the model says as it is', () => {
  it('is made anew before each step, from the parameters of that moment', async () => {
    const seen: { batch: readonly number[]; step: number; first: number }[] = [];
    const [name] = parameters.keys();
    const redraw: TrainOptions['redraw'] = async (batch, now, step) => {
      seen.push({ batch, step, first: now.get(name as string)!.data[0] as number });
      return batch.map(i => examples[i] as TrainingExample);
    };
    const [ours, theirs] = [await run({ redraw, epochs: 2 }), await run({ epochs: 2 })];
    // The same examples as without: the same numbers.
    expect(largestDifference(ours.losses, theirs.losses)).toBeLessThan(1e-6);
    expect(seen.map(({ step }) => step)).toEqual([1, 2, 3, 4]);
    expect(
      seen
        .slice(0, 2)
        .flatMap(({ batch }) => [...batch])
        .sort(),
    ).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(new Set(seen.map(({ first }) => first)).size).toBe(4);
    expect(seen[0]!.first).toBe(parameters.get(name as string)!.data[0]);
  });

  it('may be of any length, and is looked at before it is trained on', async () => {
    const ids = (length: number) => Array.from({ length }, (_, i) => i % tinyConfig.vocabSize);
    const drawn = (length: number) => ({ ids: ids(length), segments: ids(length).map((_, i) => Math.min(i, 1)) });
    const { losses } = await run({ redraw: async (batch, _, step) => batch.map(() => drawn(4 + 3 * step)), epochs: 2 });
    expect(losses.every(Number.isFinite)).toBe(true);
    await expect(run({ redraw: async () => [drawn(50)] })).rejects.toThrow(
      'redraw: example 0 has 50 tokens, but the context holds 32: shorten it',
    );
  });
});

it('how much trains is said in a sentence', () => {
  const model = { ...tinyConfig, hiddenSize: 100, vocabSize: 10_000, intermediateSize: 200, headDim: 24 };
  // 1,000,000 in the embedding; in each of 2 layers 96·100·2 + 48·100·2 in attention, 3·200·100 in the mlp, and 200 gains; 100 gains.
  expect(trainingSize(model, {})).toBe('1.18 of 1.18 million parameters train (100%)');
  const mask = new Map([['model.embed_tokens.weight', new Uint8Array(1e6).fill(1, 0, 118_000)]]);
  expect(trainingSize(model, { mask })).toBe('0.118 of 1.18 million parameters train (10%)');
  expect(trainingSize(model, { lora: { rank: 1 } })).toBe('0.00318 of 1.18 million parameters train (0.27%)');
});
