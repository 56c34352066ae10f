import type { Json } from './families/family';

/** @throws Error when a field of config.json is no positive number */
export function positive(json: Json, field: string, fallback?: number): number {
  const value = json[field] ?? fallback;
  if (typeof value !== 'number' || !(value > 0) || value === Number.POSITIVE_INFINITY)
    throw new Error(`config.json: ${field} is ${value ?? json[field]}: it must be a positive number`);
  return value;
}

/** @throws Error when a field of config.json is no whole number, or larger than that of any model */
export function whole(json: Json, field: string, most: number, fallback?: number): number {
  const value = positive(json, field, fallback);
  if (!Number.isInteger(value)) throw new Error(`config.json: ${field} is ${value}: it must be a whole number`);
  if (value > most) throw new Error(`config.json: ${field} is ${value}: this opens models with ${most} at most`);
  return value;
}

/** What a model may have beside its shape, where config.json says so. */
export interface Settings {
  /** Biases of the projections of attention. */
  attentionBias?: boolean;
  /** Biases of the feed-forward layers. */
  mlpBias?: boolean;
  /** What embeddings are multiplied by. */
  embeddingMultiplier?: number;
  /** What each layer's attention and feed-forward are multiplied by before they are added. */
  residualMultiplier?: number;
  /** What queries times keys are multiplied by; 1/√headDim where nothing is said. */
  attentionMultiplier?: number;
  /** The same, as a number s that means 1/√s. */
  queryPreAttnScalar?: number;
  /** What logits are divided by. */
  logitsScaling?: number;
  /** c: scores of attention become c · tanh(score / c). */
  attentionSoftcap?: number;
  /** The same for the logits. */
  logitSoftcap?: number;
}

/** A key of config.json that changes what a model computes, and that only some families have. */
interface Key {
  field?: keyof Settings;
  /** The value that changes nothing; null and a missing key never do. */
  neutral?: unknown;
}

/** The keys; those without a field are read by none, or elsewhere. */
const keys: Record<string, Key> = {
  attention_bias: { field: 'attentionBias', neutral: false },
  mlp_bias: { field: 'mlpBias', neutral: false },
  embedding_multiplier: { field: 'embeddingMultiplier', neutral: 1 },
  residual_multiplier: { field: 'residualMultiplier', neutral: 1 },
  attention_multiplier: { field: 'attentionMultiplier' },
  query_pre_attn_scalar: { field: 'queryPreAttnScalar' },
  logits_scaling: { field: 'logitsScaling', neutral: 1 },
  attn_logit_softcapping: { field: 'attentionSoftcap' },
  final_logit_softcapping: { field: 'logitSoftcap' },
  use_bidirectional_attention: { neutral: false },
  clip_qkv: {},
  quantization_config: {},
};

/**
 * Reads the settings that a family has.
 *
 * @throws Error naming a setting that its models do not have, or whose value cannot be used
 */
export function readSettings(json: Json, family: { name: string; settings: readonly string[] }): Settings {
  const settings: Record<string, unknown> = {};
  for (const [key, { field, neutral }] of Object.entries(keys)) {
    const value = json[key] ?? neutral;
    if (value === neutral) continue;
    if (field === undefined || !family.settings.includes(key)) {
      const shown = typeof value === 'object' ? JSON.stringify(value) : value;
      throw new Error(`config.json: ${key} ${shown} is not supported in a ${family.name} model: use one without it`);
    }
    if (neutral === false && value !== true)
      throw new Error(`config.json: ${key} is ${value}: it must be true or false`);
    settings[field] = neutral === false ? true : positive(json, key);
  }
  return settings;
}

/** The keys of config.json for the settings that a family has. */
export function writeSettings(config: Settings, names: readonly string[]): Json {
  const entries = Object.entries(keys).filter(([key, { field }]) => field !== undefined && names.includes(key));
  return Object.fromEntries(
    entries.map(([key, { field, neutral }]) => [key, config[field as keyof Settings] ?? neutral ?? null]),
  );
}
