import * as tf from '@tensorflow/tfjs';
import type { Signature, TensorFunction } from '../compile';
import { dropoutColumns, loraScale, type ModelConfig, type ParameterTensors, tokenLosses } from '../model';
import { GRADIENT } from './groups';
import { type SplitOptions, trainingSplit } from './split';

/** The size of a batch: a graph is built for each. */
export interface BatchShape {
  rows: number;
  time: number;
  /** How many positions have a target and a weight; logits are computed for these alone. */
  asked: number;
}

/** What every pass over a batch takes beside the parameters. */
function batchSignature({ rows, time, asked }: BatchShape): Signature {
  return {
    ids: { dtype: 'int32', shape: [rows, time] },
    documents: { dtype: 'int32', shape: [rows, time] },
    positions: { dtype: 'int32', shape: [asked] },
    targets: { dtype: 'int32', shape: [asked] },
  };
}

function parametersSignature(config: ModelConfig, options: SplitOptions): Signature {
  const { trained, frozen } = trainingSplit(config, options);
  const entries = [...frozen, ...trained].map(([name, shape]) => [name, { dtype: 'float32' as const, shape }]);
  return Object.fromEntries(entries);
}

/** What {@link lossGradients} takes: parameters, a batch with its weights, and noise for dropout where there is any. */
export function gradientsSignature(config: ModelConfig, shape: BatchShape, options: SplitOptions = {}): Signature {
  const columns = dropoutColumns(config, options.lora);
  const noise: Signature = {
    noiseRows: { dtype: 'float32', shape: [shape.rows * shape.time] },
    noiseColumns: { dtype: 'float32', shape: [columns] },
  };
  return {
    ...parametersSignature(config, options),
    ...batchSignature(shape),
    weights: { dtype: 'float32', shape: [shape.asked] },
    ...(columns > 0 ? noise : {}),
  };
}

/**
 * The weighted loss of a batch, Σ w_t · −log p(target_t), and its gradients, as a pure function.
 *
 * The weights arrive already normalised (see `tokenWeights`), so that any weighting of tokens is a matter of data, and gradients of the
 * parts of a large batch add up to those of the whole.
 * Gives `loss`; `nll` float32 [asked], the loss of each target in nats; `correct` bool [asked], whether it was the most likely token; and
 * the gradients of the parameters that train, under their names behind {@link GRADIENT}.
 */
export function lossGradients(config: ModelConfig, options: SplitOptions = {}): TensorFunction {
  const { trained, frozen } = trainingSplit(config, options);
  const names = [...trained.keys()];
  return inputs => {
    const weights = inputs.weights as tf.Tensor1D;
    let kept: { nll: tf.Tensor; correct: tf.Tensor } | undefined;
    const loss = (...tensors: tf.Tensor[]) => {
      const byName = named(inputs, frozen.keys());
      names.forEach((name, i) => {
        byName[name] = tensors[i] as tf.Tensor;
      });
      const { nll, correct } = passOver(byName, inputs, config, options);
      kept = { nll: tf.keep(nll.clone()), correct: tf.keep(correct) };
      return nll.mul(weights).sum() as tf.Scalar;
    };
    const { value, grads } = tf.valueAndGrads(loss)(names.map(name => inputs[name] as tf.Tensor));
    const gradients = names.map((name, i) => [GRADIENT + name, grads[i] as tf.Tensor]);
    return { loss: value, ...(kept as { nll: tf.Tensor; correct: tf.Tensor }), ...Object.fromEntries(gradients) };
  };
}

/** What {@link targetLosses} takes. */
export function lossesSignature(config: ModelConfig, shape: BatchShape, options: SplitOptions = {}): Signature {
  return { ...parametersSignature(config, options), ...batchSignature(shape) };
}

/** The `nll` and `correct` of {@link lossGradients} without gradients and without dropout: for evaluation. */
export function targetLosses(config: ModelConfig, options: SplitOptions = {}): TensorFunction {
  const { trained, frozen } = trainingSplit(config, options);
  return inputs => passOver(named(inputs, [...frozen.keys(), ...trained.keys()]), inputs, config, options);
}

const named = (inputs: Record<string, tf.Tensor>, names: Iterable<string>): ParameterTensors =>
  Object.fromEntries([...names].map(name => [name, inputs[name] as tf.Tensor]));

function passOver(
  parameters: ParameterTensors,
  inputs: Record<string, tf.Tensor>,
  config: ModelConfig,
  { lora }: SplitOptions,
): { nll: tf.Tensor1D; correct: tf.Tensor1D } {
  const { ids, documents } = inputs as Record<string, tf.Tensor2D>;
  const { positions, targets, noiseRows, noiseColumns } = inputs as Record<string, tf.Tensor1D>;
  const noise = noiseRows && noiseColumns && { rows: noiseRows, columns: noiseColumns };
  return tokenLosses(parameters, ids as tf.Tensor2D, targets as tf.Tensor1D, config, {
    documents,
    positions,
    adapters: lora && { scale: loraScale(lora), dropout: noise && { rate: lora.dropout ?? 0, ...noise } },
  });
}
