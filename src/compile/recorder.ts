import * as tf from '@tensorflow/tfjs';
import { Graph } from './graph';
import type { ElementType } from './onnx-format';

/** The name under which the recording backend is registered with tfjs. */
export const RECORDER = 'onnx-recorder';

/** What the recorder knows of a tensor: the name of its value in the graph, or the values it will have as a constant. */
interface Recorded {
  name?: string;
  constant?: { values: tf.backend_util.BackendValues; shape: number[]; dtype: tf.DataType };
  /** For a constant whose elements are all the same: that element. */
  uniform?: number;
}

/** ONNX types of tfjs's data types. */
export function elementType(dtype: tf.DataType): ElementType {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new Error(`tensors of type ${dtype} cannot be compiled: use float32, int32 or bool`);
}

/**
 * A tfjs backend that computes nothing: its kernels append ONNX nodes to a graph. Tensors on it have shapes and types but no values,
 * so reading one is an error; tensors made from JavaScript numbers, or captured from another backend, become constants.
 */
export class Recorder extends tf.KernelBackend {
  graph = new Graph();
  private readonly recorded = new tf.DataStorage<Recorded>(this, tf.engine());

  /** Starts a new, empty graph. */
  reset(): void {
    this.graph = new Graph();
  }

  /** A tensor that stands for a graph value. */
  value(name: string, shape: number[], dtype: tf.DataType): tf.TensorInfo {
    return this.store({ name }, shape, dtype);
  }

  /** A tensor whose elements all have the same known value. */
  fill(value: number, shape: number[], dtype: tf.DataType): tf.TensorInfo {
    const values = dtype === 'float32' ? Float32Array.of(value) : Int32Array.of(value);
    return this.store({ constant: { values, shape: [], dtype }, uniform: value }, shape, dtype);
  }

  /** The name of a tensor in the graph; a constant enters the graph when it is first asked for. */
  nameOf(tensor: tf.TensorInfo): string {
    const recorded = this.recorded.get(tensor.dataId);
    if (recorded.name !== undefined) return recorded.name;
    const { values, shape, dtype } = recorded.constant as NonNullable<Recorded['constant']>;
    const type = elementType(dtype);
    const data =
      type === 'float32'
        ? Float32Array.from(values as Float32Array)
        : type === 'int32'
          ? Int32Array.from(values as Int32Array)
          : Uint8Array.from(values as Uint8Array);
    let name = this.graph.constant(type, shape, data);
    // One element stands for all of them: ONNX broadcasts, and Expand restores the shape where it matters.
    if (tf.util.sizeFromShape(shape) !== tf.util.sizeFromShape(tensor.shape)) {
      name = this.graph.add('Expand', [name, this.graph.int64(tensor.shape)]);
    }
    recorded.name = name;
    return name;
  }

  /** The single value of all elements, when the tensor is such a constant. */
  uniformOf(tensor: tf.TensorInfo): number | undefined {
    return this.recorded.get(tensor.dataId).uniform;
  }

  override write(values: tf.backend_util.BackendValues | null, shape: number[], dtype: tf.DataType): object {
    const id = {};
    this.move(id, values, shape, dtype);
    return id;
  }

  override move(id: object, values: tf.backend_util.BackendValues | null, shape: number[], dtype: tf.DataType): void {
    if (values === null) throw new Error('a tensor without values cannot be recorded as a constant');
    const first = Number(values[0]);
    const uniform = values.length > 0 && (values as Float32Array).every(value => value === first);
    this.recorded.set(
      id,
      uniform
        ? { constant: { values: values.slice(0, 1) as Float32Array, shape: [], dtype }, uniform: first }
        : { constant: { values, shape, dtype } },
    );
  }

  override read(): Promise<tf.backend_util.BackendValues> {
    return Promise.reject(new Error(IMPURE));
  }

  override readSync(): tf.backend_util.BackendValues {
    throw new Error(IMPURE);
  }

  override disposeData(id: object): boolean {
    if (this.recorded.has(id)) this.recorded.delete(id);
    return true;
  }

  override incRef(): void {}
  override refCount(): number {
    return 1;
  }
  override numDataIds(): number {
    return this.recorded.numDataIds();
  }
  override floatPrecision(): 32 {
    return 32;
  }
  override epsilon(): number {
    return 1e-7;
  }
  override timerAvailable(): boolean {
    return false;
  }
  override dispose(): void {}

  private store(recorded: Recorded, shape: number[], dtype: tf.DataType): tf.TensorInfo {
    const dataId = {};
    this.recorded.set(dataId, recorded);
    return { dataId, shape, dtype };
  }
}

const IMPURE =
  'a tensor was read while its function was being compiled: a compiled function may not depend on the values of its tensors';
