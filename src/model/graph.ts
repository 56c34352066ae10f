import type { Graph } from '../compile';
import { families, type ModelConfig } from './config';
import type { Parameters } from './parameters';
import type { StoredTensor } from './safetensors';

/** What a graph is built of. */
export interface GraphParts {
  graph: Graph;
  config: ModelConfig;
  /** Gives the name of a parameter in the graph; asked for each use. */
  weights: (name: string) => string;
}

/**
 * Reads parameters into a graph, each once.
 *
 * @param declare puts one into the graph and gives the name of its value
 * @throws Error (from the function returned) when the model has no such parameter
 */
export function weightReader(
  parameters: Parameters,
  declare: (name: string, parameter: StoredTensor) => string,
): (name: string) => string {
  const known = new Map<string, string>();
  return name => {
    const parameter = parameters.get(name);
    if (parameter === undefined) throw new Error(`missing parameter: ${name}`);
    const value = known.get(name) ?? declare(name, parameter);
    known.set(name, value);
    return value;
  };
}

/** How attention is computed: from a layer's projections, [batch, sequence, heads · headDim] each, to the same shape. */
export type Attend = (layer: number, projections: { q: string; k: string; v: string }) => string;

/**
 * A decoder (see `families`) in ONNX operators, without what graphs do differently: attention with its cache, and what becomes of the
 * hidden states.
 *
 * @param ids name of the token ids, an integer for each position, [batch, sequence]
 * @returns the hidden states before the last norm, [batch, sequence, hidden]
 */
export function hiddenStates(parts: GraphParts, ids: string, attend: Attend): string {
  const { graph: g, config, weights } = parts;
  const { attentionBias, qkNorm } = families[config.family];
  let h = g.add('Gather', [weights('model.embed_tokens.weight'), ids]);
  for (let layer = 0; layer < config.layers; layer++) {
    const at = (name: string) => `model.layers.${layer}.${name}`;
    const project = (x: string, name: 'q' | 'k' | 'v') => {
      const product = linear(parts, x, at(`self_attn.${name}_proj.weight`));
      const biased = attentionBias ? g.add('Add', [product, weights(at(`self_attn.${name}_proj.bias`))]) : product;
      if (!(qkNorm && name !== 'v')) return biased;
      const perHead = g.add('Reshape', [biased, g.int64([0, 0, -1, config.headDim])]);
      const normed = norm(parts, perHead, at(`self_attn.${name}_norm.weight`));
      return g.add('Reshape', [normed, g.int64([0, 0, -1])]);
    };
    const x = norm(parts, h, at('input_layernorm.weight'));
    const mixed = attend(layer, { q: project(x, 'q'), k: project(x, 'k'), v: project(x, 'v') });
    h = g.add('Add', [h, linear(parts, mixed, at('self_attn.o_proj.weight'))]);
    const y = norm(parts, h, at('post_attention_layernorm.weight'));
    const gate = linear(parts, y, at('mlp.gate_proj.weight'));
    const up = linear(parts, y, at('mlp.up_proj.weight'));
    const gated = g.add('Mul', [g.add('Mul', [gate, g.add('Sigmoid', [gate])]), up]);
    h = g.add('Add', [h, linear(parts, gated, at('mlp.down_proj.weight'))]);
  }
  return h;
}

/** The logits of hidden states, [..., hidden] → [..., vocabulary]: the last norm and the head. */
export function headLogits(parts: GraphParts, h: string): string {
  const name = parts.config.tieWordEmbeddings ? 'model.embed_tokens.weight' : 'lm_head.weight';
  return linear(parts, norm(parts, h, 'model.norm.weight'), name);
}

/** x W^T */
function linear({ graph, weights }: GraphParts, x: string, name: string): string {
  return graph.add('MatMul', [x, graph.add('Transpose', [weights(name)], { perm: [1, 0] })]);
}

/** Root-mean-square normalisation, in the operators that onnxruntime recognises and computes in one. */
function norm({ graph: g, config, weights }: GraphParts, x: string, name: string): string {
  const mean = g.add('ReduceMean', [g.add('Pow', [x, g.scalar(2)]), g.int64([-1])]);
  const root = g.add('Sqrt', [g.add('Add', [mean, g.scalar(config.rmsNormEps)])]);
  return g.add('Mul', [g.add('Div', [x, root]), weights(name)]);
}
