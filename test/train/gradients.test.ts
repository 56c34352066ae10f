import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile, type Executable, eager, float32, int32, type Values } from '../../src/compile';
import { decode, dropoutColumns, head, initialiseParameters, loraShapes, parameterShapes } from '../../src/model';
import { createRandom } from '../../src/random';
import {
  adamW,
  clipScale,
  GRADIENT,
  gradientsSignature,
  lossGradients,
  ParameterGroups,
  type SplitOptions,
} from '../../src/train';
import type { Runner } from '../../src/train/passes';
import { largestDifference, negativeLogLikelihood, tinyConfig, useCpuBackend } from '../helpers';

beforeAll(useCpuBackend);

const [batch, time] = [2, 6];
const random = createRandom('step');
const tokens = (...shape: number[]) =>
  int32(
    shape,
    Array.from({ length: batch * time }, () => random.int(tinyConfig.vocabSize)),
  );
const parameters = initialiseParameters(tinyConfig, 3);

/** The batch, asked at every position; two in three have a weight. */
const data = {
  ids: tokens(batch, time),
  documents: int32([batch, time], [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 0, 0]),
  positions: int32([batch * time], [...new Array(batch * time).keys()]),
  targets: tokens(batch * time),
  weights: float32(
    [batch * time],
    Array.from({ length: batch * time }, (_, i) => (i % 3 === 0 ? 0 : 1 / 8)),
  ),
};
const shape = { rows: batch, time, asked: batch * time };

const groups = new ParameterGroups(parameterShapes(tinyConfig));

/** Makes the gradients ready to run, compiled or eager. */
const gradients = (runner: Runner, asked = shape.asked) =>
  runner(lossGradients(tinyConfig), gradientsSignature(tinyConfig, { ...shape, asked }));

/** Runs a few steps from the initial parameters; gives the losses and the last parameters. */
async function run(
  executable: Executable,
  count: number,
  given: Values = data,
): Promise<{ losses: number[]; state: Values }> {
  const start = groups.lay(name => parameters.get(name)!.data);
  const state = { parameters: start, means: groups.zeros(), squares: groups.zeros() };
  const losses: number[] = [];
  for (let step = 1; step <= count; step++) {
    const results = await executable.run({ ...groups.views(state.parameters), ...given });
    losses.push(results.loss!.data[0] as number);
    const slopes = groups.lay(name => results[GRADIENT + name]!.data as Float32Array);
    adamW(state, slopes, { step, learningRate: 1e-2, scale: clipScale(groups.norm(slopes), 1) });
  }
  return { losses, state: groups.views(state.parameters) };
}

describe('a training step', () => {
  it('gives the same losses and parameters compiled as eager, over several steps', async () => {
    const [ours, theirs] = [await run(await gradients(compile), 5), await run(await gradients(eager), 5)];
    expect(largestDifference(ours.losses, theirs.losses)).toBeLessThan(1e-5);
    expect(ours.losses[4]).toBeLessThan(ours.losses[0]!);
    for (const name of parameters.keys()) {
      expect(largestDifference(ours.state[name]!.data, theirs.state[name]!.data)).toBeLessThan(2e-5);
    }
  });

  it('learns the same from logits at the weighted positions alone', async () => {
    const weighted = [...data.positions.data].filter(at => at % 3 !== 0);
    const few = {
      ...data,
      positions: int32([weighted.length], weighted),
      targets: int32(
        [weighted.length],
        weighted.map(at => data.targets.data[at] as number),
      ),
      weights: float32([weighted.length], new Array(weighted.length).fill(1 / 8)),
    };
    const every = await run(await gradients(compile), 3);
    const asked = await run(await gradients(compile, weighted.length), 3, few);
    expect(largestDifference(asked.losses, every.losses)).toBeLessThan(1e-5);
    for (const name of parameters.keys()) {
      expect(largestDifference(asked.state[name]!.data, every.state[name]!.data), name).toBeLessThan(2e-5);
    }
  });

  it('is the same to the bit when it is run again', async () => {
    const executables = await gradients(compile);
    expect(await run(executables, 3)).toEqual(await run(executables, 3));
  });

  it('says which targets were the most likely tokens', async () => {
    const state: Values = {};
    for (const [name, { shape, data: values }] of parameters) state[name] = float32(shape, values);
    const { correct } = await (await gradients(compile)).run({ ...state, ...data });
    const tensors = Object.fromEntries(
      [...parameters].map(([name, { shape, data: values }]) => [name, tf.tensor(values, [...shape])]),
    );
    const read = tf.tensor2d(data.ids.data as Int32Array, [batch, time], 'int32');
    const documents = tf.tensor2d(data.documents.data as Int32Array, [batch, time], 'int32');
    const scores = tf.matMul(decode(tensors, read, tinyConfig, { documents }), head(tensors, tinyConfig), false, true);
    const likely = scores.argMax(-1).dataSync();
    expect([...correct!.data]).toEqual([...likely].map((id, i) => Number(id === data.targets.data[i])));
    // The random model is right now and then, by chance.
    const again = { ...data, targets: int32([batch * time], [...likely]) };
    expect([...(await (await gradients(compile)).run({ ...state, ...again })).correct!.data]).toEqual(
      new Array(batch * time).fill(1),
    );
  });
});

describe('gradient checkpointing', () => {
  const lora = { rank: 2, dropout: 0.25 };
  const random = createRandom('noise');
  const noise = (size: number) =>
    float32(
      [size],
      Float32Array.from({ length: size }, () => 1 + random()),
    );
  const adapters = {
    lora,
    given: {
      ...data,
      ...Object.fromEntries(
        [...loraShapes(tinyConfig, lora)].map(([name, sizes]) => [
          name,
          float32(
            sizes,
            Float32Array.from({ length: sizes[0]! * sizes[1]! }, () => random() - 0.5),
          ),
        ]),
      ),
      noiseRows: noise(batch * time),
      noiseColumns: noise(dropoutColumns(tinyConfig, lora)),
    },
  };
  const start = Object.fromEntries(
    [...parameters].map(([name, { shape, data: values }]) => [name, float32(shape, values)]),
  );
  const cases: [string, SplitOptions, Values][] = [
    ['all of the model', {}, data],
    ['all but the first layer and the embedding', { freeze: /embed_tokens|layers\.0\./ }, data],
    ['adapters with dropout', { lora }, adapters.given],
  ];

  it.each(cases)('leaves the gradients of %s as they are, compiled and eager', async (_, options, given) => {
    for (const runner of [compile, eager] as Runner[]) {
      const [plain, checkpointed] = await Promise.all(
        [false, true].map(async gradientCheckpointing => {
          const fn = lossGradients(tinyConfig, { ...options, gradientCheckpointing });
          const executable = await runner(fn, gradientsSignature(tinyConfig, shape, options));
          return executable.run({ ...start, ...given });
        }),
      );
      expect(Object.keys(checkpointed!)).toEqual(Object.keys(plain!));
      for (const [name, { data: values }] of Object.entries(plain!)) {
        expect(largestDifference(checkpointed![name]!.data, values), name).toBeLessThan(1e-6);
      }
    }
  });
});

describe('the gradient of the loss', () => {
  it('agrees with finite differences for every parameter', async () => {
    const { ids, targets } = data;
    const names = [...parameters.keys()];
    const tensors = names.map(name => tf.tensor(parameters.get(name)!.data.slice(), [...parameters.get(name)!.shape]));
    const loss = (...values: tf.Tensor[]) =>
      negativeLogLikelihood(
        Object.fromEntries(names.map((name, i) => [name, values[i]!])),
        tf.tensor2d(ids.data as Int32Array, [batch, time], 'int32'),
        tf.tensor1d(targets.data as Int32Array, 'int32'),
        tinyConfig,
      ).mean() as tf.Scalar;
    const gradients = tf.grads(loss)(tensors);
    for (const [p, name] of names.entries()) {
      const data = parameters.get(name)!.data;
      const index = Math.floor(data.length / 2);
      const moved = (step: number) => {
        const values = data.slice();
        values[index] = (values[index] as number) + step;
        const changed = tensors.map((tensor, i) => (i === p ? tf.tensor(values, tensor.shape) : tensor));
        return loss(...changed).dataSync()[0] as number;
      };
      const step = 0.02;
      const numeric = (moved(step) - moved(-step)) / (2 * step);
      expect(Math.abs(numeric - (gradients[p]!.dataSync()[index] as number)), name).toBeLessThan(3e-4);
    }
  });
});
