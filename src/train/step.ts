import * as tf from '@tensorflow/tfjs';
import type { Signature, TensorFunction } from '../compile';
import {
  type LoraOptions,
  loraScale,
  loraShapes,
  type ModelConfig,
  negativeLogLikelihood,
  parameterShapes,
} from '../model';
import { type AdamWOptions, adamW, clipScale } from './adamw';

/** Settings of the update that are fixed when the step is built. */
export interface StepOptions extends AdamWOptions {
  /** Gradients of a larger global norm are scaled down to it. */
  clipNorm?: number;
  /** Train low-rank adapters, and leave the model itself as it is. */
  lora?: LoraOptions;
  /** Leave these parameters as they are, by name; `/embed_tokens|layers\.[01]\./` freezes the embedding and two layers. */
  freeze?: RegExp;
}

/** What trains and what is only used, by name and shape. */
export interface TrainingSplit {
  trained: Map<string, readonly number[]>;
  frozen: Map<string, readonly number[]>;
}

/**
 * Splits the parameters into those that train and those that are frozen.
 *
 * @throws Error when both adapters and freezing are asked for, nothing is frozen by what should, or nothing is left to train
 */
export function trainingSplit(
  config: ModelConfig,
  { lora, freeze }: Pick<StepOptions, 'lora' | 'freeze'>,
): TrainingSplit {
  if (lora && freeze) throw new Error('adapters leave the whole model frozen: give either lora or freeze');
  const all = [...parameterShapes(config)];
  if (lora) return { trained: loraShapes(config, lora), frozen: new Map(all) };
  if (freeze && !all.some(([name]) => name.search(freeze) >= 0))
    throw new Error(`${freeze} freezes nothing: names are like ${all[1]?.[0]}`);
  const isFrozen = (name: string) => freeze !== undefined && name.search(freeze) >= 0;
  const trained = new Map(all.filter(([name]) => !isFrozen(name)));
  if (trained.size === 0) throw new Error(`nothing is left to train: ${freeze} freezes every parameter`);
  return { trained, frozen: new Map(all.filter(([name]) => isFrozen(name))) };
}

/** How much trains, in a sentence: `0.098 of 2.12 million parameters train (4.6%)`. */
export function trainingSize(config: ModelConfig, options: Pick<StepOptions, 'lora' | 'freeze'>): string {
  const { trained, frozen } = trainingSplit(config, options);
  const [some, rest] = [trained, frozen].map(shapes =>
    [...shapes.values()].reduce((sum, shape) => sum + shape.reduce((product, size) => product * size, 1), 0),
  ) as [number, number];
  const short = (value: number, digits: number) => String(Number(value.toPrecision(digits)));
  const [part, whole] = [some, some + rest].map(count => short(count / 1e6, 3)) as [string, string];
  return `${part} of ${whole} million parameters train (${short((100 * some) / (some + rest), 2)}%)`;
}

/** Name prefixes of the optimizer's two moments beside each parameter. */
export const MEAN = 'mean/';
export const SQUARE = 'square/';

/**
 * What a training step takes: parameters, the moments of those that train, and one batch of a fixed shape.
 *
 * @param shape.asked how many positions of the batch have a target and a weight; logits are computed for these alone
 */
export function stepSignature(
  config: ModelConfig,
  { rows, time, asked = rows * time }: { rows: number; time: number; asked?: number },
  options: StepOptions = {},
): Signature {
  const { trained, frozen } = trainingSplit(config, options);
  const signature: Signature = {};
  for (const [name, shape] of frozen) signature[name] = { dtype: 'float32', shape };
  for (const [name, shape] of trained) {
    for (const prefix of ['', MEAN, SQUARE]) signature[prefix + name] = { dtype: 'float32', shape };
  }
  return {
    ...signature,
    ids: { dtype: 'int32', shape: [rows, time] },
    documents: { dtype: 'int32', shape: [rows, time] },
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
 * Gives the next values and moments of the parameters that train, under the names they came with, and `loss`, `gradientNorm` (before
 * clipping) and `nll` [asked], the loss of each target in nats.
 */
export function trainStep(config: ModelConfig, options: StepOptions = {}): TensorFunction {
  const { clipNorm = 1 } = options;
  const { trained, frozen } = trainingSplit(config, options);
  const names = [...trained.keys()];
  return inputs => {
    const { ids, documents } = inputs as Record<string, tf.Tensor2D>;
    const { positions, targets, weights, scalars } = inputs as Record<string, tf.Tensor1D>;
    const parameters = names.map(name => inputs[name] as tf.Tensor);
    let nll: tf.Tensor | undefined;
    const loss = (...tensors: tf.Tensor[]) => {
      const byName = Object.fromEntries([...frozen.keys()].map(name => [name, inputs[name] as tf.Tensor]));
      names.forEach((name, i) => {
        byName[name] = tensors[i] as tf.Tensor;
      });
      const extra = { documents, positions, loraScale: options.lora && loraScale(options.lora) };
      const tokens = negativeLogLikelihood(byName, ids as tf.Tensor2D, targets as tf.Tensor1D, config, extra);
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
