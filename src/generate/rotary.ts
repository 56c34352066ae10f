import * as ort from 'onnxruntime-node';
import { smallest } from '../extremes';
import { architectureOf, type ModelConfig, ropesOf, rotaryPairs, steadyLength } from '../model';
import { tableName } from './graph';

/** What a row has read, and what it reads now. */
interface Reading {
  past: number;
  fresh: number;
}

/** Gives each step of a batch its rotary positions. */
export interface RotaryReader {
  /** The tables, and which of their rows each token takes; tokens are padded on the right to `width`. */
  inputs(rows: readonly Reading[], width: number): Record<string, ort.Tensor>;
  /** Whether a row that has become so long must read all of its text again: what is in the cache has been turned otherwise. */
  turnsAnew(length: number): boolean;
}

/**
 * The rotary positions of a batch that grows to `limit` tokens at most. One table serves all steps, unless the frequencies come to depend
 * on the length of each text: then each step has a table of its own.
 */
export function rotaryReader(config: ModelConfig, limit: number): RotaryReader {
  const ropes = ropesOf(architectureOf(config));
  const steady = smallest(ropes.map(steadyLength));
  const tensor = (values: Float32Array, count: number) =>
    new ort.Tensor('float32', values, [count, values.length / count]);
  const inputs = (tables: { cos: Float32Array; sin: Float32Array }[], count: number) =>
    Object.fromEntries(
      tables.flatMap(({ cos, sin }, index) => [
        [tableName('cos', index), tensor(cos, count)],
        [tableName('sin', index), tensor(sin, count)],
      ]),
    );
  const indices = (rows: readonly Reading[], width: number, at: (row: number, i: number) => number) => {
    const positions = new BigInt64Array(rows.length * width);
    rows.forEach(({ fresh }, row) => {
      for (let i = 0; i < fresh; i++) positions[row * width + i] = BigInt(at(row, i));
    });
    return { positions: new ort.Tensor('int64', positions, [rows.length, width]) };
  };
  if (limit <= steady) {
    const shared = inputs(
      ropes.map(rope => rotaryPairs(rope, { count: limit })),
      limit,
    );
    return {
      inputs: (rows, width) => ({ ...shared, ...indices(rows, width, (row, i) => rows[row]!.past + i) }),
      turnsAnew: () => false,
    };
  }
  const switches = ropes.some(({ scaling }) => scaling?.type === 'longrope');
  return {
    inputs(rows, width) {
      const tables = ropes.map(rope => {
        const parts = rows.map(({ past, fresh }) =>
          rotaryPairs(rope, { from: past, count: fresh, length: past + fresh }),
        );
        const laid = (part: 'cos' | 'sin') => {
          const values = new Float32Array((rows.length * width * rope.dim) / 2);
          parts.forEach((table, row) => {
            values.set(table[part], (row * width * rope.dim) / 2);
          });
          return values;
        };
        return { cos: laid('cos'), sin: laid('sin') };
      });
      const positions = indices(rows, width, (row, i) => row * width + i);
      return { ...inputs(tables, rows.length * width), ...positions };
    },
    turnsAnew: length => switches && length === steady + 1,
  };
}
