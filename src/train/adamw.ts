import * as tf from '@tensorflow/tfjs';

/** Settings of AdamW. */
export interface AdamWOptions {
  /** Decay of the mean of the gradients. */
  beta1?: number;
  /** Decay of the mean of their squares: 0.95 forgets sooner than the usual 0.999, which suits runs of a few hundred steps. */
  beta2?: number;
  epsilon?: number;
  /** Decoupled weight decay; default 0.01. In training it is for matrices only: gains and biases are not pulled to zero. */
  weightDecay?: number;
}

/** Parameters with the moving means of their gradients and of the squares. */
export interface AdamWState {
  parameter: tf.Tensor;
  mean: tf.Tensor;
  square: tf.Tensor;
}

/**
 * The scalars of step t that change from step to step, computed outside the graph:
 *
 *     [lr, 1/(1 − β1^t), 1/sqrt(1 − β2^t), scale]
 *
 * @param scale what every gradient is multiplied by, see {@link clipScale}
 */
export function adamWScalars(
  step: number,
  learningRate: number,
  scale: number,
  options: AdamWOptions = {},
): Float32Array {
  const { beta1 = 0.9, beta2 = 0.95 } = options;
  return Float32Array.of(learningRate, 1 / (1 - beta1 ** step), 1 / Math.sqrt(1 - beta2 ** step), scale);
}

/**
 * One step of AdamW for numbers of any shape:
 *
 *     m' = β1 m + (1 − β1) g,   v' = β2 v + (1 − β2) g²,
 *     p' = p − lr · ( m'/(1 − β1^t) / (sqrt(v'/(1 − β2^t)) + ε) + decay · p )
 *
 * with g the raw gradient times the scale.
 *
 * @param scalars [4], see {@link adamWScalars}
 * Source: Loshchilov and Hutter 2019 (1711.05101).
 */
export function adamW(
  { parameter, mean, square }: AdamWState,
  gradient: tf.Tensor,
  scalars: tf.Tensor1D,
  options: AdamWOptions = {},
): AdamWState {
  const { beta1 = 0.9, beta2 = 0.95, epsilon = 1e-8, weightDecay = 0.01 } = options;
  const [rate, correction1, correction2, scale] = [0, 1, 2, 3].map(i => scalars.slice([i], [1]).reshape([])) as [
    tf.Scalar,
    tf.Scalar,
    tf.Scalar,
    tf.Scalar,
  ];
  // The scalars are combined first, so that each element of the parameter is touched as few times as possible.
  const nextMean = mean.mul(beta1).add(gradient.mul(scale.mul(1 - beta1)));
  const nextSquare = square.mul(beta2).add(tf.square(gradient).mul(tf.square(scale).mul(1 - beta2)));
  const denominator = tf.sqrt(nextSquare).mul(correction2).add(epsilon);
  const move = nextMean.mul(rate.mul(correction1)).div(denominator);
  const decayed = weightDecay === 0 ? parameter : parameter.mul(tf.sub(1, rate.mul(weightDecay)));
  return { parameter: decayed.sub(move), mean: nextMean, square: nextSquare };
}

/** The factor that brings gradients of a global norm down to a maximum: min(1, maximum / norm). */
export const clipScale = (norm: number, maximum: number): number => Math.min(1, maximum / (norm + 1e-6));
