/** What a GGUF architecture is to Hugging Face. */
export interface Architecture {
  modelType: string;
  architecture: string;
  /** Whether rows of the query and key projections stand in pairs (x₀ x₁, …) that Hugging Face has as halves. */
  pairs?: boolean;
  /** Whether 1 was added to the gains of norms. */
  addedOne?: boolean;
  /** Names of the parts of a layer that are called otherwise than in {@link layerParts}. */
  parts?: Record<string, string>;
  /** Keys of config.json that are the same for all models of the architecture. */
  always?: Record<string, unknown>;
  /** Numbers of metadata, behind the name of the architecture, and their keys in config.json. */
  numbers?: Record<string, string>;
}

/** The parts of a layer, as GGUF and Hugging Face call them. */
export const layerParts: Record<string, string> = {
  attn_norm: 'input_layernorm',
  attn_q: 'self_attn.q_proj',
  attn_k: 'self_attn.k_proj',
  attn_v: 'self_attn.v_proj',
  attn_output: 'self_attn.o_proj',
  attn_q_norm: 'self_attn.q_norm',
  attn_k_norm: 'self_attn.k_norm',
  ffn_norm: 'post_attention_layernorm',
  ffn_gate: 'mlp.gate_proj',
  ffn_up: 'mlp.up_proj',
  ffn_down: 'mlp.down_proj',
};

/** Gemma has norms on both sides of its layers. */
const sandwich = {
  post_attention_norm: 'post_attention_layernorm',
  ffn_norm: 'pre_feedforward_layernorm',
  post_ffw_norm: 'post_feedforward_layernorm',
};
const tanh = { hidden_activation: 'gelu_pytorch_tanh' };

/** The architectures that are read, by `general.architecture`. */
export const architectures: Record<string, Architecture> = {
  llama: { modelType: 'llama', architecture: 'LlamaForCausalLM', pairs: true },
  qwen2: { modelType: 'qwen2', architecture: 'Qwen2ForCausalLM' },
  qwen3: { modelType: 'qwen3', architecture: 'Qwen3ForCausalLM' },
  gemma2: {
    modelType: 'gemma2',
    architecture: 'Gemma2ForCausalLM',
    addedOne: true,
    parts: sandwich,
    always: tanh,
    numbers: {
      'attention.sliding_window': 'sliding_window',
      attn_logit_softcapping: 'attn_logit_softcapping',
      final_logit_softcapping: 'final_logit_softcapping',
    },
  },
  gemma3: {
    modelType: 'gemma3_text',
    architecture: 'Gemma3ForCausalLM',
    addedOne: true,
    parts: sandwich,
    always: { ...tanh, rope_local_base_freq: 10000, sliding_window_pattern: 6 },
    numbers: { 'attention.sliding_window': 'sliding_window', 'rope.local.freq_base': 'rope_local_base_freq' },
  },
  phi3: {
    modelType: 'phi3',
    architecture: 'Phi3ForCausalLM',
    parts: { attn_qkv: 'self_attn.qkv_proj', ffn_up: 'mlp.gate_up_proj' },
    always: { pad_token_id: null },
    numbers: {
      'attention.sliding_window': 'sliding_window',
      'rope.scaling.original_context_length': 'original_max_position_embeddings',
    },
  },
  olmo2: {
    modelType: 'olmo2',
    architecture: 'Olmo2ForCausalLM',
    parts: { post_attention_norm: 'post_attention_layernorm', post_ffw_norm: 'post_feedforward_layernorm' },
  },
  granite: {
    modelType: 'granite',
    architecture: 'GraniteForCausalLM',
    pairs: true,
    numbers: {
      embedding_scale: 'embedding_multiplier',
      residual_scale: 'residual_multiplier',
      'attention.scale': 'attention_multiplier',
      logit_scale: 'logits_scaling',
    },
  },
  smollm3: {
    modelType: 'smollm3',
    architecture: 'SmolLM3ForCausalLM',
    pairs: true,
    // Not in the file: every fourth layer has no rotary positions.
    always: { no_rope_layer_interval: 4 },
  },
};
