import type { ModelConfig } from './config';
import { describe } from './families';
import { commonLayout, type Layout } from './families/family';
import type { Rope } from './rope';

/** What a layer differs in from the others. */
export interface LayerPlan {
  /** Tokens that it looks at, its own among them; all of them where nothing is said. */
  window?: number;
  /** Its rotary positions, one object for all layers that have the same; none where nothing is said. */
  rope?: Rope;
}

/** All that the forward passes and the list of parameters must know of a decoder beside its sizes. */
export interface Architecture extends Layout {
  bias: { qkv: boolean; output: boolean; feedForward: boolean };
  /** What embeddings, attention's scores, and what a layer adds are multiplied by. */
  embeddingScale: number;
  attentionScale: number;
  residualScale: number;
  /** What logits are divided by. */
  logitsScaling: number;
  /** c of c · tanh(x / c), for attention's scores and for logits. */
  attentionSoftcap?: number;
  logitSoftcap?: number;
  layers: readonly LayerPlan[];
}

/** The description of a decoder that training, generation and export follow. */
export function architectureOf(config: ModelConfig): Architecture {
  const layout: Layout = { ...commonLayout, ...describe(config.family).layout };
  const { headDim, attentionBias = false, mlpBias = false } = config;
  return {
    ...layout,
    activation: config.activation ?? layout.activation,
    bias: { qkv: layout.qkvBias || attentionBias, output: attentionBias, feedForward: mlpBias },
    embeddingScale: config.embeddingMultiplier ?? (layout.scaledEmbedding ? Math.sqrt(config.hiddenSize) : 1),
    attentionScale: config.attentionMultiplier ?? 1 / Math.sqrt(config.queryPreAttnScalar ?? headDim),
    residualScale: config.residualMultiplier ?? 1,
    logitsScaling: config.logitsScaling ?? 1,
    attentionSoftcap: config.attentionSoftcap,
    logitSoftcap: config.logitSoftcap,
    layers: layerPlans(config),
  };
}

function layerPlans(config: ModelConfig): LayerPlan[] {
  const { headDim, ropeTheta, ropeScaling, rotaryFactor = 1, localRope, contextLength } = config;
  const dim = Math.floor(headDim * rotaryFactor);
  const global: Rope = { dim, theta: ropeTheta, scaling: ropeScaling };
  const local: Rope = localRope ? { dim, ...localRope } : global;
  return Array.from({ length: config.layers }, (_, index) => {
    const slides = config.slidingWindow !== undefined && config.layerTypes?.[index] !== 'full_attention';
    // A window as wide as the context hides nothing.
    const window = slides && config.slidingWindow! < contextLength ? config.slidingWindow : undefined;
    const rope = config.withoutRope?.includes(index) ? undefined : slides ? local : global;
    return { window, rope };
  });
}

/** The rotary positions that a decoder has, each once. */
export const ropesOf = ({ layers }: Architecture): Rope[] => [
  ...new Set(layers.flatMap(({ rope }) => (rope ? [rope] : []))),
];

/** The projections of a layer's attention and feed-forward, with their sizes: as they are stored. */
export interface Projection {
  name: string;
  inputs: number;
  /** One size for each part that comes out. */
  outputs: number[];
  bias: boolean;
}

/** The projections into attention and into the feed-forward layer, in the order in which they are used. */
export function projections(
  config: ModelConfig,
  { fused, bias }: Architecture,
): Record<'attention' | 'feedForward', Projection[]> {
  const { hiddenSize: inputs, intermediateSize, headDim } = config;
  const [query, key] = [config.heads * headDim, config.kvHeads * headDim];
  const part = (name: string, outputs: number[], biased: boolean) => ({ name, inputs, outputs, bias: biased });
  if (fused) {
    return {
      attention: [part('self_attn.qkv_proj', [query, key, key], bias.qkv)],
      feedForward: [part('mlp.gate_up_proj', [intermediateSize, intermediateSize], bias.feedForward)],
    };
  }
  return {
    attention: [
      part('self_attn.q_proj', [query], bias.qkv),
      part('self_attn.k_proj', [key], bias.qkv),
      part('self_attn.v_proj', [key], bias.qkv),
    ],
    feedForward: [
      part('mlp.gate_proj', [intermediateSize], bias.feedForward),
      part('mlp.up_proj', [intermediateSize], bias.feedForward),
    ],
  };
}
