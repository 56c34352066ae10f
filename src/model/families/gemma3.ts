import { type Family, listedTypes } from './family';
import { gemmaDefaults, gemmaLayout, gemmaWindow } from './gemma2';

/**
 * Gemma 2 with norms for each head of queries and keys instead of a softcap on scores; five layers with a window and rotary positions of
 * their own, then one without. Gemma Team 2025 (2503.19786); the models that read text only.
 */
export const gemma3: Family = {
  architecture: 'Gemma3ForCausalLM',
  layout: { ...gemmaLayout, qkNorm: 'head' },
  settings: ['attention_bias', 'query_pre_attn_scalar', 'final_logit_softcapping', 'rope_local_base_freq'],
  defaults: { ...gemmaDefaults, rope_theta: 1e6, rope_local_base_freq: 1e4 },
  layerTypes(json, layers) {
    const every = Number(json.sliding_window_pattern ?? json._sliding_window_pattern ?? 6);
    return listedTypes(json, layers, index => (index + 1) % every !== 0);
  },
  write: config => ({ ...gemmaWindow(config), rope_local_base_freq: config.localRope?.theta ?? config.ropeTheta }),
};
