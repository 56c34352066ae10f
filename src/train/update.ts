import type * as tf from '@tensorflow/tfjs';
import { float32, type Signature, type TensorFunction, type Values } from '../compile';
import { type AdamWOptions, adamW } from './adamw';
import type { Flats, Group, ParameterGroups } from './groups';

/** Settings of the update that are fixed when its graph is built. */
export interface UpdateOptions extends AdamWOptions {
  /** Gradients of a larger global norm are scaled down to it; default 1. */
  clipNorm?: number;
}

/** What a step changes. */
export interface TrainingState {
  parameters: Flats;
  /** Moving means of the gradients and of their squares. */
  means: Flats;
  squares: Flats;
}

/** Name prefixes of what belongs to a parameter, or to a group of them. */
export const [MEAN, SQUARE, GRADIENT] = ['mean/', 'square/', 'gradient/'] as const;

/** What {@link update} takes: the numbers of each group with their moments and gradients, and AdamW's scalars. */
export function updateSignature({ sizes }: ParameterGroups): Signature {
  const signature: Signature = { scalars: { dtype: 'float32', shape: [4] } };
  for (const [group, size] of Object.entries(sizes)) {
    for (const prefix of ['', MEAN, SQUARE, GRADIENT]) signature[prefix + group] = { dtype: 'float32', shape: [size] };
  }
  return signature;
}

/** AdamW as a pure function: gives the next numbers and moments of each group, under the names they came with. */
export function update({ sizes }: ParameterGroups, options: AdamWOptions = {}): TensorFunction {
  const names = Object.keys(sizes) as Group[];
  return inputs => {
    const tensor = (name: string) => inputs[name] as tf.Tensor;
    const outputs: Record<string, tf.Tensor> = {};
    for (const name of names) {
      const state = { parameter: tensor(name), mean: tensor(MEAN + name), square: tensor(SQUARE + name) };
      const decay = name === 'matrices' ? options.weightDecay : 0;
      const own = { ...options, weightDecay: decay };
      const next = adamW(state, tensor(GRADIENT + name), inputs.scalars as tf.Tensor1D, own);
      outputs[name] = next.parameter;
      outputs[MEAN + name] = next.mean;
      outputs[SQUARE + name] = next.square;
    }
    return outputs;
  };
}

/** The inputs of {@link update}. */
export function updateInputs(state: TrainingState, gradients: Flats, scalars: Float32Array): Values {
  const values: Values = { scalars: float32([4], scalars) };
  const named: [string, Flats][] = [
    ['', state.parameters],
    [MEAN, state.means],
    [SQUARE, state.squares],
    [GRADIENT, gradients],
  ];
  for (const [prefix, flats] of named) {
    for (const [group, data] of Object.entries(flats)) values[prefix + group] = float32([data.length], data);
  }
  return values;
}

/** The state that {@link update} gives. */
export function updatedState(results: Values, { sizes }: ParameterGroups): TrainingState {
  const flats = (prefix: string): Flats =>
    Object.fromEntries(Object.keys(sizes).map(group => [group, results[prefix + group]?.data as Float32Array]));
  return { parameters: flats(''), means: flats(MEAN), squares: flats(SQUARE) };
}
