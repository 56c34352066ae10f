import * as tf from '@tensorflow/tfjs';
import type { Signature, TensorFunction } from '../compile';
import { type ModelConfig, negativeLogLikelihood, parameterShapes } from '../model';
import { type AdamWOptions, adamW, clipScale } from './adamw';

/** Settings of the update that are fixed when the step is built. */
export interface StepOptions extends AdamWOptions {
  /** Gradients of a larger global norm are scaled down to it. */
  clipNorm?: number;
}

/** Name prefixes of the optimizer's two moments beside each parameter. */
export const MEAN = 'mean/';
export const SQUARE = 'square/';

/**
 * What a training step takes: parameters, their moments, and one batch of a fixed shape.
 *
 * @param asked how many positions of the batch have a target and a weight; logits are computed for these alone
 */
export function stepSignature(config: ModelConfig, batch: number, time: number, asked = batch * time): Signature {
  const signature: Signature = {};
  for (const [name, shape] of parameterShapes(config)) {
    for (const prefix of ['', MEAN, SQUARE]) signature[prefix + name] = { dtype: 'float32', shape };
  }
  return {
    ...signature,
    ids: { dtype: 'int32', shape: [batch, time] },
    documents: { dtype: 'int32', shape: [batch, time] },
    positions: { dtype: 'int32', shape: [asked] },
    targets: { dtype: 'int32', shape: [asked] },
    weights: { dtype: 'float32', shape: [asked] },
    scalars: { dtype: 'float32', shape: [3] },
  };
}

/**
 * One training step as a pure function: the weighted loss Σ w_t · −log p(target_t), its gradients, clipping, and AdamW.
 *
 * The weights arrive already normalised (see `tokenWeights`), so that any weighting of tokens is a matter of data.
 * Gives the next parameters and moments under the names they came with, and `loss`, `gradientNorm` (before clipping) and
 * `nll` [asked], the loss of each target in nats.
 */
export function trainStep(config: ModelConfig, options: StepOptions = {}): TensorFunction {
  const { clipNorm = 1 } = options;
  const names = [...parameterShapes(config).keys()];
  return inputs => {
    const { ids, documents } = inputs as Record<string, tf.Tensor2D>;
    const { positions, targets, weights, scalars } = inputs as Record<string, tf.Tensor1D>;
    const parameters = names.map(name => inputs[name] as tf.Tensor);
    let nll: tf.Tensor | undefined;
    const loss = (...tensors: tf.Tensor[]) => {
      const byName = Object.fromEntries(names.map((name, i) => [name, tensors[i] as tf.Tensor]));
      const rows = { documents, positions };
      const tokens = negativeLogLikelihood(byName, ids as tf.Tensor2D, targets as tf.Tensor1D, config, rows);
      nll = tf.keep(tokens.clone());
      return tokens.mul(weights as tf.Tensor1D).sum() as tf.Scalar;
    };
    const { value, grads } = tf.valueAndGrads(loss)(parameters);
    const norm = tf.sqrt(grads.map(gradient => tf.square(gradient).sum()).reduce((a, b) => a.add(b)));
    const scale = clipScale(norm, clipNorm);
    const outputs: Record<string, tf.Tensor> = { loss: value, gradientNorm: norm, nll: nll as tf.Tensor };
    names.forEach((name, i) => {
      const state = {
        parameter: parameters[i] as tf.Tensor,
        mean: inputs[MEAN + name] as tf.Tensor,
        square: inputs[SQUARE + name] as tf.Tensor,
      };
      const next = adamW(state, grads[i] as tf.Tensor, scale, scalars as tf.Tensor1D, options);
      outputs[name] = next.parameter;
      outputs[MEAN + name] = next.mean;
      outputs[SQUARE + name] = next.square;
    });
    return outputs;
  };
}
