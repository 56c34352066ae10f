import { type Dimension, Graph } from '../compile';
import { families, type ModelConfig } from './config';
import { rotaryValues } from './layers';
import type { Parameters } from './parameters';
import { encodeFloat16 } from './safetensors';

/**
 * How the graph chooses the next token; without a choice it gives the logits of every position. `penalised` makes tokens that were there
 * before less likely.
 */
export type Selection = { penalised?: boolean } & ({ kind: 'greedy' } | { kind: 'sample'; topK: number });

/** Settings of the exported graph. */
export interface InferenceGraphOptions {
  /** Weights as stored: `float16` halves the file and is computed in float32 all the same. */
  dtype?: 'float32' | 'float16';
  /** Choose the next token inside the graph, so that the logits never leave it. */
  select?: Selection;
}

/** The names of the key-value cache of a layer, as transformers.js expects them. */
export const pastName = (layer: number, part: 'key' | 'value') => `past_key_values.${layer}.${part}`;
export const presentName = (layer: number, part: 'key' | 'value') => `present.${layer}.${part}`;

/**
 * The inference graph of a decoder (see `families`) with a key-value cache, as an `.onnx` file that transformers.js (and any other ONNX
 * runtime) generates from.
 *
 * Inputs: `input_ids`, `position_ids` int64 [batch, sequence]; `attention_mask` int64 [batch, total], 0 on padding;
 * `past_key_values.N.key|value` float32 [batch, kvHeads, past, headDim].
 * Results: `present.N.key|value`, and `logits` float32 [batch, sequence, vocabulary]; or, when `select` is given, `next` int64 [batch],
 * chosen after the last position: the most likely token, or one drawn by the number in `uniform` float32 [batch] from the `topK` most
 * likely tokens at `temperature` float32 [], and of them from the fewest that together have the probability `top_p` float32 []. With
 * `penalised` the logits of the tokens in `seen` int64 [batch, any] are divided by `penalty` float32 [] where they are positive and
 * multiplied by it where they are negative (Keskar et al. 2019, 1909.05858).
 */
export function inferenceGraph(
  config: ModelConfig,
  parameters: Parameters,
  options: InferenceGraphOptions = {},
): Uint8Array {
  const { heads, kvHeads, headDim, layers, contextLength } = config;
  const { attentionBias, qkNorm } = families[config.family];
  const group = heads / kvHeads;
  const g = new Graph();
  const weights = weightReader(g, parameters, options.dtype ?? 'float32');

  const ids = g.input('input_ids', 'int64', ['batch', 'sequence']);
  const keyMask = g.input('attention_mask', 'int64', ['batch', 'total']);
  const positions = g.input('position_ids', 'int64', ['batch', 'sequence']);
  const cacheShape = (time: Dimension) => ['batch', kvHeads, time, headDim];

  const mask = attentionMask(g, ids, keyMask, group); // (B, 1, G·S, total)
  const tables = rotaryValues(contextLength, config);
  const angles = (values: Float32Array) => {
    const rows = g.add('Gather', [g.constant('float32', [contextLength, headDim], values), positions]);
    return g.add('Unsqueeze', [rows, g.int64([1, 2])]); // (B, 1, 1, S, hd)
  };
  const [cos, sin] = [angles(tables.cos), angles(tables.sin)];

  const linear = (x: string, name: string) =>
    g.add('MatMul', [x, g.add('Transpose', [weights(name)], { perm: [1, 0] })]);
  const norm = (x: string, name: string) => {
    const mean = g.add('ReduceMean', [g.add('Mul', [x, x]), g.int64([-1])]);
    const root = g.add('Sqrt', [g.add('Add', [mean, g.scalar(config.rmsNormEps)])]);
    return g.add('Mul', [g.add('Div', [x, root]), weights(name)]);
  };
  const rotate = (x: string) => {
    const [left, right] = g.addMany('Split', [x], 2, { axis: -1, num_outputs: 2 }) as [string, string];
    const turned = g.add('Concat', [g.add('Neg', [right]), left], { axis: -1 });
    return g.add('Add', [g.add('Mul', [x, cos]), g.add('Mul', [turned, sin])]);
  };
  /** [B, S, n·g·hd] → [B, n, g, S, hd] */
  const split = (x: string, perHead: number) =>
    g.add('Transpose', [g.add('Reshape', [x, g.int64([0, 0, kvHeads, perHead, headDim])])], { perm: [0, 2, 3, 1, 4] });
  /** [B, n, g, S, hd] → [B, n, g·S, hd] */
  const flatten = (x: string) => g.add('Reshape', [x, g.int64([0, kvHeads, -1, headDim])]);

  let h = g.add('Gather', [weights('model.embed_tokens.weight'), ids]); // (B, S, d)
  const presents: [string, string][] = [];
  for (let layer = 0; layer < layers; layer++) {
    const at = (name: string) => `model.layers.${layer}.${name}.weight`;
    const cached = (part: 'key' | 'value', fresh: string) => {
      const past = g.input(pastName(layer, part), 'float32', cacheShape('past'));
      const present = g.add('Concat', [past, fresh], { axis: 2 });
      presents.push([presentName(layer, part), present]);
      return present;
    };
    const x = norm(h, at('input_layernorm'));
    const project = (name: 'q' | 'k' | 'v', perHead: number) => {
      const product = linear(x, at(`self_attn.${name}_proj`));
      const biased = attentionBias
        ? g.add('Add', [product, weights(`model.layers.${layer}.self_attn.${name}_proj.bias`)])
        : product;
      const heads = split(biased, perHead);
      return qkNorm && name !== 'v' ? norm(heads, at(`self_attn.${name}_norm`)) : heads;
    };
    const q = flatten(rotate(project('q', group)));
    const k = cached('key', flatten(rotate(project('k', 1))));
    const v = cached('value', flatten(project('v', 1)));
    const scaled = g.add('Mul', [q, g.scalar(1 / Math.sqrt(headDim))]);
    const scores = g.add('MatMul', [scaled, g.add('Transpose', [k], { perm: [0, 1, 3, 2] })]); // (B, n, G·S, total)
    const attended = g.add('MatMul', [g.add('Softmax', [g.add('Add', [scores, mask])], { axis: -1 }), v]);
    const ungrouped = g.add('Reshape', [attended, g.int64([0, kvHeads, group, -1, headDim])]);
    const back = g.add('Transpose', [ungrouped], { perm: [0, 3, 1, 2, 4] });
    h = g.add('Add', [h, linear(g.add('Reshape', [back, g.int64([0, 0, heads * headDim])]), at('self_attn.o_proj'))]);
    const y = norm(h, at('post_attention_layernorm'));
    const gate = linear(y, at('mlp.gate_proj'));
    const gated = g.add('Mul', [g.add('Mul', [gate, g.add('Sigmoid', [gate])]), linear(y, at('mlp.up_proj'))]);
    h = g.add('Add', [h, linear(gated, at('mlp.down_proj'))]);
  }
  const headName = config.tieWordEmbeddings ? 'model.embed_tokens.weight' : 'lm_head.weight';
  if (options.select === undefined) {
    const logits = linear(norm(h, 'model.norm.weight'), headName);
    g.output('logits', logits, 'float32', ['batch', 'sequence', config.vocabSize]);
  } else {
    const last = g.add('Gather', [h, g.constant('int64', [], BigInt64Array.of(-1n))], { axis: 1 }); // (B, d)
    const logits = linear(norm(last, 'model.norm.weight'), headName);
    g.output('next', selectToken(g, logits, options.select), 'int64', ['batch']);
  }
  for (const [name, value] of presents) g.output(name, value, 'float32', cacheShape('total'));
  return g.toBytes();
}

/** 0 where a query may look and a large negative number where the key is padding or in the future: [batch, 1, group · sequence, total]. */
function attentionMask(g: Graph, ids: string, keyMask: string, group: number): string {
  const sizeOf = (x: string) => g.add('Gather', [g.add('Shape', [x]), g.constant('int64', [], BigInt64Array.of(1n))]);
  const integer = (value: bigint) => g.constant('int64', [], BigInt64Array.of(value));
  const [sequence, total] = [sizeOf(ids), sizeOf(keyMask)];
  const keys = g.add('Range', [integer(0n), total, integer(1n)]);
  const queries = g.add('Range', [g.add('Sub', [total, sequence]), total, integer(1n)]);
  const causal = g.add('LessOrEqual', [
    g.add('Unsqueeze', [keys, g.int64([0])]),
    g.add('Unsqueeze', [queries, g.int64([1])]),
  ]);
  const real = g.add('Unsqueeze', [g.add('Cast', [keyMask], { to: 9 }), g.int64([1, 2])]); // (B, 1, 1, total)
  const visible = g.add('And', [real, causal]); // (B, 1, S, total)
  const mask = g.add('Where', [visible, g.scalar(0), g.scalar(-1e9)]);
  return group === 1 ? mask : g.add('Concat', Array(group).fill(mask), { axis: 2 });
}

/** The next token of each row of logits [batch, vocabulary]. */
function selectToken(g: Graph, unpenalised: string, select: Selection): string {
  const logits = select.penalised ? penalise(g, unpenalised) : unpenalised;
  if (select.kind === 'greedy') return g.add('ArgMax', [logits], { axis: -1, keepdims: 0 });
  const temperature = g.input('temperature', 'float32', []);
  const uniform = g.input('uniform', 'float32', ['batch']);
  const [values, indices] = g.addMany('TopK', [logits, g.int64([select.topK])], 2, { axis: -1 }) as [string, string];
  const probabilities = g.add('Softmax', [g.add('Div', [values, temperature])], { axis: -1 });
  const cumulative = (x: string) => g.add('CumSum', [x, g.constant('int64', [], BigInt64Array.of(1n))]);
  // The nucleus: a token belongs to it when those before it do not yet have the probability that is asked for.
  const before = g.add('Sub', [cumulative(probabilities), probabilities]);
  const nucleus = g.add('Where', [
    g.add('Less', [before, g.input('top_p', 'float32', [])]),
    probabilities,
    g.scalar(0),
  ]);
  // Inverse transform sampling: how many of the cumulative probabilities lie below the uniform number.
  // The whole mass is the last of these very sums: one of another rounding could lie above all of them.
  const sums = cumulative(nucleus);
  const mass = g.add('Gather', [sums, g.int64([-1])], { axis: 1 });
  const point = g.add('Mul', [g.add('Unsqueeze', [uniform, g.int64([1])]), mass]);
  const below = g.add('Less', [sums, point]);
  const rank = g.add('ReduceSum', [g.add('Cast', [below], { to: 7 }), g.int64([1])], { keepdims: 1 });
  const inside = g.add('Min', [rank, g.int64([select.topK - 1])]);
  return g.add('Squeeze', [g.add('GatherElements', [indices, inside], { axis: 1 }), g.int64([1])]);
}

function penalise(g: Graph, logits: string): string {
  const seen = g.input('seen', 'int64', ['batch', 'seen']);
  const penalty = g.input('penalty', 'float32', []);
  const found = g.add('GatherElements', [logits, seen], { axis: 1 });
  const positive = g.add('Greater', [found, g.scalar(0)]);
  const changed = g.add('Where', [positive, g.add('Div', [found, penalty]), g.add('Mul', [found, penalty])]);
  // A token that is seen twice is written twice, with the same number.
  return g.add('ScatterElements', [logits, seen, changed], { axis: 1 });
}

/** Puts each parameter into the graph once. Half precision is widened by a Cast, which runtimes fold away when they load the file. */
function weightReader(g: Graph, parameters: Parameters, dtype: 'float32' | 'float16'): (name: string) => string {
  const known = new Map<string, string>();
  return name => {
    let value = known.get(name);
    if (value === undefined) {
      const parameter = parameters.get(name);
      if (parameter === undefined) throw new Error(`missing parameter: ${name}`);
      const { shape, data } = parameter;
      value =
        dtype === 'float32'
          ? g.constant('float32', shape, data, name)
          : g.add('Cast', [g.constant('float16', shape, encodeFloat16(data), name)], { to: 1 });
      known.set(name, value);
    }
    return value;
  };
}
