import type { Family } from './family';

/** Touvron et al. 2023 (2302.13971), and what follows it without a change, such as SmolLM2. */
export const llama: Family = {
  architecture: 'LlamaForCausalLM',
  settings: ['attention_bias', 'mlp_bias'],
};
