import { Graph } from '../compile';
import {
  architectureOf,
  headLogits,
  hiddenStates,
  type LayerPlan,
  type ModelConfig,
  type Parameters,
  type Rope,
  ropesOf,
  softcappedIn,
  weightReader,
} from '../model';
import { once } from '../once';
import { selectToken } from './selection';

/** The keys or values of a layer: `past` is read from the cache, `fresh` is what a step adds to it. */
export const cacheName = (age: 'past' | 'fresh', layer: number, part: 'key' | 'value') => `${age}.${layer}.${part}`;

/** The cosines or sines of a decoder's rotary positions, which it may have several of. */
export const tableName = (part: 'cos' | 'sin', rope: number) => `${part}.${rope}`;

/**
 * The graph that generates. The cache of keys and values is read where it lies and never written by the graph: what a step adds is a
 * result, and small. Keys are stored as columns, so that a query meets them without transposing the cache.
 *
 * Inputs: `input_ids` int32 [batch, sequence], padded on the right; `positions` int64 [batch, sequence], rows of the rotary tables; `last`
 * int64 [batch, 1], the place after which the next token is chosen; `past_lengths` int32 [batch], tokens of each row in the cache;
 * `cos.R`, `sin.R` float32 [table, dim / 2] for each of the decoder's rotary positions; `past.N.key` float32 [batch, kvHeads, headDim, capacity], `past.N.value` float32 [batch, kvHeads, capacity,
 * headDim]; and those of {@link selectToken}.
 * Results: `next` int64 [batch]; `fresh.N.key` and `fresh.N.value`, as the past, of the tokens read.
 */
export function decodingGraph(config: ModelConfig, parameters: Parameters, choice: { penalised: boolean }): Graph {
  const { heads, kvHeads, headDim } = config;
  const group = heads / kvHeads;
  const g = new Graph();
  const ids = g.input('input_ids', 'int32', ['batch', 'sequence']);
  const positions = g.input('positions', 'int64', ['batch', 'sequence']);
  const last = g.input('last', 'int64', ['batch', 1]);
  const pastLengths = g.input('past_lengths', 'int32', ['batch']);
  const architecture = architectureOf(config);
  const tables = new Map<Rope | undefined, string[]>();
  for (const [index, rope] of ropesOf(architecture).entries()) {
    const name = (part: 'cos' | 'sin') => g.input(tableName(part, index), 'float32', [`table.${index}`, rope.dim / 2]);
    tables.set(rope, [name('cos'), name('sin')]);
  }
  const turned = (x: string, count: number, rope?: Rope) => {
    if (rope === undefined) return x;
    const part: Record<string, number> = rope.dim < headDim ? { rotary_embedding_dim: rope.dim } : {};
    const inputs = [x, positions, ...(tables.get(rope) as string[])];
    return g.add('RotaryEmbedding', inputs, { num_heads: count, ...part }, 'com.microsoft');
  };
  /** [B, S, n·g·hd] → [B, n, g·S, hd] */
  const split = (x: string, perHead: number) => {
    const apart = g.add('Reshape', [x, g.int64([0, 0, kvHeads, perHead, headDim])]);
    const grouped = g.add('Transpose', [apart], { perm: [0, 2, 3, 1, 4] });
    return g.add('Reshape', [grouped, g.int64([0, kvHeads, -1, headDim])]);
  };
  const size = (x: string, axis: number) =>
    g.add('Gather', [g.add('Shape', [x]), g.constant('int64', [], BigInt64Array.of(BigInt(axis)))]);
  for (let layer = 0; layer < config.layers; layer++) {
    g.input(cacheName('past', layer, 'key'), 'float32', ['batch', kvHeads, headDim, 'capacity']);
    g.input(cacheName('past', layer, 'value'), 'float32', ['batch', kvHeads, 'capacity', headDim]);
  }
  const [capacity, sequence] = [size(cacheName('past', 0, 'value'), 2), size(ids, 1)];
  const widths = g.add(
    'Concat',
    [g.add('Unsqueeze', [capacity, g.int64([0])]), g.add('Unsqueeze', [sequence, g.int64([0])])],
    {
      axis: 0,
    },
  );
  const masksOf = once((window?: number) => ({
    inPast: pastMask(g, pastLengths, capacity, window === undefined ? undefined : { window, sequence, group }),
    inFresh: causalMask(g, sequence, group, window),
  }));

  const weights = weightReader(parameters, (name, { shape, data }) => g.externalConstant(name, 'float32', shape, data));
  const parts = { graph: g, config, weights };
  const h = hiddenStates(parts, ids, (layer, { q, k, v }) => {
    const past = (part: 'key' | 'value') => cacheName('past', layer, part);
    const { rope, window } = architecture.layers[layer] as LayerPlan;
    const { inPast, inFresh } = masksOf(window);
    const apart = g.add('Reshape', [turned(k, kvHeads, rope), g.int64([0, 0, kvHeads, headDim])]);
    const keys = g.add('Transpose', [apart], { perm: [0, 2, 3, 1] }); // (B, n, hd, S)
    const values = split(v, 1); // (B, n, S, hd)
    g.output(cacheName('fresh', layer, 'key'), keys, 'float32', ['batch', kvHeads, headDim, 'sequence']);
    g.output(cacheName('fresh', layer, 'value'), values, 'float32', ['batch', kvHeads, 'sequence', headDim]);
    const queries = g.add('Mul', [split(turned(q, heads, rope), group), g.scalar(architecture.attentionScale)]);
    const meet = (columns: string) =>
      softcappedIn(g, g.add('MatMul', [queries, columns]), architecture.attentionSoftcap);
    const scores = g.add('Concat', [g.add('Add', [meet(past('key')), inPast]), g.add('Add', [meet(keys), inFresh])], {
      axis: 3,
    });
    const shares = g.add('Softmax', [scores], { axis: -1 }); // (B, n, g·S, capacity + S)
    const [ofPast, ofFresh] = g.addMany('Split', [shares, widths], 2, { axis: 3 }) as [string, string];
    const mixed = g.add('Add', [g.add('MatMul', [ofPast, past('value')]), g.add('MatMul', [ofFresh, values])]);
    const ungrouped = g.add('Reshape', [mixed, g.int64([0, kvHeads, group, -1, headDim])]);
    const back = g.add('Transpose', [ungrouped], { perm: [0, 3, 1, 2, 4] });
    return g.add('Reshape', [back, g.int64([0, 0, heads * headDim])]);
  });
  const ends = g.add('GatherND', [h, last], { batch_dims: 1 }); // (B, d)
  g.output('next', selectToken(g, headLogits(parts, ends), choice), 'int64', ['batch']);
  return g;
}

/**
 * 0 on the tokens that a row has in the cache, a large negative number behind them: [batch, 1, 1, capacity]. With a window also on those
 * that a query is too far from: [batch, 1, group · sequence, capacity].
 */
function pastMask(
  g: Graph,
  pastLengths: string,
  capacity: string,
  near?: { window: number; sequence: string; group: number },
): string {
  const slots = g.add('Cast', [range(g, capacity)], { to: 6 });
  const lengths = g.add('Unsqueeze', [pastLengths, g.int64([1, 2, 3])]);
  const held = g.add('Less', [slots, lengths]);
  const mask = (visible: string) => g.add('Where', [visible, g.scalar(0), g.scalar(-1e9)]);
  if (near === undefined) return mask(held);
  const places = g.add('Unsqueeze', [g.add('Cast', [range(g, near.sequence)], { to: 6 }), g.int64([1])]);
  const width = g.constant('int32', [], Int32Array.of(near.window));
  const first = g.add('Sub', [g.add('Add', [lengths, places]), width]); // (B, 1, S, 1)
  const rows = mask(g.add('And', [held, g.add('Greater', [slots, first])])); // (B, 1, S, capacity)
  return near.group === 1 ? rows : g.add('Concat', Array(near.group).fill(rows), { axis: 2 });
}

/**
 * 0 where a query may look among the tokens read with it, a large negative number on later ones, and on those before its window:
 * [group · sequence, sequence].
 */
function causalMask(g: Graph, sequence: string, group: number, window?: number): string {
  const places = range(g, sequence);
  const [keys, queries] = [g.add('Unsqueeze', [places, g.int64([0])]), g.add('Unsqueeze', [places, g.int64([1])])];
  const causal = g.add('LessOrEqual', [keys, queries]);
  const near = (width: number) =>
    g.add('Greater', [keys, g.add('Sub', [queries, g.constant('int64', [], BigInt64Array.of(BigInt(width)))])]);
  const visible = window === undefined ? causal : g.add('And', [causal, near(window)]);
  const mask = g.add('Where', [visible, g.scalar(0), g.scalar(-1e9)]);
  return group === 1 ? mask : g.add('Concat', Array(group).fill(mask), { axis: 0 });
}

/** 0, 1, … below a number, int64. */
function range(g: Graph, end: string): string {
  const integer = (value: bigint) => g.constant('int64', [], BigInt64Array.of(value));
  return g.add('Range', [integer(0n), end, integer(1n)]);
}
