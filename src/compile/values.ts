import * as tf from '@tensorflow/tfjs';

/** A tensor outside any backend: its elements in row-major order. Truth values are bytes 0 and 1. */
export interface Value {
  dtype: 'float32' | 'int32' | 'bool';
  shape: readonly number[];
  data: Float32Array | Int32Array | Uint8Array;
}

/** Tensors by name: what a function takes, and what it gives. */
export type Values = Record<string, Value>;

/** What is known of a tensor before its function runs. */
export type Signature = Record<string, Pick<Value, 'dtype' | 'shape'>>;

/** A pure function from named tensors to named tensors, written with tfjs operations. */
export type TensorFunction = (inputs: Record<string, tf.Tensor>) => Record<string, tf.Tensor>;

/** A function that is ready to run on plain values. */
export interface Executable {
  /** Runs the function once. Every input of the signature must be there, with its shape. */
  run(inputs: Values): Promise<Values>;
  /** Frees what the function holds; it cannot run afterwards. */
  dispose(): Promise<void>;
}

/** A float32 value. */
export const float32 = (shape: readonly number[], data: Float32Array | readonly number[]): Value => ({
  dtype: 'float32',
  shape,
  data: data instanceof Float32Array ? data : Float32Array.from(data),
});

/** An int32 value. */
export const int32 = (shape: readonly number[], data: Int32Array | readonly number[]): Value => ({
  dtype: 'int32',
  shape,
  data: data instanceof Int32Array ? data : Int32Array.from(data),
});

/** A float32 value of one element and no axes. */
export const scalar = (value: number): Value => float32([], [value]);

/** @throws Error naming the input that is missing or has another type or shape than the signature says. */
export function checkInputs(signature: Signature, inputs: Values): void {
  for (const [name, { dtype, shape }] of Object.entries(signature)) {
    const value = inputs[name];
    if (value === undefined) throw new Error(`missing input: ${name}`);
    if (value.dtype !== dtype || !tf.util.arraysEqual([...value.shape], [...shape])) {
      const got = `${value.dtype}[${value.shape}]`;
      throw new Error(`input ${name} is ${got}, but the function was compiled for ${dtype}[${shape}]`);
    }
  }
}
