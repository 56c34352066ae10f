/** The shape of a decoder, as `config.json` describes it. */
export interface ModelConfig {
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
  rmsNormEps: number;
  /** The longest sequence, in tokens. */
  contextLength: number;
  /** Whether the output matrix is the embedding. */
  tieWordEmbeddings: boolean;
}

const supported = ['llama'];

/**
 * Reads a Hugging Face `config.json`.
 *
 * @throws Error naming the model type, field or feature that cannot be used
 */
export function parseConfig(json: Record<string, unknown>): ModelConfig {
  const type = json.model_type;
  if (!supported.includes(String(type)))
    throw new Error(`model_type ${type} is not supported: this runs ${supported.join(', ')}`);
  const number = (field: string, fallback?: number): number => {
    const value = json[field] ?? fallback;
    if (typeof value !== 'number' || !(value > 0))
      throw new Error(`config.json: ${field} is ${value}: it must be a positive number`);
    return value;
  };
  // Since version 5 transformers writes `rope_parameters`, which holds θ too.
  const scaling = (json.rope_scaling ?? json.rope_parameters) as Record<string, unknown> | null | undefined;
  if (scaling && (scaling.rope_type ?? scaling.type ?? 'default') !== 'default')
    throw new Error('config.json: rope_scaling is not supported: use a model without it');
  if (json.attention_bias || json.mlp_bias)
    throw new Error('config.json: biases are not supported: use a model without attention_bias and mlp_bias');
  if ((json.hidden_act ?? 'silu') !== 'silu')
    throw new Error(`config.json: hidden_act ${json.hidden_act} is not supported: this runs silu`);
  const heads = number('num_attention_heads');
  const hiddenSize = number('hidden_size');
  const kvHeads = number('num_key_value_heads', heads);
  if (heads % kvHeads !== 0)
    throw new Error(`config.json: ${heads} attention heads cannot share ${kvHeads} key-value heads evenly`);
  const rope = json.rope_parameters as { rope_theta?: number } | undefined;
  return {
    vocabSize: number('vocab_size'),
    hiddenSize,
    intermediateSize: number('intermediate_size'),
    layers: number('num_hidden_layers'),
    heads,
    kvHeads,
    headDim: number('head_dim', hiddenSize / heads),
    ropeTheta: number('rope_theta', rope?.rope_theta ?? 10000),
    rmsNormEps: number('rms_norm_eps', 1e-6),
    contextLength: number('max_position_embeddings'),
    tieWordEmbeddings: json.tie_word_embeddings === true,
  };
}

/** The contents of `config.json`. */
export function toHuggingFaceConfig(
  config: ModelConfig,
  tokens: { endId: number; padId: number },
): Record<string, unknown> {
  return {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    vocab_size: config.vocabSize,
    hidden_size: config.hiddenSize,
    intermediate_size: config.intermediateSize,
    num_hidden_layers: config.layers,
    num_attention_heads: config.heads,
    num_key_value_heads: config.kvHeads,
    head_dim: config.headDim,
    hidden_act: 'silu',
    rope_theta: config.ropeTheta,
    rms_norm_eps: config.rmsNormEps,
    max_position_embeddings: config.contextLength,
    tie_word_embeddings: config.tieWordEmbeddings,
    attention_bias: false,
    mlp_bias: false,
    bos_token_id: null,
    eos_token_id: tokens.endId,
    pad_token_id: tokens.padId,
    torch_dtype: 'float16',
    use_cache: true,
  };
}
