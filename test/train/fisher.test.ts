import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { eager } from '../../src/compile';
import { initialiseParameters, type Parameters, type StoredTensor } from '../../src/model';
import { fisherDiagonal, type Importance, type TrainingExample } from '../../src/train';
import { largestDifference, negativeLogLikelihood, tinyConfig, useCpuBackend } from '../helpers';

beforeAll(useCpuBackend);

/** Louder than a fresh model, so that slopes are not small. */
const parameters: Parameters = new Map(
  [...initialiseParameters(tinyConfig, 4)].map(([name, { shape, data }]) => [
    name,
    { shape, data: data.map(value => (shape.length === 1 ? value : 10 * value)) },
  ]),
);
const examples: TrainingExample[] = [
  { ids: [3, 1, 4, 1, 5, 9], segments: [0, 0, 1, 1, 1, 1] },
  { ids: [2, 7, 1], segments: [0, 0, 1] },
];
const fisher = (list: readonly TrainingExample[]) => fisherDiagonal(tinyConfig, parameters, list);

/** The parameters with one number moved. */
const moved = (name: string, index: number, step: number): Parameters => {
  const { shape, data } = parameters.get(name) as StoredTensor;
  return new Map([...parameters, [name, { shape, data: data.map((x, i) => (i === index ? x + step : x)) }]]);
};

/** −log p of the learned tokens of an example, each. */
function losses(model: Parameters, { ids, segments }: TrainingExample): number[] {
  return tf.tidy(() => {
    const list = Array.from(ids);
    const tensors = Object.fromEntries(
      [...model].map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
    );
    const read = tf.tensor2d(list.slice(0, -1), [1, list.length - 1], 'int32');
    const nll = negativeLogLikelihood(tensors, read, tf.tensor1d(list.slice(1), 'int32'), tinyConfig).dataSync();
    return [...nll].filter((_, t) => segments[t + 1] === 1);
  });
}

/** One number of every kind of parameter. */
const places: [string, number][] = [...parameters].map(([name, { data }]) => [name, Math.floor(data.length / 3)]);

describe('the diagonal of the Fisher information', () => {
  it('is the mean square of the slopes of log p, by finite differences', async () => {
    const found = await fisher(examples);
    expect([...found.keys()].sort()).toEqual([...parameters.keys()].sort());
    const total = (model: Parameters, example: TrainingExample) => losses(model, example).reduce((a, b) => a + b, 0);
    const step = 0.01;
    for (const [name, index] of places) {
      const slopes = examples.map(
        example => (total(moved(name, index, step), example) - total(moved(name, index, -step), example)) / (2 * step),
      );
      // Four tokens and one are learned.
      const expected = slopes.reduce((sum, slope) => sum + slope ** 2, 0) / 5;
      expect(Math.abs(found.get(name)![index]! - expected), name).toBeLessThan(1e-5 + 0.03 * expected);
    }
  });

  it('of answers as the model gives them is the curvature of its divergence from itself', async () => {
    const ask = (token: number): TrainingExample => ({ ids: [3, 1, 4, token], segments: [0, 0, 0, 1] });
    const tokens = Array.from({ length: tinyConfig.vocabSize }, (_, token) => token);
    const probabilities = (model: Parameters) => tokens.map(token => Math.exp(-losses(model, ask(token))[0]!));
    const before = probabilities(parameters);
    const each: Importance[] = [];
    for (const token of tokens) each.push(await fisherDiagonal(tinyConfig, parameters, [ask(token)], { run: eager }));
    const step = 0.03;
    for (const [name, index] of places) {
      const expected = tokens.reduce((sum, token) => sum + before[token]! * each[token]!.get(name)![index]!, 0);
      const divergences = [step, -step].map(by => {
        const after = probabilities(moved(name, index, by));
        return tokens.reduce((sum, t) => sum + before[t]! * Math.log(before[t]! / after[t]!), 0);
      });
      const curvature = (divergences[0]! + divergences[1]!) / step ** 2;
      expect(Math.abs(curvature - expected), name).toBeLessThan(5e-4 + 0.03 * expected);
    }
  });

  it('weighs examples by their tokens, whatever the order and the padding', async () => {
    const [both, first, second] = [await fisher(examples), await fisher([examples[0]!]), await fisher([examples[1]!])];
    const turned = await fisher([...examples].reverse());
    for (const name of parameters.keys()) {
      const expected = first.get(name)!.map((value, i) => (4 * value + second.get(name)![i]!) / 5);
      expect(largestDifference(both.get(name)!, expected), name).toBeLessThan(1e-4);
      expect(largestDifference(turned.get(name)!, both.get(name)!), name).toBeLessThan(1e-4);
    }
  });

  it('refuses what there is nothing to learn from', async () => {
    await expect(fisher([])).rejects.toThrow('the Fisher information is a mean over examples: give at least one');
    await expect(fisher([{ ids: [1, 2], segments: [0, 0] }])).rejects.toThrow('nothing to learn');
    await expect(fisher([{ ids: [1, 99], segments: [0, 1] }])).rejects.toThrow('example 0 has token 99');
  });
});
