import type { ModelConfig } from '../config';
import { type Family, type Layout, listedTypes } from './family';

/** Norms on both sides, gains stored as their difference from 1, embeddings enlarged by √hidden, and a gate with GELU. */
export const gemmaLayout: Partial<Layout> = {
  norms: {
    beforeAttention: 'input_layernorm',
    afterAttention: 'post_attention_layernorm',
    beforeFeedForward: 'pre_feedforward_layernorm',
    afterFeedForward: 'post_feedforward_layernorm',
  },
  gainOffset: 1,
  activation: 'gelu_pytorch_tanh',
  scaledEmbedding: true,
};

/** What the configurations of Gemma 2 and 3 have in common. */
export const gemmaDefaults = {
  num_key_value_heads: 4,
  head_dim: 256,
  hidden_activation: 'gelu_pytorch_tanh',
  query_pre_attn_scalar: 256,
  sliding_window: 4096,
  tie_word_embeddings: true,
};

/** transformers wants a window to be named even where no layer has it. */
export const gemmaWindow = ({ slidingWindow, contextLength }: ModelConfig) => ({
  sliding_window: slidingWindow ?? contextLength,
});

/** A window in every other layer, and softcaps on scores and logits. Gemma Team 2024 (2408.00118). */
export const gemma2: Family = {
  architecture: 'Gemma2ForCausalLM',
  layout: gemmaLayout,
  settings: ['attention_bias', 'query_pre_attn_scalar', 'attn_logit_softcapping', 'final_logit_softcapping'],
  defaults: { ...gemmaDefaults, attn_logit_softcapping: 50, final_logit_softcapping: 30 },
  layerTypes: (json, layers) => listedTypes(json, layers, index => index % 2 === 0),
  write: gemmaWindow,
};
