import { type Family, type Json, listedTypes } from './family';

/** Every so many layers one has no rotary positions, unless config.json lists which have (1) and which have not (0). */
function withoutRope(json: Json, layers: number): number[] {
  const listed = json.no_rope_layers ?? undefined;
  const isBare = Array.isArray(listed)
    ? (index: number) => !listed[index]
    : (index: number) => (index + 1) % Number(json.no_rope_layer_interval) === 0;
  if (listed !== undefined && !(Array.isArray(listed) && listed.length >= layers))
    throw new Error(`config.json: no_rope_layers is ${JSON.stringify(listed)}: it must list ${layers} layers`);
  return Array.from({ length: layers }, (_, index) => index).filter(isBare);
}

/** Llama with layers that have no rotary positions. Source: SmolLM3, after Yang et al. 2025 (2501.18795). */
export const smollm3: Family = {
  architecture: 'SmolLM3ForCausalLM',
  settings: ['attention_bias', 'mlp_bias'],
  defaults: { num_key_value_heads: 4, rope_theta: 2e6, tie_word_embeddings: true, no_rope_layer_interval: 4 },
  layerTypes(json, layers) {
    const bare = withoutRope(json, layers);
    const used = json.use_sliding_window === true && (json.sliding_window ?? null) !== null;
    return listedTypes(json, layers, index => used && bare.includes(index));
  },
  withoutRope,
  write: ({ layers, withoutRope = [] }) => ({
    no_rope_layers: Array.from({ length: layers }, (_, index) => Number(!withoutRope.includes(index))),
  }),
};
