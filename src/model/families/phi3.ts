import { type Family, windowEverywhere } from './family';

/** Llama with fused projections; some models turn parts of heads, or have LongRoPE. Abdin et al. 2024 (2404.14219). */
export const phi3: Family = {
  architecture: 'Phi3ForCausalLM',
  layout: { fused: true },
  settings: ['partial_rotary_factor'],
  defaults: { rms_norm_eps: 1e-5, original_max_position_embeddings: 4096 },
  layerTypes: windowEverywhere,
};
