import { type Dimension, type ExternalPlace, Graph } from '../compile';
import { once } from '../once';
import { architectureOf, type LayerPlan } from './architecture';
import type { ModelConfig } from './config';
import { headLogits, hiddenStates, softcappedIn, weightReader } from './graph';
import { encodeNumbers, type NumberKind } from './numbers';
import type { Parameters } from './parameters';
import type { Rope } from './rope';
import { ropeTables, rotated } from './rope-graph';

/** How a model is exported. */
export interface ExportOptions {
  /** Weights as stored, all or each by its name: half of a float32 halves the files, and graphs compute in float32 all the same. */
  dtype?: NumberKind | ((name: string) => NumberKind);
  /** Where the weights stand that are not in the file. */
  place?: (name: string) => ExternalPlace | undefined;
}

/** The names of the key-value cache of a layer, as transformers.js expects them. */
const pastName = (layer: number, part: 'key' | 'value') => `past_key_values.${layer}.${part}`;
const presentName = (layer: number, part: 'key' | 'value') => `present.${layer}.${part}`;

/**
 * The inference graph of a decoder (see `families`) with a key-value cache, as an `.onnx` file that transformers.js (and any other ONNX
 * runtime) generates from.
 *
 * Inputs: `input_ids`, `position_ids` int64 [batch, sequence]; `attention_mask` int64 [batch, total], 0 on padding;
 * `past_key_values.N.key|value` float32 [batch, kvHeads, past, headDim].
 * Results: `logits` float32 [batch, sequence, vocabulary]; `present.N.key|value`.
 */
export function exportedGraph(
  config: ModelConfig,
  parameters: Parameters,
  { dtype = 'float32', place }: ExportOptions = {},
): Uint8Array {
  const { heads, kvHeads, headDim } = config;
  const group = heads / kvHeads;
  const architecture = architectureOf(config);
  const g = new Graph();
  const ids = g.input('input_ids', 'int64', ['batch', 'sequence']);
  const keyMask = g.input('attention_mask', 'int64', ['batch', 'total']);
  const positions = g.input('position_ids', 'int64', ['batch', 'sequence']);
  const cacheShape = (time: Dimension) => ['batch', kvHeads, time, headDim];

  const maskOf = once((window: number | undefined) => attentionMask(g, ids, keyMask, group, window)); // (B, 1, G·S, total)
  const anglesOf = once((rope: Rope) => ropeTables(g, rope, positions, config.contextLength));
  const rotate = (x: string, rope?: Rope) => (rope ? rotated(g, x, anglesOf(rope), { rope, headDim }) : x);
  /** [B, S, n·g·hd] → [B, n, g, S, hd] */
  const split = (x: string, perHead: number) =>
    g.add('Transpose', [g.add('Reshape', [x, g.int64([0, 0, kvHeads, perHead, headDim])])], { perm: [0, 2, 3, 1, 4] });
  /** [B, n, g, S, hd] → [B, n, g·S, hd] */
  const flatten = (x: string) => g.add('Reshape', [x, g.int64([0, kvHeads, -1, headDim])]);

  const presents: [string, string][] = [];
  const cached = (layer: number, part: 'key' | 'value', fresh: string) => {
    const past = g.input(pastName(layer, part), 'float32', cacheShape('past'));
    const present = g.add('Concat', [past, fresh], { axis: 2 });
    presents.push([presentName(layer, part), present]);
    return present;
  };
  const weights = weightReader(parameters, (name, { shape, data }) => {
    const kind = typeof dtype === 'function' ? dtype(name) : dtype;
    const outside = place?.(name);
    const stored = outside
      ? g.placedConstant(name, kind, shape, outside)
      : g.constant(kind, shape, encodeNumbers(data, kind), name);
    // Half precision is widened by a Cast, which runtimes fold away when they load the file.
    return kind === 'float32' ? stored : g.add('Cast', [stored], { to: 1 });
  });
  const parts = { graph: g, config, weights };
  const h = hiddenStates(parts, ids, (layer, { q, k, v }) => {
    const { rope, window } = architecture.layers[layer] as LayerPlan;
    const scale = g.scalar(architecture.attentionScale);
    const queries = g.add('Mul', [flatten(rotate(split(q, group), rope)), scale]);
    const keys = cached(layer, 'key', flatten(rotate(split(k, 1), rope)));
    const values = cached(layer, 'value', flatten(split(v, 1)));
    const scores = g.add('MatMul', [queries, g.add('Transpose', [keys], { perm: [0, 1, 3, 2] })]); // (B, n, G·S, total)
    const visible = g.add('Add', [softcappedIn(g, scores, architecture.attentionSoftcap), maskOf(window)]);
    const attended = g.add('MatMul', [g.add('Softmax', [visible], { axis: -1 }), values]);
    const ungrouped = g.add('Reshape', [attended, g.int64([0, kvHeads, group, -1, headDim])]);
    const back = g.add('Transpose', [ungrouped], { perm: [0, 3, 1, 2, 4] });
    return g.add('Reshape', [back, g.int64([0, 0, heads * headDim])]);
  });
  g.output('logits', headLogits(parts, h), 'float32', ['batch', 'sequence', config.vocabSize]);
  for (const [name, value] of presents) g.output(name, value, 'float32', cacheShape('total'));
  return g.toBytes();
}

/**
 * 0 where a query may look and a large negative number where the key is padding, in the future, or behind the window:
 * [batch, 1, group · sequence, total].
 */
function attentionMask(g: Graph, ids: string, keyMask: string, group: number, window?: number): string {
  const sizeOf = (x: string) => g.add('Gather', [g.add('Shape', [x]), g.constant('int64', [], BigInt64Array.of(1n))]);
  const integer = (value: bigint) => g.constant('int64', [], BigInt64Array.of(value));
  const [sequence, total] = [sizeOf(ids), sizeOf(keyMask)];
  const keys = g.add('Range', [integer(0n), total, integer(1n)]);
  const queries = g.add('Range', [g.add('Sub', [total, sequence]), total, integer(1n)]);
  const [row, column] = [g.add('Unsqueeze', [keys, g.int64([0])]), g.add('Unsqueeze', [queries, g.int64([1])])];
  const past = g.add('LessOrEqual', [row, column]);
  const near = (width: number) => g.add('Greater', [row, g.add('Sub', [column, integer(BigInt(width))])]);
  const causal = window === undefined ? past : g.add('And', [past, near(window)]);
  const real = g.add('Unsqueeze', [g.add('Cast', [keyMask], { to: 9 }), g.int64([1, 2])]); // (B, 1, 1, total)
  const visible = g.add('And', [real, causal]); // (B, 1, S, total)
  const mask = g.add('Where', [visible, g.scalar(0), g.scalar(-1e9)]);
  return group === 1 ? mask : g.add('Concat', Array(group).fill(mask), { axis: 2 });
}
