import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../src/compile';
import {
  adamW,
  adamWScalars,
  clipScale,
  ParameterGroups,
  update,
  updatedState,
  updateInputs,
  updateSignature,
} from '../../src/train';
import { largestDifference, useCpuBackend } from '../helpers';

beforeAll(useCpuBackend);

interface Named {
  matrix: number[];
  gain: number[];
}

/** Steps of torch.optim.AdamW after clip_grad_norm_: see test/fixtures/make.py. */
const reference: { start: Named; steps: { rate: number; gradients: Named; norm: number; after: Named }[] } = JSON.parse(
  readFileSync(join(__dirname, '..', 'fixtures', 'adamw.json'), 'utf8'),
);

const shapes = { matrix: [2, 3], gain: [4] };
const names = ['matrix', 'gain'] as const;

describe('AdamW', () => {
  it('moves a decayed matrix and a gain as PyTorch does, gradients clipped together', () => {
    const options = { beta1: 0.8, beta2: 0.9, epsilon: 1e-6, weightDecay: 0.1 };
    const state = Object.fromEntries(
      names.map(name => {
        const parameter = tf.tensor(reference.start[name], shapes[name]);
        return [name, { parameter, mean: tf.zerosLike(parameter), square: tf.zerosLike(parameter) }];
      }),
    );
    for (const [i, { rate, gradients, norm, after }] of reference.steps.entries()) {
      const scalars = tf.tensor1d(adamWScalars(i + 1, rate, clipScale(norm, 1), options));
      for (const name of names) {
        const own = name === 'gain' ? { ...options, weightDecay: 0 } : options;
        state[name] = adamW(state[name]!, tf.tensor(gradients[name], shapes[name]), scalars, own);
        expect(largestDifference(state[name].parameter.dataSync(), after[name]), `${name}, step ${i + 1}`).toBeLessThan(
          2e-6,
        );
      }
    }
  });

  it('clips only gradients that are too long', () => {
    expect(clipScale(0.5, 1)).toBe(1);
    expect(clipScale(4, 1)).toBeCloseTo(0.25, 6);
    expect(clipScale(0, 1)).toBe(1);
  });
});

describe('the update of a training step', () => {
  it('clips by the norm of all gradients, decays matrices only, and leaves each parameter in its place', async () => {
    const options = { beta1: 0.8, beta2: 0.9, epsilon: 1e-6, weightDecay: 0.1 };
    const groups = new ParameterGroups(new Map(Object.entries({ ...shapes, copy: shapes.matrix })));
    let state = {
      parameters: groups.lay(name => Float32Array.from(reference.start[name === 'gain' ? 'gain' : 'matrix'])),
      means: groups.zeros(),
      squares: groups.zeros(),
    };
    const executable = await compile(update(groups, options), updateSignature(groups));
    for (const [i, { rate, gradients, norm, after }] of reference.steps.entries()) {
      // The copy has no gradients: the norm stays that of the reference, and only decay moves it.
      const slopes = groups.lay(name =>
        name === 'copy' ? new Float32Array(6) : Float32Array.from(gradients[name as keyof Named]),
      );
      expect(groups.norm(slopes)).toBeCloseTo(norm, 5);
      const scalars = adamWScalars(i + 1, rate, clipScale(groups.norm(slopes), 1), options);
      state = updatedState(await executable.run(updateInputs(state, slopes, scalars)), groups);
      const views = groups.views(state.parameters);
      for (const name of names) {
        expect(largestDifference(views[name]!.data, after[name]), `${name}, step ${i + 1}`).toBeLessThan(2e-6);
      }
    }
    const decay = reference.steps.reduce((product, { rate }) => product * (1 - 0.1 * rate), 1);
    const copy = groups.views(state.parameters).copy!;
    expect(copy.shape).toEqual(shapes.matrix);
    const expected = reference.start.matrix.map(value => value * decay);
    expect(largestDifference(copy.data, expected)).toBeLessThan(2e-6);
  });

  it('measures the norm of tens of millions of numbers to the last digits', () => {
    const groups = new ParameterGroups(new Map([['w', [5000, 6000]]]));
    expect(groups.norm(groups.lay(() => new Float32Array(3e7).fill(1e-3))) / (1e-3 * Math.sqrt(3e7))).toBeCloseTo(1, 6);
  });
});
