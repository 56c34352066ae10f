import { largest } from '../../extremes';
import type { StoredTensor } from '../safetensors';
import { type Architecture, architectures } from './architectures';
import type { GgufTensor } from './header';
import { decimal, type Metadata } from './metadata';

type Json = Record<string, unknown>;

/** @throws Error naming those that are read */
export function architectureOf({ text, file }: Metadata): [string, Architecture] {
  const name = text('general.architecture') ?? 'unnamed';
  if (Object.hasOwn(architectures, name)) return [name, architectures[name] as Architecture];
  throw new Error(`${file}: the architecture ${name} is not read: this reads ${Object.keys(architectures).join(', ')}`);
}

/**
 * The config.json that a GGUF file's metadata stand for.
 *
 * @param factors the tensors beside the weights that say how rotary frequencies are stretched
 * @throws Error naming what is missing, or what cannot be said in config.json
 */
export function configOf(metadata: Metadata, tensors: readonly GgufTensor[], factors: Map<string, StoredTensor>): Json {
  const [name, { modelType, architecture, always, numbers = {} }] = architectureOf(metadata);
  const own = (key: string) => metadata.number(`${name}.${key}`);
  const needed = (key: string): number => {
    const value = own(key);
    if (value === undefined) throw new Error(`${metadata.file}: ${name}.${key} is missing; the file is damaged`);
    return value;
  };
  const has = (tensor: string) => tensors.some(one => one.name === tensor);
  const embedding = tensors.find(one => one.name === 'token_embd.weight');
  if (embedding === undefined)
    throw new Error(`${metadata.file} holds no weights, only a vocabulary: take the file of the whole model`);
  const [heads, hidden] = [needed('attention.head_count'), needed('embedding_length')];
  const headDim = own('attention.key_length') ?? hidden / heads;
  const turned = own('rope.dimension_count') ?? headDim;
  const id = (role: string) => metadata.number(`tokenizer.ggml.${role}_token_id`);
  const given = Object.entries(numbers).flatMap(([key, field]) => {
    const value = own(key);
    return value === undefined ? [] : [[field, decimal(value)]];
  });
  return {
    architectures: [architecture],
    model_type: modelType,
    vocab_size: embedding.shape[0],
    hidden_size: hidden,
    intermediate_size: needed('feed_forward_length'),
    num_hidden_layers: needed('block_count'),
    num_attention_heads: heads,
    num_key_value_heads: own('attention.head_count_kv') ?? heads,
    head_dim: headDim,
    ...(turned !== headDim && { partial_rotary_factor: turned / headDim }),
    rms_norm_eps: decimal(needed('attention.layer_norm_rms_epsilon')),
    max_position_embeddings: needed('context_length'),
    rope_theta: decimal(own('rope.freq_base') ?? 10000),
    ...scaling(metadata, name, factors, decimal(own('rope.freq_base') ?? 10000), headDim),
    tie_word_embeddings: !has('output.weight'),
    ...(modelType !== 'qwen2' && has('blk.0.attn_q.bias') && { attention_bias: true }),
    ...(has('blk.0.ffn_up.bias') && { mlp_bias: true }),
    ...(modelType.startsWith('gemma') && {
      query_pre_attn_scalar: queryScalar(needed('block_count'), hidden, heads, headDim),
    }),
    ...always,
    ...Object.fromEntries(given),
    bos_token_id: id('bos') ?? null,
    eos_token_id: ends(metadata),
    pad_token_id: id('padding') ?? null,
    torch_dtype: 'float16',
  };
}

/** Not in the file: the largest Gemma 2 and 3 divide queries otherwise than by the width of a head. */
const queryScalar = (layers: number, hidden: number, heads: number, headDim: number): number =>
  layers === 46 || layers === 62 ? hidden / heads : headDim;

/** The token that ends a turn, and the one that ends a text, where they are two. */
function ends(metadata: Metadata): number | number[] | null {
  const ids = ['eos', 'eot'].map(role => metadata.number(`tokenizer.ggml.${role}_token_id`));
  const known = [...new Set(ids.filter(one => one !== undefined))];
  return known.length > 1 ? known : (known[0] ?? null);
}

function scaling(
  metadata: Metadata,
  name: string,
  factors: Map<string, StoredTensor>,
  theta: number,
  headDim: number,
): Json {
  const own = (key: string) => metadata.number(`${name}.rope.scaling.${key}`);
  const [long, short] = ['rope_factors_long.weight', 'rope_factors_short.weight'].map(key => factors.get(key)?.data);
  if (long && short)
    return {
      rope_scaling: { type: 'longrope', long_factor: [...long].map(decimal), short_factor: [...short].map(decimal) },
    };
  const stretched = factors.get('rope_freqs.weight')?.data;
  if (stretched) return { rope_scaling: llama3Scaling(stretched, theta, headDim, metadata.file) };
  const type = metadata.text(`${name}.rope.scaling.type`) ?? 'none';
  const factor = own('factor') ?? metadata.number(`${name}.rope.scale_linear`);
  if (type === 'none' && factor === undefined) return {};
  if ((type === 'linear' || type === 'none') && factor !== undefined)
    return factor === 1 ? {} : { rope_scaling: { rope_type: 'linear', factor: decimal(factor) } };
  if (type === 'yarn' && factor !== undefined) {
    const original = own('original_context_length');
    return {
      rope_scaling: {
        rope_type: 'yarn',
        factor: decimal(factor),
        ...(original && { original_max_position_embeddings: original }),
      },
    };
  }
  throw new Error(
    `${metadata.file}: ${name}.rope.scaling.type is ${type}, which is not read: this reads none, linear and yarn`,
  );
}

/** What all Llama 3.1, 3.2 and 3.3 have in common. */
const LLAMA3 = { low_freq_factor: 1, high_freq_factor: 4, original_max_position_embeddings: 8192 };

/**
 * Llama 3's stretching: its factors stand in the file as a number for each frequency, and config.json wants what they were computed
 * from. The largest of them is the factor; with the others' usual values they must come out.
 */
function llama3Scaling(stretched: Float32Array, theta: number, headDim: number, file: string): Json {
  const factor = decimal(largest(stretched));
  const { low_freq_factor: low, high_freq_factor: high, original_max_position_embeddings: original } = LLAMA3;
  const expected = stretched.map((_, i) => {
    const turns = (original * theta ** ((-2 * i) / headDim)) / (2 * Math.PI);
    const kept = Math.min(1, Math.max(0, (turns - low) / (high - low)));
    return 1 / (kept + (1 - kept) / factor);
  });
  if (stretched.length !== headDim / 2 || stretched.some((value, i) => Math.abs(value / expected[i]! - 1) > 1e-3))
    throw new Error(
      `${file}: rope_freqs.weight stretches rotary positions otherwise than Llama 3 does: take the model's folder instead`,
    );
  return { rope_type: 'llama3', factor, ...LLAMA3 };
}
