import type { Family } from './family';

/** Llama with four multipliers. Source: IBM Granite 3, after μP: Yang et al. 2022 (2203.03466). */
export const granite: Family = {
  architecture: 'GraniteForCausalLM',
  settings: [
    'attention_bias',
    'mlp_bias',
    'embedding_multiplier',
    'residual_multiplier',
    'attention_multiplier',
    'logits_scaling',
  ],
  defaults: { attention_multiplier: 1 },
};
