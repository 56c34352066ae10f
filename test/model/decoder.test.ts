import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile, float32, int32 } from '../../src/compile';
import { logits, type ModelConfig, parameterShapes, parseConfig } from '../../src/model';
import { fixtureModels, negativeLogLikelihood, useCpuBackend } from '../helpers';

beforeAll(useCpuBackend);

/** What transformers computes for a small random model: see test/fixtures/make.py. */
interface Reference {
  config: Record<string, unknown>;
  ids: number[][];
  targets: number[][];
  weights: number[][];
  logits: number[];
  nll: number[];
  loss: number;
  parameters: Record<string, { shape: number[]; data: number[]; gradient: number[] }>;
}

/** The largest difference, relative to the largest expected value. */
function relativeError(ours: ArrayLike<number>, expected: readonly number[]): number {
  expect(ours.length).toBe(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs((ours[i] as number) - value))) / scale;
}

describe.each(fixtureModels)('%s', kind => {
  const reference: Reference = JSON.parse(readFileSync(join(__dirname, '..', 'fixtures', `${kind}.json`), 'utf8'));
  const { parameters } = reference;
  const names = Object.keys(parameters);
  const config: ModelConfig = parseConfig(reference.config);
  const int = (rows: number[][]) => tf.tensor2d(rows, undefined, 'int32');
  const tensors = () => names.map(name => tf.tensor(parameters[name]!.data, parameters[name]!.shape));
  const byName = (list: tf.Tensor[]) => Object.fromEntries(names.map((name, i) => [name, list[i] as tf.Tensor]));
  const nll = (list: tf.Tensor[]) =>
    negativeLogLikelihood(byName(list), int(reference.ids), int(reference.targets), config);

  it('has the parameters that transformers gives it', () => {
    const shapes = parameterShapes(config);
    expect([...shapes.keys()].sort()).toEqual([...names].sort());
    for (const name of names) expect(shapes.get(name), name).toEqual(parameters[name]!.shape);
  });

  it('gives the logits that transformers gives', () => {
    expect(
      relativeError(logits(byName(tensors()), int(reference.ids), config).dataSync(), reference.logits),
    ).toBeLessThan(1e-5);
  });

  it('gives the loss of each token', () => {
    expect(relativeError(nll(tensors()).dataSync(), reference.nll)).toBeLessThan(1e-5);
  });

  const weighted = (list: tf.Tensor[]) => nll(list).mul(tf.tensor2d(reference.weights).flatten()).sum() as tf.Scalar;

  it('gives the gradients of the weighted loss, eager', () => {
    const { value, grads } = tf.valueAndGrads((...list: tf.Tensor[]) => weighted(list))(tensors());
    expect(relativeError(value.dataSync(), [reference.loss])).toBeLessThan(1e-5);
    names.forEach((name, i) => {
      expect(relativeError(grads[i]!.dataSync(), parameters[name]!.gradient), name).toBeLessThan(1e-4);
    });
  });

  it('gives the gradients of the weighted loss, compiled', async () => {
    const shape = [reference.ids.length, reference.ids[0]!.length];
    const values = Object.fromEntries(
      names.map(name => [name, float32(parameters[name]!.shape, parameters[name]!.data)]),
    );
    const inputs = {
      ...values,
      ids: int32(shape, reference.ids.flat()),
      targets: int32(shape, reference.targets.flat()),
    };
    const gradients = await compile(given => {
      const loss = (...list: tf.Tensor[]) =>
        negativeLogLikelihood(byName(list), given.ids as tf.Tensor2D, given.targets as tf.Tensor2D, config)
          .mul(tf.tensor2d(reference.weights).flatten())
          .sum() as tf.Scalar;
      const { grads } = tf.valueAndGrads(loss)(names.map(name => given[name] as tf.Tensor));
      return byName(grads);
    }, inputs);
    const results = await gradients.run(inputs);
    await gradients.dispose();
    for (const name of names) {
      expect(relativeError(results[name]!.data, parameters[name]!.gradient), name).toBeLessThan(1e-4);
    }
  });
});
