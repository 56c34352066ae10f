import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eager, float32 } from '../../src/compile';
import { createMuon, orthogonalise, ParameterGroups } from '../../src/train';
import { largestDifference } from '../helpers';

type Named = Record<'wide' | 'tall', number[]>;

/** Steps of torch.optim.Muon: see test/fixtures/make.py. */
const reference: {
  shapes: Named;
  start: Named;
  steps: { rate: number; gradients: Named; after: Named }[];
} = JSON.parse(readFileSync(join(__dirname, '..', 'fixtures', 'muon.json'), 'utf8'));

describe('Muon', () => {
  it('moves a wide and a tall matrix as PyTorch does', async () => {
    const groups = new ParameterGroups(new Map(Object.entries(reference.shapes)));
    const state = {
      parameters: groups.lay(name => Float32Array.from(reference.start[name as keyof Named])),
      means: groups.zeros(),
      squares: groups.zeros(),
    };
    const { update } = await createMuon(groups, eager);
    for (const [i, { rate, gradients, after }] of reference.steps.entries()) {
      const slopes = groups.lay(name => Float32Array.from(gradients[name as keyof Named]));
      await update(state, slopes, { step: i + 1, learningRate: rate, scale: 1 }, { weightDecay: 0.1 });
      for (const name of ['wide', 'tall'] as const) {
        const { data } = groups.views(state.parameters)[name]!;
        expect(largestDifference(data, after[name]), `${name}, step ${i + 1}`).toBeLessThan(1e-5);
      }
    }
  });

  it('moves tables of tokens and gains as AdamW does: the first step by the learning rate', async () => {
    const groups = new ParameterGroups(
      new Map([
        ['model.embed_tokens.weight', [3, 2]],
        ['norm', [2]],
        ['layer', [2, 2]],
      ]),
    );
    const state = { parameters: groups.zeros(), means: groups.zeros(), squares: groups.zeros() };
    const { update } = await createMuon(groups, eager);
    const slopes = groups.lay(name =>
      Float32Array.from(name === 'layer' ? [1, 0, 0, 1] : [5, -5, 5, -5, 5, -5].slice(0, name === 'norm' ? 2 : 6)),
    );
    await update(state, slopes, { step: 1, learningRate: 0.1, scale: 1 });
    const { data: table } = groups.views(state.parameters)['model.embed_tokens.weight']!;
    expect(largestDifference(table, [-0.1, 0.1, -0.1, 0.1, -0.1, 0.1])).toBeLessThan(1e-6);
    expect(largestDifference(groups.views(state.parameters).norm!.data, [-0.1, 0.1])).toBeLessThan(1e-6);
  });

  it('wants matrices to move', async () => {
    const gains = new ParameterGroups(new Map([['norm', [2]]]));
    await expect(createMuon(gains, eager)).rejects.toThrow('no matrix of a layer trains');
  });

  it('brings singular values near to 1, by the polynomial of Newton and Schulz', async () => {
    // A diagonal matrix between two rotations: each singular value follows the polynomial on its own.
    const [a, b] = [0.3, 1.1];
    const rotation = (angle: number) => [Math.cos(angle), -Math.sin(angle), Math.sin(angle), Math.cos(angle)];
    const times = (x: number[], y: number[]) => [
      x[0]! * y[0]! + x[1]! * y[2]!,
      x[0]! * y[1]! + x[1]! * y[3]!,
      x[2]! * y[0]! + x[3]! * y[2]!,
      x[2]! * y[1]! + x[3]! * y[3]!,
    ];
    const matrix = (one: number, two: number) => times(times(rotation(a), [one, 0, 0, two]), rotation(b));
    const values = [4, 0.5].map(value => {
      let x = value / Math.hypot(4, 0.5);
      for (let step = 0; step < 5; step++) x = 3.4445 * x - 4.775 * x ** 3 + 2.0315 * x ** 5;
      return x;
    });
    const given = float32([2, 2], Float32Array.from(matrix(4, 0.5)));
    const { matrix: found } = await eager(orthogonalise, { matrix: { dtype: 'float32', shape: [2, 2] } }).run({
      matrix: given,
    });
    expect(largestDifference(found!.data, matrix(values[0]!, values[1]!))).toBeLessThan(1e-5);
    for (const value of values) expect(value).toBeGreaterThan(0.65);
    for (const value of values) expect(value).toBeLessThan(1.25);
  });
});
