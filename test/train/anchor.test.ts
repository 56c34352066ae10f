import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { initialiseParameters, type Parameters, type StoredTensor } from '../../src/model';
import {
  createAnchor,
  type Importance,
  ParameterGroups,
  sparseMask,
  type TrainingExample,
  type TrainLog,
  type TrainOptions,
  train,
} from '../../src/train';
import { temporaryFolder, tinyConfig, useCpuBackend } from '../helpers';

beforeAll(useCpuBackend);

const temporary = temporaryFolder();
const parameters = initialiseParameters(tinyConfig, 1);
const examples: TrainingExample[] = Array.from({ length: 8 }, (_, i) => ({
  ids: Array.from({ length: 7 }, (_, t) => (i + t * t) % tinyConfig.vocabSize),
  segments: [0, 0, 1, 1, 1, 2, 2],
}));

async function run(
  options: Partial<TrainOptions>,
  stopAfter = Number.POSITIVE_INFINITY,
): Promise<{ logs: TrainLog[]; trained: Parameters }> {
  const loop = train(tinyConfig, parameters, examples, {
    learningRate: 0.02,
    batchSize: 4,
    epochs: 3,
    schedule: { warmup: 0, decay: 'constant' },
    ...options,
  });
  const logs: TrainLog[] = [];
  for (;;) {
    const { value, done } = await loop.next();
    if (done) return { logs, trained: value };
    logs.push(value);
    if (logs.length === stopAfter) await loop.return(new Map());
  }
}

/** ‖θ − θ0‖² of some parameters. */
const distance = (trained: Parameters, names = [...trained.keys()]) =>
  names.reduce((sum, name) => {
    const before = (parameters.get(name) as StoredTensor).data;
    return (trained.get(name) as StoredTensor).data.reduce((total, value, i) => total + (value - before[i]!) ** 2, sum);
  }, 0);

const importanceOf = (value: (name: string) => number): Importance =>
  new Map([...parameters].map(([name, { data }]) => [name, data.map(() => value(name))]));

describe('an anchor', () => {
  const groups = new ParameterGroups(
    new Map([
      ['a.weight', [1, 2]],
      ['gain', [2]],
    ]),
  );
  const start = { matrices: Float32Array.of(1, 2), vectors: Float32Array.of(0, -1) };
  const moved = { matrices: Float32Array.of(1.5, 1), vectors: Float32Array.of(0, 1) };
  const importance = new Map([
    ['gain', Float32Array.of(7, 0.5)],
    ['a.weight', Float32Array.of(1, 3)],
  ]);

  it('adds weight · F · (θ − θ0) to the gradient and weight/2 · Σ F (θ − θ0)² to the loss', () => {
    const gradients = { matrices: Float32Array.of(10, 20), vectors: Float32Array.of(30, 40) };
    // Away by 0.5, −1, 0 and 2: squares 0.25, 1, 0 and 4.
    expect(createAnchor(groups, start, { weight: 2 })(moved, gradients)).toBe(0.25 + 1 + 0 + 4);
    expect(gradients).toEqual({ matrices: Float32Array.of(11, 18), vectors: Float32Array.of(30, 44) });
    const weighted = { matrices: Float32Array.of(10, 20), vectors: Float32Array.of(30, 40) };
    expect(createAnchor(groups, start, { weight: 2, importance })(moved, weighted)).toBe(0.25 + 3 + 0 + 2);
    expect(weighted).toEqual({ matrices: Float32Array.of(11, 14), vectors: Float32Array.of(30, 42) });
  });

  it('adds the slope of its penalty: finite differences', () => {
    const anchor = createAnchor(groups, start, { weight: 0.7, importance });
    const slopes = groups.zeros();
    anchor(moved, slopes);
    for (const group of ['matrices', 'vectors'] as const)
      for (const i of [0, 1]) {
        const penalty = (step: number) => {
          const there = { ...moved, [group]: moved[group].map((value, at) => (at === i ? value + step : value)) };
          return anchor(there, groups.zeros());
        };
        expect((penalty(0.25) - penalty(-0.25)) / 0.5).toBeCloseTo(slopes[group]![i]!, 6);
      }
  });
});

describe('training with an anchor', () => {
  it('of weight 0 is training without, to the last bit', async () => {
    const [anchored, plain] = [await run({ anchor: { weight: 0 } }), await run({})];
    expect(anchored.trained).toEqual(plain.trained);
    expect(anchored.logs.map(({ penalty }) => penalty)).toEqual(anchored.logs.map(() => 0));
    expect(plain.logs.every(log => !('penalty' in log))).toBe(true);
  });

  it('logs the penalty of the parameters that a step starts from, beside the loss of the tokens', async () => {
    const anchor = { weight: 0.5 };
    const first = await run({ anchor, epochs: 1, batchSize: 8 });
    const { logs } = await run({ anchor, epochs: 2, batchSize: 8 });
    expect(first.logs[0]!.penalty).toBe(0);
    expect(logs[1]!.penalty).toBeCloseTo(0.25 * distance(first.trained), 5);
    expect(logs[0]!.loss).toBe((await run({ epochs: 1, batchSize: 8 })).logs[0]!.loss);
  });

  it('stays the nearer and learns the less, the larger the weight', async () => {
    const runs = [];
    for (const weight of [0, 0.1, 10]) runs.push(await run({ anchor: { weight }, epochs: 20, learningRate: 0.01 }));
    const [far, near, nearer] = runs.map(({ trained }) => distance(trained)) as [number, number, number];
    expect(near).toBeLessThan(far);
    expect(nearer).toBeLessThan(near);
    const [free, , tied] = runs.map(({ logs }) => logs.at(-1)!.loss) as [number, number, number];
    expect(tied).toBeGreaterThan(free);
  });

  it('holds only what is important; where everything is, it is as if nothing were said', async () => {
    const plain = await run({ anchor: { weight: 1 } });
    const ones = await run({ anchor: { weight: 1, importance: importanceOf(() => 1) } });
    expect(ones.trained).toEqual(plain.trained);
    const [held, free] = ['model.embed_tokens.weight', 'model.layers.1.mlp.up_proj.weight'];
    const some = await run({ anchor: { weight: 1, importance: importanceOf(name => Number(name === held)) } });
    expect(distance(some.trained, [held])).toBeLessThan(distance((await run({})).trained, [held]));
    expect(distance(some.trained, [free])).toBeGreaterThan(distance(plain.trained, [free]));
  });

  it('takes a batch in parts as a whole', async () => {
    const anchor = { weight: 1 };
    const [whole, parts] = [await run({ anchor }), await run({ anchor, batchSize: 2, accumulate: 2 })];
    parts.logs.forEach(({ penalty }, i) => {
      expect(penalty).toBeCloseTo(whole.logs[i]!.penalty!, 3);
    });
  });

  it('goes together with freezing and with a mask: what does not train does not count', async () => {
    const freeze = /embed_tokens|layers\.0\./;
    const importance = importanceOf(name => Number(!freeze.test(name)));
    for (const split of [{ freeze }, { mask: sparseMask(parameters, { share: 0.2 }) }]) {
      const { logs } = await run({ ...split, anchor: { weight: 1 } });
      expect(logs.at(-1)!.penalty).toBeGreaterThan(0);
      expect((await run({ ...split, anchor: { weight: 0 } })).trained).toEqual((await run(split)).trained);
    }
    const inside = new Map([...importance].filter(([name]) => !freeze.test(name)));
    expect((await run({ freeze, anchor: { weight: 1, importance: inside } })).trained).toEqual(
      (await run({ freeze, anchor: { weight: 1 } })).trained,
    );
  });

  it('goes on from a checkpoint to the same bits; with another anchor it is another run', async () => {
    const anchor = { weight: 1, importance: importanceOf(() => 0.5) };
    const whole = await run({ anchor });
    const checkpoints = { folder: join(temporary, 'anchored'), every: 2 };
    await run({ anchor, checkpoints }, 3);
    for (const other of [{ ...anchor, weight: 2 }, { weight: 1 }, { weight: 1, importance: importanceOf(() => 1) }])
      await expect(run({ anchor: other, checkpoints })).rejects.toThrow('holds checkpoints of another run');
    const rest = await run({ anchor, checkpoints });
    expect(rest.logs[0]!.step).toBe(3);
    expect(rest.trained).toEqual(whole.trained);
  });

  it('refuses adapters, a weight that is none, and importances that do not fit', async () => {
    const name = 'model.norm.weight';
    const broken = (values: Float32Array) => new Map([...importanceOf(() => 1), [name, values]]);
    const cases: [Partial<TrainOptions>, string][] = [
      [{ anchor: { weight: 1 }, lora: {} }, 'adapters start from nothing: leave out one of them'],
      [{ anchor: { weight: -1 } }, 'anchor.weight is -1: give a number of 0 or more'],
      [{ anchor: { weight: Number.NaN } }, 'anchor.weight is NaN'],
      [
        { anchor: { weight: 1, importance: new Map() } },
        'anchor.importance has 0 numbers for model.embed_tokens.weight: give it 184',
      ],
      [{ anchor: { weight: 1, importance: broken(new Float32Array(3)) } }, `has 3 numbers for ${name}: give it 8`],
      [
        { anchor: { weight: 1, importance: broken(new Float32Array(8).fill(-2)) } },
        `holds -2 for ${name}: give numbers of 0`,
      ],
    ];
    for (const [options, message] of cases) await expect(run(options)).rejects.toThrow(message);
  });
});
