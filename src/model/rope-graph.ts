import type { Graph } from '../compile';
import { type Rope, type RotaryTables, rotaryTurning, steadyLength } from './rope';

/**
 * Cosines and sines of positions in an ONNX graph, computed in double precision: no table of all positions stands in the file.
 *
 * Where the frequencies depend on the length of the text, it is the largest position and one. What is in a cache stays as it was turned:
 * LongRoPE, which turns all of a text otherwise once it is long, is exact only if the whole text is read again then.
 *
 * @param positions name of the positions, int64 [batch, sequence]
 * @returns names, float32 [batch, 1, 1, sequence, dim], repeated for both halves of what is turned
 */
export function rotaryAngles(g: Graph, rope: Rope, positions: string): RotaryTables<string> {
  const { factor } = rotaryTurning(rope);
  const steps = g.add('Unsqueeze', [g.add('Cast', [positions], { to: DOUBLE }), g.int64([1, 2, 4])]); // (B, 1, 1, S, 1)
  const angles = g.add('Mul', [steps, frequencies(g, rope, positions)]);
  const table = (op: 'Cos' | 'Sin') => {
    const values = g.add(op, [angles]);
    const half = g.add('Cast', [factor === 1 ? values : g.add('Mul', [values, number(g, factor)])], { to: FLOAT });
    return g.add('Concat', [half, half], { axis: -1 });
  };
  return { cos: table('Cos'), sin: table('Sin') };
}

/** See `rotate` of the layers. */
export function rotated(
  g: Graph,
  x: string,
  { cos, sin }: RotaryTables<string>,
  { rope, headDim }: { rope: Rope; headDim: number },
): string {
  const sizes = [rope.dim / 2, rope.dim / 2, headDim - rope.dim].filter(size => size > 0);
  const [left, right, rest] = g.addMany('Split', [x, g.int64(sizes)], sizes.length, { axis: -1 }) as string[];
  const halves = [left as string, right as string];
  const whole = rest === undefined ? x : g.add('Concat', halves, { axis: -1 });
  const turned = g.add('Concat', [g.add('Neg', [right as string]), left as string], { axis: -1 });
  const result = g.add('Add', [g.add('Mul', [whole, cos]), g.add('Mul', [turned, sin])]);
  return rest === undefined ? result : g.add('Concat', [result, rest], { axis: -1 });
}

const [FLOAT, DOUBLE] = [1, 11];

const number = (g: Graph, value: number) => g.constant('float64', [], Float64Array.of(value));

/** The angle of one step for each pair, float64 [dim / 2]. */
function frequencies(g: Graph, rope: Rope, positions: string): string {
  const row = (values: number[]) => g.constant('float64', [values.length], Float64Array.from(values));
  const limit = steadyLength(rope);
  const steady = row(rotaryTurning(rope, 0).frequencies);
  if (limit === Number.POSITIVE_INFINITY) return steady;
  const last = g.add('Cast', [g.add('ReduceMax', [positions], { keepdims: 0 })], { to: DOUBLE });
  const length = g.add('Add', [last, number(g, 1)]);
  if (rope.scaling?.type !== 'dynamic') {
    const isLong = g.add('Greater', [length, number(g, limit)]);
    return g.add('Where', [isLong, row(rotaryTurning(rope, limit + 1).frequencies), steady]);
  }
  const { factor } = rope.scaling;
  const share = g.add('Mul', [g.add('Max', [length, number(g, limit)]), number(g, factor / limit)]);
  const growth = g.add('Sub', [share, number(g, factor - 1)]);
  const exponents = Array.from({ length: rope.dim / 2 }, (_, i) => (-2 * i) / (rope.dim - 2));
  return g.add('Mul', [steady, g.add('Pow', [growth, row(exponents)])]);
}
