import * as tf from '@tensorflow/tfjs';
import type { Signature, TensorFunction } from '../compile';
import type { ModelConfig } from '../model';
import { type AdamWOptions, adamW, clipScale } from './adamw';
import { GRADIENT } from './gradients';
import { type SplitOptions, trainingSplit } from './split';

/** Settings of the update that are fixed when its graph is built. */
export interface UpdateOptions extends AdamWOptions, SplitOptions {
  /** Gradients of a larger global norm are scaled down to it; default 1. */
  clipNorm?: number;
}

/** Name prefixes of the optimizer's two moments beside each parameter. */
export const MEAN = 'mean/';
export const SQUARE = 'square/';

/** What {@link update} takes: the parameters that train, their moments and gradients, and AdamW's scalars. */
export function updateSignature(config: ModelConfig, options: UpdateOptions = {}): Signature {
  const signature: Signature = { scalars: { dtype: 'float32', shape: [3] } };
  for (const [name, shape] of trainingSplit(config, options).trained) {
    for (const prefix of ['', MEAN, SQUARE, GRADIENT]) signature[prefix + name] = { dtype: 'float32', shape };
  }
  return signature;
}

/**
 * Clipping by the global norm, then AdamW, as a pure function.
 *
 * Gives the next values and moments of the parameters that train, under the names they came with, and `gradientNorm`, before clipping.
 */
export function update(config: ModelConfig, options: UpdateOptions = {}): TensorFunction {
  const names = [...trainingSplit(config, options).trained.keys()];
  return inputs => {
    const tensor = (name: string) => inputs[name] as tf.Tensor;
    const squares = names.map(name => tf.square(tensor(GRADIENT + name)).sum());
    const norm = tf.sqrt(squares.reduce((a, b) => a.add(b)));
    const scale = clipScale(norm, options.clipNorm ?? 1);
    const outputs: Record<string, tf.Tensor> = { gradientNorm: norm };
    for (const name of names) {
      const state = { parameter: tensor(name), mean: tensor(MEAN + name), square: tensor(SQUARE + name) };
      const next = adamW(state, tensor(GRADIENT + name), scale, inputs.scalars as tf.Tensor1D, options);
      outputs[name] = next.parameter;
      outputs[MEAN + name] = next.mean;
      outputs[SQUARE + name] = next.square;
    }
    return outputs;
  };
}
