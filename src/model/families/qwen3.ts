import type { Family } from './family';
import { qwenTypes } from './qwen2';

/** Llama with a norm for each head of queries and keys. Yang et al. 2025 (2505.09388). */
export const qwen3: Family = {
  architecture: 'Qwen3ForCausalLM',
  layout: { qkNorm: 'head' },
  settings: ['attention_bias'],
  defaults: { num_key_value_heads: 32, head_dim: 128, sliding_window: 4096, max_window_layers: 28 },
  layerTypes: qwenTypes,
};
