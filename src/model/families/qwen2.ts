import { type Family, type Json, listedTypes } from './family';

/** A window only where config.json says that it is used; without a list it begins at a layer. */
export const qwenTypes = (json: Json, layers: number) =>
  listedTypes(
    json,
    layers,
    index =>
      json.use_sliding_window === true &&
      (json.sliding_window ?? null) !== null &&
      index >= Number(json.max_window_layers),
  );

/** Llama with biases of queries, keys and values. Yang et al. 2024 (2407.10671). */
export const qwen2: Family = {
  architecture: 'Qwen2ForCausalLM',
  layout: { qkvBias: true },
  settings: ['attention_bias'],
  defaults: { num_key_value_heads: 32, sliding_window: 4096, max_window_layers: 28 },
  layerTypes: qwenTypes,
};
