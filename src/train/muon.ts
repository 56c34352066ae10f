import * as tf from '@tensorflow/tfjs';
import type { Executable, TensorFunction } from '../compile';
import { largest } from '../extremes';
import { type AdamWOptions, type AdamWStep, adamW, adamWSettings, type TrainingState } from './adamw';
import type { Flats, ParameterGroups } from './groups';
import type { Runner } from './passes';

/** Of the momentum: how much of it stays in each step. */
const MOMENTUM = 0.95;

/** Newton–Schulz: X ← a X + b (X Xᵀ) X + c (X Xᵀ)² X, so often. */
const [A, B, C, STEPS] = [3.4445, -4.775, 2.0315, 5] as const;

/** Steps of Muon. */
export interface Muon {
  update(state: TrainingState, gradients: Flats, step: AdamWStep, options?: AdamWOptions): Promise<void>;
  /** Frees what its graph holds. */
  dispose(): Promise<void>;
}

/**
 * Makes a step of Muon for the matrices of the layers; embeddings, gains and biases take a step of AdamW at the same rate.
 *
 *     m ← μ m + (1 − μ) g,   u = (1 − μ) g + μ m,   g the gradient times the scale
 *     W ← W − lr · (0.2 · sqrt(max(rows, columns)) · orthogonal(u) + decay · W)
 *
 * `orthogonal` brings the singular values of u near to 1, by five steps of Newton–Schulz. The factor 0.2 · sqrt(…) makes a step as large as
 * AdamW's, so that one learning rate fits both.
 *
 * Meant for a model that is trained from nothing, where its authors found it to need markedly fewer tokens than AdamW.
 *
 * @throws Error when no matrix of a layer trains
 * Source: Jordan et al. 2024 (kellerjordan.github.io/posts/muon); the factor: Liu et al. 2025 (2502.16982).
 */
export async function createMuon(groups: ParameterGroups, run: Runner): Promise<Muon> {
  const shapes = groups.shapes('matrices');
  if (shapes.length === 0) throw new Error('optimizer is muon, but no matrix of a layer trains: use adamw');
  const signature = Object.fromEntries(shapes.map(([name, shape]) => [name, { dtype: 'float32' as const, shape }]));
  const orthogonal: Executable = await run(orthogonalise, signature);
  return {
    async update(state, gradients, step, options = {}) {
      adamW(withoutMatrices(state), gradients, step, options);
      const { learningRate, scale } = step;
      const momentum = state.means.matrices as Float32Array;
      const updates = new Float32Array(momentum.length);
      const slopes = gradients.matrices as Float32Array;
      for (let i = 0; i < momentum.length; i++) {
        const fresh = (1 - MOMENTUM) * scale * (slopes[i] as number);
        momentum[i] = MOMENTUM * (momentum[i] as number) + fresh;
        updates[i] = MOMENTUM * (momentum[i] as number) + fresh;
      }
      const directions = await orthogonal.run(groups.viewsOf('matrices', updates));
      const shrink = 1 - learningRate * adamWSettings(options).weightDecay;
      const weights = groups.viewsOf('matrices', state.parameters.matrices as Float32Array);
      for (const [name, { shape, data }] of Object.entries(weights)) {
        const rate = learningRate * 0.2 * Math.sqrt(largest(shape));
        const direction = directions[name]!.data;
        for (let i = 0; i < data.length; i++) data[i] = shrink * (data[i] as number) - rate * (direction[i] as number);
      }
    },
    dispose: async () => orthogonal.dispose(),
  };
}

/** What AdamW is left to move. */
function withoutMatrices({ parameters, means, squares }: TrainingState): TrainingState {
  const { matrices: _, ...others } = parameters;
  return { parameters: others, means, squares };
}

/** Brings the singular values of each matrix near to 1. */
export const orthogonalise: TensorFunction = matrices =>
  Object.fromEntries(Object.entries(matrices).map(([name, matrix]) => [name, newtonSchulz(matrix as tf.Tensor2D)]));

function newtonSchulz(matrix: tf.Tensor2D): tf.Tensor {
  // The products are those of the shorter side.
  const tall = matrix.shape[0] > matrix.shape[1];
  let x: tf.Tensor = tall ? tf.transpose(matrix) : matrix;
  x = tf.div(x, tf.add(tf.sqrt(tf.sum(tf.square(x))), 1e-7));
  for (let step = 0; step < STEPS; step++) {
    const square = tf.matMul(x as tf.Tensor2D, x as tf.Tensor2D, false, true);
    const factor = tf.add(tf.mul(square, B), tf.mul(tf.matMul(square, square), C));
    x = tf.add(tf.mul(x, A), tf.matMul(factor as tf.Tensor2D, x as tf.Tensor2D));
  }
  return tall ? tf.transpose(x) : x;
}
