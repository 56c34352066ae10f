import { type Family, windowEverywhere } from './family';

/** Llama with a sliding window. Jiang et al. 2023 (2310.06825). */
export const mistral: Family = {
  architecture: 'MistralForCausalLM',
  defaults: { num_key_value_heads: 8, sliding_window: 4096 },
  layerTypes: windowEverywhere,
};
