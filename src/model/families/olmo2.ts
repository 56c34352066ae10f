import type { Family } from './family';

/** Llama with its norms behind attention and feed-forward, and norms over all heads of queries and of keys. OLMo 2 (2501.00656). */
export const olmo2: Family = {
  architecture: 'Olmo2ForCausalLM',
  layout: {
    norms: { afterAttention: 'post_attention_layernorm', afterFeedForward: 'post_feedforward_layernorm' },
    qkNorm: 'projection',
  },
  settings: ['attention_bias'],
  defaults: { rms_norm_eps: 1e-5 },
};
