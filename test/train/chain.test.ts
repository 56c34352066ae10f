import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { chainGradients, type Link } from '../../src/train/chain';
import { useCpuBackend } from '../helpers';

beforeAll(useCpuBackend);

/** h ← h · w_i, element by element, three times; then the sum of what comes out times c. */
function links(count: (at: number) => void = () => {}): Link[] {
  const product = (at: number): Link => ({
    reads: name => name === `w${at}`,
    run(inputs, h) {
      count(at);
      return (h ?? (inputs.x as tf.Tensor)).mul(inputs[`w${at}`] as tf.Tensor);
    },
  });
  const end: Link = { reads: () => false, run: ({ c }, h) => (h as tf.Tensor).mul(c as tf.Tensor).sum() };
  return [product(0), product(1), product(2), end];
}

const inputs = (c: number[]) =>
  Object.fromEntries(
    Object.entries({ x: [1, 2], w0: [3, 5], w1: [7, 11], w2: [13, 17], c }).map(([name, values]) => [
      name,
      tf.tensor2d(values, [1, 2]),
    ]),
  );
const names = ['w0', 'w1', 'w2'];

describe('the gradients of a chain', () => {
  it('are those of the product of its links', () => {
    const { value, gradients } = chainGradients(links(), inputs([1, 10]), names);
    expect(value.dataSync()[0]).toBe(1 * 3 * 7 * 13 + 2 * 5 * 11 * 17 * 10);
    expect(names.map(name => [...gradients[name]!.dataSync()])).toEqual([
      [7 * 13, 2 * 11 * 17 * 10],
      [3 * 13, 2 * 5 * 17 * 10],
      [3 * 7, 2 * 5 * 11 * 10],
    ]);
  });

  it('take each link twice, and only those that lead to what is asked', () => {
    const runs = (asked: string[]) => {
      const counts = [0, 0, 0];
      chainGradients(
        links(at => {
          counts[at]!++;
        }),
        inputs([1, 1]),
        asked,
      );
      return counts;
    };
    expect(runs(names)).toEqual([2, 2, 2]);
    expect(runs(['w2'])).toEqual([1, 1, 2]);
  });

  it('are computed in their order: a link is done again only once the slope above it is there', () => {
    // What is done again depends on all that was found before: one number that is none shows in all of it.
    const { gradients } = chainGradients(links(), inputs([Number.NaN, 1]), names);
    expect([...gradients.w2!.dataSync()]).toEqual([Number.NaN, Number.NaN]);
    const joined: Link = {
      reads: name => names.includes(name),
      run: (given, h) => links().reduce<tf.Tensor | undefined>((x, link) => link.run(given, x), h) as tf.Tensor,
    };
    const plain = chainGradients([joined], inputs([Number.NaN, 1]), names);
    expect([...plain.gradients.w2!.dataSync()]).toEqual([Number.NaN, 2 * 5 * 11]);
  });
});
