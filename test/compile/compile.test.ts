import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile, eager, float32, int32, type Signature, type TensorFunction, type Values } from '../../src/compile';
import { createRandom } from '../../src/random';
import { largestDifference, useCpuBackend } from '../helpers';

beforeAll(useCpuBackend);

const random = createRandom('compile');
const numbers = (...shape: number[]) =>
  float32(
    shape,
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 0.2 + 2 * random()),
  );

/** Runs a function both ways and gives the largest difference of any result. */
async function difference(fn: TensorFunction, inputs: Values): Promise<number> {
  const signature: Signature = inputs;
  const compiled = await compile(fn, signature);
  const [ours, theirs] = [await compiled.run(inputs), await eager(fn, signature).run(inputs)];
  await compiled.dispose();
  return Math.max(
    ...Object.keys(theirs).map(name => {
      expect(ours[name]!.shape).toEqual(theirs[name]!.shape);
      return largestDifference(ours[name]!.data, theirs[name]!.data);
    }),
  );
}

describe('a compiled function gives what tfjs gives', () => {
  const a = numbers(2, 3, 4);
  const b = numbers(3, 1);
  const cases: Record<string, [TensorFunction, Values]> = {
    'arithmetic with broadcasting': [
      ({ a, b }) => ({ y: a!.add(b!).mul(2).sub(1).div(b!).maximum(1).minimum(3) }),
      { a, b },
    ],
    'elementwise functions': [
      ({ a }) => ({
        y: tf.addN([
          tf.exp(a!),
          tf.log(a!),
          tf.sqrt(a!),
          tf.rsqrt(a!),
          tf.sigmoid(a!),
          tf.tanh(a!),
          tf.square(a!),
          tf.neg(a!),
          tf.abs(a!),
        ]),
      }),
      { a },
    ],
    reductions: [({ a }) => ({ sum: a!.sum(1), mean: a!.mean(-1, true), max: a!.max([0, 2]), all: a!.sum() }), { a }],
    'matrix products, transposed and batched': [
      ({ p, q, r }) => ({
        plain: tf.matMul(p!, q!),
        transposed: tf.matMul(p!, p!, false, true),
        left: tf.matMul(p!, p!, true),
        batched: tf.matMul(r!, r!, false, true),
        left4: tf.matMul(r!, r!, true, false),
      }),
      { p: numbers(3, 4), q: numbers(4, 5), r: numbers(2, 2, 3, 4) },
    ],
    'shapes: transpose, slice, concat, split, pad, tile, stack': [
      ({ a }) => {
        const [left, right] = tf.split(a!, 2, 2) as [tf.Tensor, tf.Tensor];
        return {
          transposed: a!.transpose([2, 0, 1]),
          sliced: a!.slice([0, 1, 1], [2, 2, -1]),
          joined: tf.concat([right, left], -1),
          padded: a!.pad(
            [
              [1, 0],
              [0, 2],
              [0, 0],
            ],
            7,
          ),
          tiled: a!.tile([1, 2, 1]),
          stacked: tf.stack([left, right], 1),
        };
      },
      { a },
    ],
    'gather, one-hot and choice': [
      ({ a, i }) => ({
        rows: tf.gather(a!, i!, 1),
        hot: tf.oneHot(i!, 5).cast('float32'),
        chosen: tf.where(a!.greater(1), a!, tf.zerosLike(a!)),
        best: a!.argMax(-1),
      }),
      { a, i: int32([4], [2, 0, 0, 1]) },
    ],
    'softmax and its logarithm': [({ a }) => ({ soft: tf.softmax(a!), log: tf.logSoftmax(a!) }), { a }],
    'gradients of all of it': [
      ({ p, i }) => {
        const f = (x: tf.Tensor) =>
          tf
            .softmax(tf.gather(x, i as tf.Tensor1D).matMul(x, false, true))
            .mul(tf.exp(x.sum()))
            .mean() as tf.Scalar;
        return { gradient: tf.grad(f)(p!) };
      },
      { p: numbers(3, 4), i: int32([3], [0, 2, 2]) },
    ],
  };
  it.each(Object.entries(cases))('%s', async (_, [fn, inputs]) => {
    expect(await difference(fn, inputs)).toBeLessThan(2e-5);
  });

  it('an input, a constant or the same value twice may be a result', async () => {
    const fn: TensorFunction = ({ x }) => {
      const y = x!.add(1);
      return { same: x!, fixed: tf.tensor1d([5, 6]), once: y, twice: y };
    };
    expect(await difference(fn, { x: float32([2], [1, 2]) })).toBe(0);
  });
});

describe('what cannot be compiled says why', () => {
  it('a kernel without an ONNX counterpart is named', async () => {
    const fft: TensorFunction = ({ x }) => ({ y: tf.spectral.rfft(x!) });
    await expect(compile(fft, { x: float32([4], [1, 2, 3, 4]) })).rejects.toThrow(
      /tfjs kernel \w+ has no ONNX counterpart.*kernels\.ts/,
    );
  });
  it('a function that reads its tensors', async () => {
    const impure: TensorFunction = ({ x }) => ({ y: x!.mul(x!.dataSync()[0]!) });
    await expect(compile(impure, { x: float32([1], [1]) })).rejects.toThrow(
      'a tensor was read while its function was being compiled',
    );
  });
  it('a missing input, and one of another shape', async () => {
    const compiled = await compile(({ x }) => ({ y: x!.neg() }), { x: float32([2], [1, 2]) });
    await expect(compiled.run({})).rejects.toThrow('missing input: x');
    await expect(compiled.run({ x: float32([3], [1, 2, 3]) })).rejects.toThrow(
      'input x is float32[3], but the function was compiled for float32[2]',
    );
  });
  it('the backend that was current stays current', async () => {
    await expect(
      compile(() => {
        throw new Error('own error');
      }, {}),
    ).rejects.toThrow('own error');
    expect(tf.getBackend()).toBe('cpu');
  });
});

describe('the gradient of gather', () => {
  it('adds up every row that was taken, however often, and the same each time', async () => {
    // The size of a batch, so that several threads share it, in which few rows are taken again and again.
    const [rows, width, places] = [2048, 192, 2048];
    const ids = int32(
      [rows],
      Array.from({ length: rows }, (_, i) => (i % 8 === 0 ? 5 : (i * 7919) % 40)),
    );
    const table = float32([places, width], new Float32Array(places * width));
    const gradient = await compile(
      ({ table, ids }) => ({ y: tf.grad(t => tf.gather(t, ids as tf.Tensor1D).sum())(table!) }),
      { table, ids },
    );
    const counts = new Float32Array(places * width);
    for (const id of ids.data) for (let column = 0; column < width; column++) counts[id * width + column]! += 1;
    for (let round = 0; round < 20; round++) {
      const { y } = await gradient.run({ table, ids });
      expect(y!.data.filter((value, i) => value !== counts[i])).toHaveLength(0);
    }
    await gradient.dispose();
  });
});
