import * as tf from '@tensorflow/tfjs';
import type { Activation } from './families/family';
import type { RotaryTables } from './rope';

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

/** Which way a Kullback-Leibler divergence from a teacher t to a student s goes. */
export type Direction = 'forward' | 'reverse';

/**
 * How far the distribution that logits stand for is from a teacher's, in nats, for each row:
 *
 *     forward  KL(t ‖ s) = Σ t (log t − log s);    d s_logits = s − t
 *     reverse  KL(s ‖ t) = Σ s (log s − log t);    d s_logits = s · (log s − log t − KL)
 *
 * Forward covers all that the teacher may say; reverse stays within what it is likely to say. The teacher has no gradient.
 *
 * @param logits of the student, [rows, columns]
 * @param teacher logits of the teacher, [rows, columns]
 * @returns [rows]
 */
export function divergence(logits: tf.Tensor2D, teacher: tf.Tensor2D, direction: Direction): tf.Tensor1D {
  const compute = tf.customGrad((...args: unknown[]) => {
    const [input, save] = args as [tf.Tensor2D, tf.GradSaveFunc];
    const logProbabilities = (x: tf.Tensor2D) => x.sub(logSumExp(x).expandDims(-1));
    const [ours, theirs] = [logProbabilities(input), logProbabilities(teacher)];
    const [s, t] = [tf.exp(ours), tf.exp(theirs)];
    const gap = ours.sub(theirs);
    const value = direction === 'forward' ? t.mul(gap).sum(-1).neg() : s.mul(gap).sum(-1);
    save(direction === 'forward' ? [s.sub(t)] : [s.mul(gap.sub(value.expandDims(-1)))]);
    return { value, gradFunc: (dy: tf.Tensor, [slope]: tf.Tensor[]) => (slope as tf.Tensor).mul(dy.expandDims(-1)) };
  });
  return compute(logits) as tf.Tensor1D;
}

/**
 * The gate of a feed-forward layer, with σ the logistic function:
 *
 *     y = a · up,   a = gate · σ(gate);    d up = dy · a,   d gate = dy · up · (σ + a − a·σ)
 *
 * Source: Shazeer 2020 (2002.05202).
 */
export function swiGlu(gate: tf.Tensor2D, up: tf.Tensor2D): tf.Tensor2D {
  return gated(gate, up, g => {
    const sigma = tf.sigmoid(g);
    const activated = g.mul(sigma);
    return { activated, saved: [sigma, activated], slope: ([s, a]) => a.sub(a.mul(s)).add(s) };
  });
}

/**
 * The gate with the Gaussian error linear unit, by its approximation:
 *
 *     a = gate · h,   h = (1 + t) / 2,   t = tanh(√(2/π) · (gate + c · gate³));    da = h + gate · (1 − t²)/2 · √(2/π) · (1 + 3c · gate²)
 *
 * Source: Hendrycks and Gimpel 2016 (1606.08415), c = 0.044715; `gelu_pytorch_tanh` of Hugging Face transformers.
 */
export function geGlu(gate: tf.Tensor2D, up: tf.Tensor2D): tf.Tensor2D {
  const [scale, c] = [Math.sqrt(2 / Math.PI), 0.044715];
  return gated(gate, up, g => {
    const square = tf.square(g);
    const t = tf.tanh(square.mul(c).add(1).mul(g).mul(scale));
    const half = t.add(1).mul(0.5);
    const saved: [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor] = [g, square, t, half];
    const slope = ([g, square, t, half]: typeof saved) => {
      const inner = square
        .mul(3 * c)
        .add(1)
        .mul(g)
        .mul(scale / 2);
      return half.add(inner.sub(inner.mul(tf.square(t))));
    };
    return { activated: g.mul(half), saved, slope };
  });
}

/** The gate of a feed-forward layer with an activation. */
export const gates: Record<Activation, (gate: tf.Tensor2D, up: tf.Tensor2D) => tf.Tensor2D> = {
  silu: swiGlu,
  gelu_pytorch_tanh: geGlu,
};

/** y = a(gate) · up, with the gradient d gate = dy · up · a'(gate); what the slope needs is saved. */
function gated<Saved extends tf.Tensor[]>(
  gate: tf.Tensor2D,
  up: tf.Tensor2D,
  activation: (gate: tf.Tensor) => { activated: tf.Tensor; saved: Saved; slope: (saved: Saved) => tf.Tensor },
): tf.Tensor2D {
  const compute = tf.customGrad((...args: unknown[]) => {
    const [g, u, save] = args as [tf.Tensor2D, tf.Tensor2D, tf.GradSaveFunc];
    const { activated, saved, slope } = activation(g);
    save([u, activated, ...saved]);
    return {
      value: activated.mul(u),
      gradFunc: (dy: tf.Tensor, [u, a, ...rest]: tf.Tensor[]) => [
        dy.mul(u as tf.Tensor).mul(slope(rest as Saved)),
        dy.mul(a as tf.Tensor),
      ],
    };
  });
  return compute(gate, up) as tf.Tensor2D;
}

/** c · tanh(x / c): scores and logits stay within ±c. Source: Gemma 2 (2408.00118). */
export const softcapped = <T extends tf.Tensor>(x: T, cap: number | undefined): T =>
  cap === undefined ? x : (tf.tanh(x.div(cap)).mul(cap) as T);

/** Random numbers for dropout, uniform in [1, 2): one for each row and one for each column. */
export interface Noise {
  rows: tf.Tensor1D;
  columns: tf.Tensor1D;
}

/** Turns of the product of two noise numbers: enough to mix them, few enough for its fraction to keep a dozen bits. */
const TURNS = 1024;

/**
 * Dropout: sets a share of the elements to zero and enlarges the others, so that the mean stays.
 *
 *     y_ij = x_ij · [u_ij ≥ rate] / (1 − rate),   u_ij = fract(1024 · r_i · c_j)
 *
 * The numbers u come from one random number r for each row and one c for each column: a graph takes few numbers, and the same ones give
 * the same mask.
 *
 * @param x [rows, columns]
 * @param rate share of the elements set to zero, in [0, 1)
 * Source: Srivastava et al. 2014.
 */
export function dropout(x: tf.Tensor2D, rate: number, { rows, columns }: Noise): tf.Tensor2D {
  const products = rows.expandDims(1).mul(columns.expandDims(0)).mul(TURNS);
  const kept = tf.greaterEqual(products.sub(tf.floor(products)), rate).cast('float32');
  return x.mul(kept.mul(1 / (1 - rate)));
}

/**
 * Rotary position embedding: each pair (x_i, x_{i + half}) is turned by its angle. The gradient turns back.
 *
 * @param x [batch, heads, time, headDim]
 * @param tables [..., time, dim]; the first `dim` numbers of a head are turned
 * Source: Su et al. 2021 (2104.09864), in the half-split layout of Hugging Face.
 */
export function rotate(x: tf.Tensor, { cos, sin }: RotaryTables<tf.Tensor>): tf.Tensor {
  const [width, dim] = [x.shape.at(-1) as number, cos.shape.at(-1) as number];
  if (dim < width) {
    const [first, rest] = tf.split(x, [dim, width - dim], -1) as [tf.Tensor, tf.Tensor];
    return tf.concat([rotate(first, { cos, sin }), rest], -1);
  }
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
