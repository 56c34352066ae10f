import * as tf from '@tensorflow/tfjs';
import type { ModelConfig } from './config';

/**
 * Layers with gradients written by hand: fewer operations than automatic differentiation would record, and the same numbers.
 * Whatever a gradient needs is passed to `save`: a captured tensor would be disposed before an eager gradient runs.
 */

/**
 * Root-mean-square normalisation over the last axis.
 *
 *     y = n · g,   n = x / sqrt(mean(x²) + ε);    dx = (dy·g − n · mean(dy·g·n)) / sqrt(mean(x²) + ε)
 *
 * @param x [rows, hidden]
 * @param gain g, [hidden]
 * Source: Zhang and Sennrich 2019 (1910.07467).
 */
export function rmsNorm(x: tf.Tensor2D, gain: tf.Tensor, epsilon: number): tf.Tensor2D {
  const normalise = tf.customGrad((...args: unknown[]) => {
    const [input, save] = args as [tf.Tensor2D, tf.GradSaveFunc];
    const scale = tf.rsqrt(tf.mean(tf.square(input), -1, true).add(epsilon)); // (rows, 1)
    const value = input.mul(scale);
    save([value, scale]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [n, s] = saved as [tf.Tensor, tf.Tensor];
        return dy.sub(n.mul(tf.mean(dy.mul(n), -1, true))).mul(s);
      },
    };
  });
  return normalise(x).mul(gain) as tf.Tensor2D;
}

/**
 * log Σ exp over the last axis, safe for large inputs; its gradient is the softmax.
 *
 * @param x [rows, columns]
 * @returns [rows]
 */
export function logSumExp(x: tf.Tensor2D): tf.Tensor1D {
  const compute = tf.customGrad((...args: unknown[]) => {
    const [input, save] = args as [tf.Tensor2D, tf.GradSaveFunc];
    const maximum = tf.max(input, -1, true);
    const value = tf.log(tf.sum(tf.exp(input.sub(maximum)), -1)).add(maximum.squeeze([-1]));
    save([input, value]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [z, lse] = saved as [tf.Tensor, tf.Tensor];
        return tf.exp(z.sub(lse.expandDims(-1))).mul(dy.expandDims(-1));
      },
    };
  });
  return compute(x) as tf.Tensor1D;
}

/** Cosines and sines of the rotary angles, each [time, headDim]: angle(t, i) = t · θ^(−2i/headDim), repeated for both halves. */
export function rotaryTables(time: number, { headDim, ropeTheta }: ModelConfig): { cos: tf.Tensor; sin: tf.Tensor } {
  const { cos, sin } = rotaryValues(time, headDim, ropeTheta);
  return { cos: tf.tensor2d(cos, [time, headDim]), sin: tf.tensor2d(sin, [time, headDim]) };
}

/** The numbers of {@link rotaryTables}, row-major. */
export function rotaryValues(time: number, headDim: number, theta: number): { cos: Float32Array; sin: Float32Array } {
  const cos = new Float32Array(time * headDim);
  const sin = new Float32Array(time * headDim);
  const half = headDim / 2;
  for (let t = 0; t < time; t++) {
    for (let i = 0; i < headDim; i++) {
      const angle = t * theta ** (-(i % half) / half);
      cos[t * headDim + i] = Math.cos(angle);
      sin[t * headDim + i] = Math.sin(angle);
    }
  }
  return { cos, sin };
}

/**
 * Rotary position embedding: each pair (x_i, x_{i + half}) is turned by its angle. The gradient turns back.
 *
 * @param x [batch, heads, time, headDim]
 * Source: Su et al. 2021 (2104.09864), in the half-split layout of Hugging Face.
 */
export function rotate(x: tf.Tensor, { cos, sin }: { cos: tf.Tensor; sin: tf.Tensor }): tf.Tensor {
  const turn = tf.customGrad((...args: unknown[]) => {
    const [input, c, s, save] = args as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    save([c, s]);
    return {
      value: turned(input, c, s),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [c, s] = saved as [tf.Tensor, tf.Tensor];
        // The tables are constants: their gradients are asked for by tfjs and never used.
        return [turned(dy, c, tf.neg(s)), tf.zerosLike(c), tf.zerosLike(s)];
      },
    };
  });
  return turn(x, cos, sin);
}

function turned(x: tf.Tensor, cos: tf.Tensor, sin: tf.Tensor): tf.Tensor {
  const [left, right] = tf.split(x, 2, -1) as [tf.Tensor, tf.Tensor];
  return x.mul(cos).add(tf.concat([tf.neg(right), left], -1).mul(sin));
}
