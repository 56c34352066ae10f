import type { ModelConfig } from '../config';

/** An object of a JSON file. */
export type Json = Record<string, unknown>;

/** How far a layer looks back: over the whole text, or over a window. The words are those of config.json. */
export type LayerType = 'full_attention' | 'sliding_attention';

/** What bends the gate of a feed-forward layer. The words are those of config.json. */
export type Activation = 'silu' | 'gelu_pytorch_tanh';

/**
 * Where the norms of a layer stand, by their names; a place without a name has none.
 *
 *     h += after(attention(before(h)));   h += after(feedForward(before(h)))
 */
export interface NormPlaces {
  beforeAttention?: string;
  afterAttention?: string;
  beforeFeedForward?: string;
  afterFeedForward?: string;
}

/** What all models of a family have in common. */
export interface Layout {
  norms: NormPlaces;
  /** What is added to the gains of all norms: Gemma's are stored as their difference from 1. */
  gainOffset: 0 | 1;
  /** Norms of queries and keys: one for each head, or one over all heads together. */
  qkNorm?: 'head' | 'projection';
  /** Biases of queries, keys and values, whatever config.json says. */
  qkvBias: boolean;
  /** Queries, keys and values come from one matrix, `qkv_proj`; gate and up from another, `gate_up_proj`. */
  fused: boolean;
  activation: Activation;
  /** Embeddings are multiplied by √hidden. */
  scaledEmbedding: boolean;
}

/** What is said once about a family; the forward passes, the parameters and config.json follow from it. */
export interface Family {
  /** The class of Hugging Face transformers. */
  architecture: string;
  /** What differs from Llama. */
  layout?: Partial<Layout>;
  /** Keys of config.json that its models may have beside their shape, see `settings`. Others that change the computation are refused. */
  settings?: readonly string[];
  /** What transformers takes where config.json says nothing, and it differs from `commonDefaults`. */
  defaults?: Json;
  /** The type of each layer; without it all look over the whole text. */
  layerTypes?(json: Json, layers: number): readonly LayerType[];
  /** Which layers have no rotary positions. */
  withoutRope?(json: Json, layers: number): number[];
  /** Keys of config.json that only this family has, to write them. */
  write?(config: ModelConfig): Json;
}

/** Llama's layout. */
export const commonLayout: Layout = {
  norms: { beforeAttention: 'input_layernorm', beforeFeedForward: 'post_attention_layernorm' },
  gainOffset: 0,
  qkvBias: false,
  fused: false,
  activation: 'silu',
  scaledEmbedding: false,
};

/** What transformers takes in most families where config.json says nothing. */
export const commonDefaults: Json = { rope_theta: 10000, rms_norm_eps: 1e-6, tie_word_embeddings: false };

/** A layer type for each layer, by a rule. */
export const typesBy = (layers: number, isSliding: (index: number) => boolean): LayerType[] =>
  Array.from({ length: layers }, (_, index) => (isSliding(index) ? 'sliding_attention' : 'full_attention'));

/** The types that config.json lists, or those that follow from a rule. */
export const listedTypes = (json: Json, layers: number, isSliding: (index: number) => boolean): readonly LayerType[] =>
  Array.isArray(json.layer_types) ? json.layer_types : typesBy(layers, isSliding);

/** Every layer has the window that config.json names, or none has. */
export const windowEverywhere = (json: Json, layers: number): LayerType[] =>
  typesBy(layers, () => (json.sliding_window ?? null) !== null);
