import type { Graph } from '../compile';
import { architectureOf, type Projection, projections } from './architecture';
import type { ModelConfig } from './config';
import type { Activation } from './families/family';
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

/**
 * How attention is computed: from a layer's projections, [batch, sequence, heads · headDim] each, normed where the family has norms for
 * them, to the same shape.
 */
export type Attend = (layer: number, projections: { q: string; k: string; v: string }) => string;

/**
 * A decoder (see `families`) in ONNX operators, without what graphs do differently: rotary positions, attention with its cache, and what
 * becomes of the hidden states.
 *
 * @param ids name of the token ids, an integer for each position, [batch, sequence]
 * @returns the hidden states before the last norm, [batch, sequence, hidden]
 */
export function hiddenStates(parts: GraphParts, ids: string, attend: Attend): string {
  const { graph: g, config, weights } = parts;
  const architecture = architectureOf(config);
  const { norms, qkNorm, bias, residualScale } = architecture;
  const into = projections(config, architecture);
  let h = scaled(g, g.add('Gather', [weights(EMBEDDING), ids]), architecture.embeddingScale);
  for (let layer = 0; layer < config.layers; layer++) {
    const at = (name: string) => `model.layers.${layer}.${name}`;
    const normed = (x: string, name?: string) => (name === undefined ? x : norm(parts, x, at(`${name}.weight`)));
    const project = (x: string, list: readonly Projection[]) =>
      list.flatMap(({ name, outputs, bias }) => {
        const y = linear(parts, x, at(name), bias);
        return outputs.length === 1 ? [y] : g.addMany('Split', [y, g.int64(outputs)], outputs.length, { axis: -1 });
      });
    const perHead = (x: string, name: string) => {
      const apart = g.add('Reshape', [x, g.int64([0, 0, -1, config.headDim])]);
      return g.add('Reshape', [normed(apart, name), g.int64([0, 0, -1])]);
    };
    const qkNormed = (x: string, name: string) => {
      if (qkNorm === undefined) return x;
      return qkNorm === 'head' ? perHead(x, name) : normed(x, name);
    };
    const add = (part: string, after?: string) => g.add('Add', [h, scaled(g, normed(part, after), residualScale)]);
    const [q, k, v] = project(normed(h, norms.beforeAttention), into.attention) as [string, string, string];
    const mixed = attend(layer, { q: qkNormed(q, 'self_attn.q_norm'), k: qkNormed(k, 'self_attn.k_norm'), v });
    h = add(linear(parts, mixed, at('self_attn.o_proj'), bias.output), norms.afterAttention);
    const [gate, up] = project(normed(h, norms.beforeFeedForward), into.feedForward) as [string, string];
    const gated = g.add('Mul', [activations[architecture.activation](g, gate), up]);
    h = add(linear(parts, gated, at('mlp.down_proj'), bias.feedForward), norms.afterFeedForward);
  }
  return h;
}

const EMBEDDING = 'model.embed_tokens.weight';

/** The activations of feed-forward layers, see `layers`. */
const activations: Record<Activation, (g: Graph, x: string) => string> = {
  silu: (g, x) => g.add('Mul', [x, g.add('Sigmoid', [x])]),
  gelu_pytorch_tanh: (g, x) => {
    const cubic = g.add('Mul', [g.scalar(0.044715), g.add('Mul', [x, g.add('Mul', [x, x])])]);
    const inner = g.add('Mul', [g.scalar(Math.sqrt(2 / Math.PI)), g.add('Add', [x, cubic])]);
    const half = g.add('Mul', [g.scalar(0.5), x]);
    return g.add('Mul', [half, g.add('Add', [g.scalar(1), g.add('Tanh', [inner])])]);
  },
};

/** The logits of hidden states, [..., hidden] → [..., vocabulary]: the last norm, the head, and what the family makes of the products. */
export function headLogits(parts: GraphParts, h: string): string {
  const { graph: g, config } = parts;
  const { logitsScaling, logitSoftcap } = architectureOf(config);
  const name = config.tieWordEmbeddings ? 'model.embed_tokens' : 'lm_head';
  const products = linear(parts, norm(parts, h, 'model.norm.weight'), name, false);
  const divided = logitsScaling === 1 ? products : g.add('Div', [products, g.scalar(logitsScaling)]);
  return softcappedIn(g, divided, logitSoftcap);
}

/** c · tanh(x / c) */
export function softcappedIn(g: Graph, x: string, cap: number | undefined): string {
  if (cap === undefined) return x;
  return g.add('Mul', [g.add('Tanh', [g.add('Div', [x, g.scalar(cap)])]), g.scalar(cap)]);
}

/** s · x */
const scaled = (g: Graph, x: string, scale: number) => (scale === 1 ? x : g.add('Mul', [x, g.scalar(scale)]));

/** x W^T, plus the bias where the layer has one. */
function linear({ graph, weights }: GraphParts, x: string, name: string, biased: boolean): string {
  const product = graph.add('MatMul', [x, graph.add('Transpose', [weights(`${name}.weight`)], { perm: [1, 0] })]);
  return biased ? graph.add('Add', [product, weights(`${name}.bias`)]) : product;
}

/** Root-mean-square normalisation, in the operators that onnxruntime recognises and computes in one. */
function norm({ graph: g, config, weights }: GraphParts, x: string, name: string): string {
  const { gainOffset } = architectureOf(config);
  const mean = g.add('ReduceMean', [g.add('Pow', [x, g.scalar(2)]), g.int64([-1])]);
  const root = g.add('Sqrt', [g.add('Add', [mean, g.scalar(config.rmsNormEps)])]);
  const gain = gainOffset === 0 ? weights(name) : g.add('Add', [weights(name), g.scalar(gainOffset)]);
  return g.add('Mul', [g.add('Div', [x, root]), gain]);
}
