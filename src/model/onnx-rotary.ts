import type { Graph } from '../compile';

/** Positions are taken apart into multiples of this and a rest, each with a table of its own. */
const STEP = 256;

/**
 * Cosines and sines of the rotary angles t · f at positions t, for a graph:
 *
 *     cos(a + b) = cos a cos b − sin a sin b,   sin(a + b) = sin a cos b + cos a sin b,   t · f = (256 n) · f + r · f
 *
 * Two small tables hold what one of all positions would (134 MB for a context of 131,072), and angles stay exact: runtimes on a GPU
 * compute the cosine of a large angle badly.
 *
 * @param positions name of an int64 value of any shape
 * @param frequencies f, the angle of one step
 * @param length positions are below it
 * @returns names of cos and sin: the shape of the positions and a last axis for the frequencies
 */
export function rotaryAngles(
  g: Graph,
  positions: string,
  frequencies: readonly number[],
  length: number,
): { cos: string; sin: string } {
  const step = g.constant('int64', [], BigInt64Array.of(BigInt(STEP)));
  const count = g.add('Div', [positions, step]);
  const rest = g.add('Sub', [positions, g.add('Mul', [count, step])]);
  const looked = (index: string, rows: number, stride: number) => {
    const table = (of: (angle: number) => number) => {
      const values = Array.from({ length: rows }, (_, row) => frequencies.map(f => of(row * stride * f)));
      const shape = [rows, frequencies.length];
      return g.add('Gather', [g.constant('float32', shape, Float32Array.from(values.flat())), index]);
    };
    return { cos: table(Math.cos), sin: table(Math.sin) };
  };
  const a = looked(count, Math.ceil(length / STEP), STEP);
  const b = looked(rest, Math.min(length, STEP), 1);
  const product = (x: string, y: string) => g.add('Mul', [x, y]);
  return {
    cos: g.add('Sub', [product(a.cos, b.cos), product(a.sin, b.sin)]),
    sin: g.add('Add', [product(a.sin, b.cos), product(a.cos, b.sin)]),
  };
}
