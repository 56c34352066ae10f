import type { Graph } from '../compile';
import { rotaryAngles } from './onnx-rotary';
import { type Rope, type RotaryTables, rotaryTurning, steadyLength } from './rope';

/**
 * Cosines and sines of positions in an ONNX graph.
 *
 * Where the frequencies depend on the length of the text, it is the largest position and one. What is in a cache stays as it was turned:
 * LongRoPE, which turns all of a text otherwise once it is long, is exact only if the whole text is read again then.
 *
 * @param positions name of the positions, int64 [batch, sequence]
 * @param length positions are below it
 * @returns names, float32 [batch, 1, 1, sequence, dim], repeated for both halves of what is turned
 */
export function ropeTables(g: Graph, rope: Rope, positions: string, length: number): RotaryTables<string> {
  const { factor } = rotaryTurning(rope);
  const pairs = pairTables(g, rope, positions, length);
  const table = (half: string) => {
    const scaled = factor === 1 ? half : g.add('Mul', [half, g.scalar(factor)]);
    return g.add('Unsqueeze', [g.add('Concat', [scaled, scaled], { axis: -1 }), g.int64([1, 2])]);
  };
  return { cos: table(pairs.cos), sin: table(pairs.sin) };
}

/** The same for each pair once, [batch, sequence, dim / 2]. */
function pairTables(g: Graph, rope: Rope, positions: string, length: number): RotaryTables<string> {
  const angles = (of: number) => rotaryAngles(g, positions, rotaryTurning(rope, of).frequencies, length);
  const limit = steadyLength(rope);
  if (length <= limit) return angles(0);
  if (rope.scaling?.type === 'dynamic') return grownAngles(g, rope, rope.scaling, positions);
  const last = g.add('ReduceMax', [positions], { keepdims: 0 });
  const isLong = g.add('GreaterOrEqual', [last, g.constant('int64', [], BigInt64Array.of(BigInt(limit)))]);
  const [short, long] = [angles(limit), angles(limit + 1)];
  const choose = (part: 'cos' | 'sin') => g.add('Where', [isLong, long[part], short[part]]);
  return { cos: choose('cos'), sin: choose('sin') };
}

/** Dynamic scaling, whose frequencies grow with each token: in double precision, for there is no table of them. */
function grownAngles(
  g: Graph,
  rope: Rope,
  { factor, originalContext }: { factor: number; originalContext: number },
  positions: string,
): RotaryTables<string> {
  const number = (value: number) => g.constant('float64', [], Float64Array.of(value));
  const row = (values: number[]) => g.constant('float64', [values.length], Float64Array.from(values));
  const steps = g.add('Cast', [positions], { to: DOUBLE });
  const length = g.add('Add', [g.add('ReduceMax', [steps], { keepdims: 0 }), number(1)]);
  const share = g.add('Mul', [g.add('Max', [length, number(originalContext)]), number(factor / originalContext)]);
  const growth = g.add('Sub', [share, number(factor - 1)]);
  const exponents = Array.from({ length: rope.dim / 2 }, (_, i) => (-2 * i) / (rope.dim - 2));
  const frequencies = g.add('Mul', [row(rotaryTurning(rope).frequencies), g.add('Pow', [growth, row(exponents)])]);
  const angles = g.add('Mul', [g.add('Unsqueeze', [steps, g.int64([2])]), frequencies]);
  const table = (op: 'Cos' | 'Sin') => g.add('Cast', [g.add(op, [angles])], { to: FLOAT });
  return { cos: table('Cos'), sin: table('Sin') };
}

const [FLOAT, DOUBLE] = [1, 11];

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
