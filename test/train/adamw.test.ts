import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adamW, clipScale, ParameterGroups } from '../../src/train';
import { largestDifference } from '../helpers';

interface Named {
  matrix: number[];
  gain: number[];
}

/** Steps of torch.optim.AdamW after clip_grad_norm_: see test/fixtures/make.py. */
const reference: { start: Named; steps: { rate: number; gradients: Named; norm: number; after: Named }[] } = JSON.parse(
  readFileSync(join(__dirname, '..', 'fixtures', 'adamw.json'), 'utf8'),
);

describe('AdamW', () => {
  it('moves a decayed matrix and a gain as PyTorch does, gradients clipped together', () => {
    const options = { beta1: 0.8, beta2: 0.9, epsilon: 1e-6, weightDecay: 0.1 };
    const shapes = { matrix: [2, 3], gain: [4], copy: [2, 3] };
    const groups = new ParameterGroups(new Map(Object.entries(shapes)));
    const state = {
      parameters: groups.lay(name => Float32Array.from(reference.start[name === 'gain' ? 'gain' : 'matrix'])),
      means: groups.zeros(),
      squares: groups.zeros(),
    };
    for (const [i, { rate, gradients, norm, after }] of reference.steps.entries()) {
      // The copy has no gradients: the norm stays that of the reference, and only decay moves it.
      const slopes = groups.lay(name =>
        name === 'copy' ? new Float32Array(6) : Float32Array.from(gradients[name as keyof Named]),
      );
      expect(groups.norm(slopes)).toBeCloseTo(norm, 5);
      const scale = clipScale(groups.norm(slopes), 1);
      adamW(state, slopes, { step: i + 1, learningRate: rate, scale }, options);
      for (const name of ['matrix', 'gain'] as const) {
        const { data, shape } = groups.views(state.parameters)[name]!;
        expect(shape).toEqual(shapes[name]);
        expect(largestDifference(data, after[name]), `${name}, step ${i + 1}`).toBeLessThan(2e-6);
      }
    }
    const decay = reference.steps.reduce((product, { rate }) => product * (1 - 0.1 * rate), 1);
    const expected = reference.start.matrix.map(value => value * decay);
    expect(largestDifference(groups.views(state.parameters).copy!.data, expected)).toBeLessThan(2e-6);
  });

  it('clips only gradients that are too long', () => {
    expect(clipScale(0.5, 1)).toBe(1);
    expect(clipScale(4, 1)).toBeCloseTo(0.25, 6);
    expect(clipScale(0, 1)).toBe(1);
  });

  it('measures the norm of tens of millions of numbers to the last digits', () => {
    const groups = new ParameterGroups(new Map([['w', [5000, 6000]]]));
    expect(groups.norm(groups.lay(() => new Float32Array(3e7).fill(1e-3))) / (1e-3 * Math.sqrt(3e7))).toBeCloseTo(1, 6);
  });
});
