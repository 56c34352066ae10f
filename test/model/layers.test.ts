import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Direction, divergence, dropout, type Noise } from '../../src/model';
import { gates } from '../../src/model/layers';
import { createRandom } from '../../src/random';
import { largestDifference, useCpuBackend } from '../helpers';

beforeAll(useCpuBackend);

describe('the divergence from a teacher', () => {
  type Reference = Record<'teacher' | 'student' | 'weights', number[]> &
    Record<Direction, { values: number[]; gradient: number[] }>;
  const path = join(__dirname, '..', 'fixtures', 'divergence.json');
  const reference: Reference = JSON.parse(readFileSync(path, 'utf8'));

  it.each(['forward', 'reverse'] as const)("has PyTorch's values and gradients, %s", direction => {
    const rows = (values: number[]) => tf.tensor2d(values, [4, 7]);
    const values = divergence(rows(reference.student), rows(reference.teacher), direction);
    expect(largestDifference(values.dataSync(), reference[direction].values)).toBeLessThan(1e-5);
    const gradient = tf.grad(student =>
      divergence(student as tf.Tensor2D, rows(reference.teacher), direction)
        .mul(reference.weights)
        .sum(),
    )(rows(reference.student));
    expect(largestDifference(gradient.dataSync(), reference[direction].gradient)).toBeLessThan(1e-5);
  });
});

describe('a gate', () => {
  const numbers = (shift: number) =>
    tf.tensor2d(
      Array.from({ length: 12 }, (_, i) => Math.sin(i + shift) * 3),
      [3, 4],
    );
  /** The same in tfjs's own operations, differentiated by tfjs. */
  const plain = {
    silu: (x: tf.Tensor) => x.mul(tf.sigmoid(x)),
    gelu_pytorch_tanh: (x: tf.Tensor) =>
      x.mul(0.5).mul(tf.tanh(x.add(x.pow(3).mul(0.044715)).mul(Math.sqrt(2 / Math.PI))).add(1)),
  };

  it.each(['silu', 'gelu_pytorch_tanh'] as const)('with %s has the gradients of its formula', name => {
    const both = (gated: (gate: tf.Tensor2D, up: tf.Tensor2D) => tf.Tensor) =>
      tf
        .grads((gate, up) =>
          gated(gate as tf.Tensor2D, up as tf.Tensor2D)
            .mul(numbers(7))
            .sum(),
        )([numbers(1), numbers(4)])
        .map(gradient => gradient.dataSync());
    const [ours, expected] = [both(gates[name]), both((gate, up) => plain[name](gate).mul(up))];
    ours.forEach((gradient, i) => {
      expect(largestDifference(gradient, expected[i] as Float32Array)).toBeLessThan(1e-5);
    });
    expect(
      largestDifference(
        gates[name](numbers(1), numbers(4)).dataSync(),
        plain[name](numbers(1)).mul(numbers(4)).dataSync(),
      ),
    ).toBeLessThan(1e-6);
  });
});

describe('dropout', () => {
  const [rows, columns] = [300, 200];
  const random = createRandom('dropout');
  const numbers = (count: number) => tf.tensor1d(Array.from({ length: count }, () => 1 + random()));
  let noise: Noise;
  beforeAll(() => {
    noise = { rows: numbers(rows), columns: numbers(columns) };
  });
  const kept = (rate: number, given = noise) =>
    Array.from(dropout(tf.ones([rows, columns]) as tf.Tensor2D, rate, given).dataSync());

  it.each([0.1, 0.5, 0.9])('sets a share of %d to zero and enlarges the rest, so that the mean stays', rate => {
    const values = kept(rate);
    expect(values.filter(value => value === 0).length / values.length).toBeCloseTo(rate, 2);
    for (const value of new Set(values)) if (value !== 0) expect(value).toBeCloseTo(1 / (1 - rate), 5);
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(1, 1);
  });

  it('decides each element apart: two rows, or two columns, agree as often as chance has it', () => {
    const zero = kept(0.5).map(value => value === 0);
    const at = (row: number, column: number) => zero[row * columns + column];
    const agreement = (pairs: [boolean | undefined, boolean | undefined][]) =>
      pairs.filter(([a, b]) => a === b).length / pairs.length;
    const ofRows = Array.from({ length: 100 }, (_, i) =>
      agreement(Array.from({ length: columns }, (_, column) => [at(i, column), at(i + 150, column)])),
    );
    const ofColumns = Array.from({ length: 100 }, (_, i) =>
      agreement(Array.from({ length: rows }, (_, row) => [at(row, i), at(row, i + 100)])),
    );
    // 200 or 300 fair coins agree in half of the cases, give or take five standard deviations of 0.035 and 0.029.
    for (const share of ofRows) expect(Math.abs(share - 0.5)).toBeLessThan(0.18);
    for (const share of ofColumns) expect(Math.abs(share - 0.5)).toBeLessThan(0.15);
  });

  it('is the same for the same noise, another for another, and nothing at rate 0', () => {
    expect(kept(0.3)).toEqual(kept(0.3));
    expect(kept(0.3, { ...noise, rows: numbers(rows) })).not.toEqual(kept(0.3));
    expect(kept(0)).toEqual(new Array(rows * columns).fill(1));
  });

  it('passes gradients where it passes values', () => {
    const [x] = [tf.randomNormal([rows, columns]) as tf.Tensor2D];
    const gradient = tf
      .grad(x => dropout(x as tf.Tensor2D, 0.4, noise).sum())(x)
      .dataSync();
    expect(Array.from(gradient)).toEqual(kept(0.4));
  });
});
