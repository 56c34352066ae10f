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
    const exponentials = tf.exp(input.sub(maximum));
    const sum = tf.sum(exponentials, -1, true);
    save([exponentials, sum]);
    return {
      value: tf.log(sum).add(maximum).squeeze([-1]),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [e, total] = saved as [tf.Tensor, tf.Tensor];
        return e.mul(dy.expandDims(-1).div(total));
      },
    };
  });
  return compute(x) as tf.Tensor1D;
}

/**
 * The gate of a feed-forward layer, with σ the logistic function:
 *
 *     y = a · up,   a = gate · σ(gate);    d up = dy · a,   d gate = dy · up · (σ + a − a·σ)
 *
 * Source: Shazeer 2020 (2002.05202).
 */
export function swiGlu(gate: tf.Tensor2D, up: tf.Tensor2D): tf.Tensor2D {
  const compute = tf.customGrad((...args: unknown[]) => {
    const [g, u, save] = args as [tf.Tensor2D, tf.Tensor2D, tf.GradSaveFunc];
    const sigma = tf.sigmoid(g);
    const activated = g.mul(sigma);
    save([u, sigma, activated]);
    return {
      value: activated.mul(u),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [u, s, a] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
        return [dy.mul(u).mul(a.sub(a.mul(s)).add(s)), dy.mul(a)];
      },
    };
  });
  return compute(gate, up) as tf.Tensor2D;
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
