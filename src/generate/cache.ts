import * as ort from 'onnxruntime-node';
import type { ModelConfig } from '../model';
import { cacheName } from './graph';

/** What a cache must know of its model. */
type CacheConfig = Pick<ModelConfig, 'layers' | 'kvHeads' | 'headDim'>;

/**
 * Keys and values of the tokens that a batch has read, in the layout of the decoding graph: for each layer keys [batch, kvHeads,
 * headDim, capacity] and values [batch, kvHeads, capacity, headDim], of which each row uses as much as it is long.
 */
export class KeyValueCache {
  private readonly keys: Float32Array[];
  private readonly values: Float32Array[];
  /** The same memory, as the graph takes it. */
  readonly inputs: Record<string, ort.Tensor> = {};

  constructor(
    private readonly config: CacheConfig,
    private readonly rows: number,
    /** Tokens that a row has room for. */
    readonly capacity: number,
  ) {
    const { layers, kvHeads, headDim } = config;
    const allocate = (part: 'key' | 'value', shape: number[]) =>
      Array.from({ length: layers }, (_, layer) => {
        const data = new Float32Array(rows * kvHeads * headDim * capacity);
        this.inputs[cacheName('past', layer, part)] = new ort.Tensor('float32', data, shape);
        return data;
      });
    this.keys = allocate('key', [rows, kvHeads, headDim, capacity]);
    this.values = allocate('value', [rows, kvHeads, capacity, headDim]);
  }

  /**
   * Adds what a step has read.
   * @param results of the step, with `width` tokens for each row
   * @param pieces for each row, where its tokens go and how many of them are its own, not padding
   */
  add(results: Record<string, ort.Tensor>, width: number, pieces: readonly { start: number; count: number }[]): void {
    const { layers } = this.config;
    for (let layer = 0; layer < layers; layer++) {
      const fresh = (part: 'key' | 'value') => results[cacheName('fresh', layer, part)]?.data as Float32Array;
      this.copy({ key: fresh('key'), value: fresh('value'), capacity: width }, layer, pieces, row => row);
    }
  }

  /** A cache of some of the rows, with room for `capacity` tokens. */
  resized(rows: readonly number[], capacity: number): KeyValueCache {
    const result = new KeyValueCache(this.config, rows.length, capacity);
    const pieces = rows.map(() => ({ start: 0, count: Math.min(capacity, this.capacity) }));
    for (let layer = 0; layer < this.config.layers; layer++) {
      const [key, value] = [this.keys[layer] as Float32Array, this.values[layer] as Float32Array];
      result.copy({ key, value, capacity: this.capacity }, layer, pieces, row => rows[row] as number);
    }
    return result;
  }

  /** The same rows with more room. */
  grown(capacity: number): KeyValueCache {
    const every = Array.from({ length: this.rows }, (_, row) => row);
    return this.resized(every, capacity);
  }

  /** Copies the first tokens of rows of another memory of the same layout. */
  private copy(
    from: { key: Float32Array; value: Float32Array; capacity: number },
    layer: number,
    pieces: readonly { start: number; count: number }[],
    sourceRow: (row: number) => number,
  ): void {
    const { kvHeads, headDim } = this.config;
    const [keys, values] = [this.keys[layer] as Float32Array, this.values[layer] as Float32Array];
    pieces.forEach(({ start, count }, row) => {
      for (let head = 0; head < kvHeads; head++) {
        const source = sourceRow(row) * kvHeads + head;
        const target = row * kvHeads + head;
        const first = source * from.capacity * headDim;
        values.set(from.value.subarray(first, first + count * headDim), (target * this.capacity + start) * headDim);
        for (let i = 0; i < headDim; i++) {
          const column = (source * headDim + i) * from.capacity;
          const at = (target * headDim + i) * this.capacity + start;
          // For a single token a call would cost more than the copy.
          if (count === 1) keys[at] = from.key[column] as number;
          else keys.set(from.key.subarray(column, column + count), at);
        }
      }
    });
  }
}
