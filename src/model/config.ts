/** What tells the supported families of Llama-like decoders apart. */
export const families = {
  llama: { architecture: 'LlamaForCausalLM', attentionBias: false, qkNorm: false, kvHeads: undefined },
  mistral: { architecture: 'MistralForCausalLM', attentionBias: false, qkNorm: false, kvHeads: 8 },
  qwen2: { architecture: 'Qwen2ForCausalLM', attentionBias: true, qkNorm: false, kvHeads: 32 },
  qwen3: { architecture: 'Qwen3ForCausalLM', attentionBias: false, qkNorm: true, kvHeads: 32 },
} as const;

/** A `model_type` that runs here. */
export type Family = keyof typeof families;

/** How rotary frequencies are stretched for contexts longer than those first trained on. */
export type RopeScaling =
  | { type: 'linear'; factor: number }
  | { type: 'llama3'; factor: number; lowFreqFactor: number; highFreqFactor: number; originalContext: number };

/** The shape of a decoder, as `config.json` describes it. */
export interface ModelConfig {
  family: Family;
  vocabSize: number;
  /** Width of the hidden states. */
  hiddenSize: number;
  /** Width inside the feed-forward layers. */
  intermediateSize: number;
  layers: number;
  /** Query heads. */
  heads: number;
  /** Key-value heads; each serves heads / kvHeads query heads. */
  kvHeads: number;
  headDim: number;
  /** θ of the rotary position embedding. */
  ropeTheta: number;
  ropeScaling?: RopeScaling;
  rmsNormEps: number;
  /** The longest sequence, in tokens. */
  contextLength: number;
  /** The longest that the model was made for, where a sliding window makes the context shorter. */
  maxPositions?: number;
  /** Whether the output matrix is the embedding. */
  tieWordEmbeddings: boolean;
}

type Json = Record<string, unknown>;

/**
 * Reads a Hugging Face `config.json`, in the older form (`rope_theta`, `rope_scaling`) and the newer one (`rope_parameters`).
 *
 * A sliding window shortens the context to its size: within it, attention is the same as without. What is not said is what Hugging Face
 * transformers takes for the family.
 *
 * @throws Error naming the model type, field or feature that cannot be used
 */
export function parseConfig(json: Json): ModelConfig {
  const type = json.model_type;
  if (typeof type !== 'string' || !Object.hasOwn(families, type))
    throw new Error(`model_type ${type} is not supported: this runs ${Object.keys(families).join(', ')}`);
  const family = type as Family;
  const number = (field: string, fallback?: number) => positive(json, field, fallback);
  refuseFeatures(json, family);
  const heads = number('num_attention_heads');
  const hiddenSize = number('hidden_size');
  const positions = number('max_position_embeddings');
  const window = slidingWindow(json, family);
  const kvHeads = number('num_key_value_heads', families[family].kvHeads ?? heads);
  if (heads % kvHeads !== 0)
    throw new Error(`config.json: ${heads} attention heads cannot share ${kvHeads} key-value heads evenly`);
  const headDim = number('head_dim', family === 'qwen3' ? 128 : hiddenSize / heads);
  if (!Number.isInteger(headDim) || headDim % 2 !== 0)
    throw new Error(`config.json: heads are ${headDim} wide: rotary positions need an even number`);
  const ropeScaling = parseRopeScaling(json);
  return {
    family,
    vocabSize: whole(json, 'vocab_size'),
    hiddenSize,
    intermediateSize: number('intermediate_size'),
    layers: whole(json, 'num_hidden_layers'),
    heads,
    kvHeads,
    headDim,
    ropeTheta: positive(ropeParameters(json), 'rope_theta', number('rope_theta', 10000)),
    ...(ropeScaling && { ropeScaling }),
    rmsNormEps: number('rms_norm_eps', 1e-6),
    contextLength: Math.min(positions, window),
    ...(window < positions && { maxPositions: positions }),
    tieWordEmbeddings: json.tie_word_embeddings === true,
  };
}

function positive(json: Json, field: string, fallback?: number): number {
  const value = json[field] ?? fallback;
  if (typeof value !== 'number' || !(value > 0))
    throw new Error(`config.json: ${field} is ${value}: it must be a positive number`);
  return value;
}

function whole(json: Json, field: string): number {
  const value = positive(json, field);
  if (!Number.isInteger(value)) throw new Error(`config.json: ${field} is ${value}: it must be a whole number`);
  return value;
}

function refuseFeatures(json: Json, family: Family): void {
  // Qwen2 has its biases whatever the file says.
  if ((json.attention_bias && family !== 'qwen2') || json.mlp_bias)
    throw new Error(
      `config.json: these biases are not supported in a ${family} model: use one without attention_bias and mlp_bias`,
    );
  if ((json.partial_rotary_factor ?? 1) !== 1)
    throw new Error(
      `config.json: partial_rotary_factor ${json.partial_rotary_factor} is not supported: this turns whole heads`,
    );
  if (
    Object.values(ropeParameters(json)).some(
      value => typeof value === 'object' && value !== null && !Array.isArray(value),
    )
  )
    throw new Error('config.json: rope_parameters that differ between layers are not supported');
  if ((json.hidden_act ?? 'silu') !== 'silu')
    throw new Error(`config.json: hidden_act ${json.hidden_act} is not supported: this runs silu`);
}

/** Since version 5 transformers writes `rope_parameters`, which holds θ and the scaling. */
const ropeParameters = (json: Json): Json => (json.rope_parameters ?? {}) as Json;

function parseRopeScaling(json: Json): RopeScaling | undefined {
  const scaling = (json.rope_scaling ?? json.rope_parameters ?? {}) as Json;
  const type = scaling.rope_type ?? scaling.type ?? 'default';
  if (type === 'default') return undefined;
  const number = (field: string, fallback?: number) => positive(scaling, field, fallback);
  if (type === 'linear') return { type, factor: number('factor') };
  if (type === 'llama3') {
    return {
      type,
      factor: number('factor'),
      lowFreqFactor: number('low_freq_factor'),
      highFreqFactor: number('high_freq_factor'),
      originalContext: number('original_max_position_embeddings'),
    };
  }
  throw new Error(`config.json: rope_scaling of type ${type} is not supported: this runs linear and llama3`);
}

/**
 * Llama has no window; Qwen models name one that they use only when they say so, and only in the layers they say; Mistral has one
 * unless it says null.
 */
function slidingWindow(json: Json, family: Family): number {
  const layers = Number(json.num_hidden_layers);
  const types = Array.isArray(json.layer_types) ? json.layer_types : undefined;
  const inLayers = types ? types.includes('sliding_attention') : Number(json.max_window_layers ?? 28) < layers;
  const used =
    family === 'mistral'
      ? json.sliding_window !== null
      : family !== 'llama' && json.use_sliding_window === true && inLayers;
  return used ? positive(json, 'sliding_window', 4096) : Number.POSITIVE_INFINITY;
}

/** The contents of `config.json`. */
export function toHuggingFaceConfig(config: ModelConfig, tokens: { endId: number; padId: number }): Json {
  const { architecture, attentionBias } = families[config.family];
  const windowed = config.maxPositions !== undefined;
  return {
    architectures: [architecture],
    model_type: config.family,
    vocab_size: config.vocabSize,
    hidden_size: config.hiddenSize,
    intermediate_size: config.intermediateSize,
    num_hidden_layers: config.layers,
    num_attention_heads: config.heads,
    num_key_value_heads: config.kvHeads,
    head_dim: config.headDim,
    hidden_act: 'silu',
    rope_theta: config.ropeTheta,
    rope_scaling: toHuggingFaceScaling(config.ropeScaling),
    rms_norm_eps: config.rmsNormEps,
    max_position_embeddings: config.maxPositions ?? config.contextLength,
    sliding_window: windowed ? config.contextLength : null,
    use_sliding_window: windowed,
    // The layers of a Qwen model from here on have the window.
    ...(windowed && config.family !== 'mistral' && { max_window_layers: 0 }),
    tie_word_embeddings: config.tieWordEmbeddings,
    attention_bias: attentionBias,
    mlp_bias: false,
    bos_token_id: null,
    eos_token_id: tokens.endId,
    pad_token_id: tokens.padId,
    use_cache: true,
  };
}

function toHuggingFaceScaling(scaling: RopeScaling | undefined): Json | null {
  if (scaling === undefined) return null;
  const { type, factor } = scaling;
  if (type === 'linear') return { rope_type: type, factor };
  return {
    rope_type: type,
    factor,
    low_freq_factor: scaling.lowFreqFactor,
    high_freq_factor: scaling.highFreqFactor,
    original_max_position_embeddings: scaling.originalContext,
  };
}
