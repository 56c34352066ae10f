import { describe, expect, it } from 'vitest';
import { type Family, families, type ModelConfig, parseConfig, toHuggingFaceConfig } from '../../src/model';
import { tinyConfig } from '../helpers';

const json = toHuggingFaceConfig(tinyConfig, { endId: 1, padId: 0 });

describe('config.json', () => {
  it('gives back the shape it was written from', () => {
    expect(parseConfig(JSON.parse(JSON.stringify(json)))).toEqual(tinyConfig);
  });

  it('may leave out what Llama has defaults for', () => {
    const {
      num_key_value_heads: _kv,
      head_dim: _dim,
      rope_theta: _theta,
      rms_norm_eps: _eps,
      tie_word_embeddings: _tie,
      ...rest
    } = json;
    const expected = { kvHeads: 4, headDim: 2, ropeTheta: 10000, rmsNormEps: 1e-6, tieWordEmbeddings: false };
    expect(parseConfig(rest)).toMatchObject(expected);
    expect(parseConfig({ ...rest, rope_parameters: { rope_theta: 5e5, rope_type: 'default' } }).ropeTheta).toBe(5e5);
  });

  it('reads the stretching of rotary positions in the older and in the newer form', () => {
    const llama3 = { factor: 8, low_freq_factor: 1, high_freq_factor: 4, original_max_position_embeddings: 8192 };
    const expected = { type: 'llama3', factor: 8, lowFreqFactor: 1, highFreqFactor: 4, originalContext: 8192 };
    const older = { ...json, rope_theta: 5e5, rope_scaling: { rope_type: 'llama3', ...llama3 } };
    const { rope_theta: _, rope_scaling: __, ...bare } = json;
    const newer = { ...bare, rope_parameters: { rope_theta: 5e5, rope_type: 'llama3', ...llama3 } };
    for (const form of [older, newer]) {
      expect(parseConfig(form)).toMatchObject({ ropeTheta: 5e5, ropeScaling: expected });
    }
    expect(parseConfig({ ...json, rope_scaling: { type: 'linear', factor: 2 } }).ropeScaling).toEqual({
      type: 'linear',
      factor: 2,
    });
  });

  it('reads rotary positions of each type of layer, in the older and in the newer form', () => {
    const { rope_theta: _, rope_scaling: __, ...bare } = json;
    const gemma = { ...bare, model_type: 'gemma3_text', hidden_activation: 'gelu_pytorch_tanh', sliding_window: 8 };
    const types = { layer_types: ['sliding_attention', 'full_attention'] };
    const older = { ...gemma, ...types, rope_theta: 5e5, rope_scaling: { rope_type: 'linear', factor: 8 } };
    const newer = {
      ...gemma,
      ...types,
      rope_parameters: {
        full_attention: { rope_type: 'linear', factor: 8, rope_theta: 5e5 },
        sliding_attention: { rope_type: 'default', rope_theta: 10000 },
      },
    };
    const expected = { ropeTheta: 5e5, ropeScaling: { type: 'linear', factor: 8 }, localRope: { theta: 10000 } };
    expect(parseConfig(older)).toMatchObject(expected);
    expect(parseConfig(newer)).toEqual(parseConfig(older));
    const scaled = structuredClone(newer);
    Object.assign(scaled.rope_parameters.sliding_attention, { rope_type: 'linear', factor: 3 });
    const config = parseConfig(scaled);
    expect(config.localRope).toEqual({ theta: 10000, scaling: { type: 'linear', factor: 3 } });
    expect(parseConfig(toHuggingFaceConfig(config, { endId: 1, padId: 0 }))).toEqual(config);
  });

  it('turns parts of heads in Phi-3, wherever the part is named, and refuses them elsewhere with the same words', () => {
    const { rope_theta: _, ...rest } = json;
    const bare = { ...rest, head_dim: 8 };
    const beside = { ...bare, partial_rotary_factor: 0.75 };
    const inside = {
      ...bare,
      rope_parameters: { rope_type: 'default', rope_theta: 1e4, partial_rotary_factor: 0.75 },
    };
    for (const form of [beside, inside]) {
      expect(parseConfig({ ...form, model_type: 'phi3' }).rotaryFactor).toBe(0.75);
      expect(() => parseConfig(form)).toThrow('partial_rotary_factor 0.75 is not supported in a llama model');
    }
  });

  it('knows how YaRN and LongRoPE sharpen attention where nothing is said', () => {
    const yarn = { rope_type: 'yarn', factor: 4, original_max_position_embeddings: 32 };
    const attention = (rope_scaling: object) => parseConfig({ ...json, rope_scaling }).ropeScaling;
    expect(attention(yarn)).toMatchObject({ attentionFactor: 0.1 * Math.log(4) + 1, betaFast: 32, betaSlow: 1 });
    expect(attention({ ...yarn, attention_factor: 0.5 })).toMatchObject({ attentionFactor: 0.5 });
    const both = attention({ ...yarn, mscale: 2, mscale_all_dim: 1 });
    expect(both).toMatchObject({ attentionFactor: (0.2 * Math.log(4) + 1) / (0.1 * Math.log(4) + 1) });
    const factors = { short_factor: [1], long_factor: [2] };
    const phi = { ...json, model_type: 'phi3', max_position_embeddings: 64, original_max_position_embeddings: 16 };
    const expected = { type: 'longrope', attentionFactor: Math.sqrt(1.5), originalContext: 16, shortFactors: [1] };
    for (const type of ['longrope', 'su', 'yarn'])
      expect(parseConfig({ ...phi, rope_scaling: { type, ...factors } }).ropeScaling).toMatchObject(expected);
  });

  it('reaches as far as scaled positions do', () => {
    const of = (rope_scaling: object) => parseConfig({ ...json, head_dim: 4, rope_scaling });
    expect(of({ rope_type: 'dynamic', factor: 4 })).toMatchObject({ contextLength: 128, maxPositions: 32 });
    expect(of({ rope_type: 'yarn', factor: 4 })).toMatchObject({ contextLength: 128, maxPositions: 32 });
    // Its context is already the long one.
    expect(of({ rope_type: 'yarn', factor: 2, original_max_position_embeddings: 16 }).contextLength).toBe(32);
  });

  it('keeps the context where there is a sliding window', () => {
    const window = { model_type: 'mistral', sliding_window: 16 };
    expect(parseConfig({ ...json, ...window })).toMatchObject({ contextLength: 32, slidingWindow: 16 });
    expect(parseConfig({ ...json, ...window, sliding_window: null }).slidingWindow).toBeUndefined();
    const unused = { ...json, ...window, model_type: 'qwen2', use_sliding_window: false };
    expect(parseConfig(unused).slidingWindow).toBeUndefined();
  });

  it('keeps the window of a model that is saved again', () => {
    for (const [model_type, max_window_layers] of [['mistral'], ['qwen2', 0], ['qwen2', 1]] as const) {
      const window = { model_type, sliding_window: 16, use_sliding_window: true, max_window_layers };
      const config = parseConfig({ ...json, ...window });
      const again = toHuggingFaceConfig(config, { endId: 1, padId: 0 });
      expect(again).toMatchObject({ sliding_window: 16, use_sliding_window: true, max_position_embeddings: 32 });
      expect(again.max_window_layers).toBe(max_window_layers);
      expect(parseConfig(again)).toEqual(config);
    }
  });

  it('takes what transformers takes for the family where nothing is said', () => {
    const { sliding_window: _, num_key_value_heads: __, layer_types: ___, ...bare } = json;
    const of = (model_type: string, changes = {}) =>
      parseConfig({ ...bare, num_attention_heads: 32, ...changes, model_type });
    const windowOf = (model_type: string, changes = {}) => of(model_type, changes).slidingWindow;
    expect(of('llama').kvHeads).toBe(32);
    expect(windowOf('llama', { sliding_window: 16 })).toBeUndefined();
    expect(of('mistral')).toMatchObject({ slidingWindow: 4096, kvHeads: 8 });
    expect(of('mistral', { num_key_value_heads: null }).kvHeads).toBe(32);
    expect(windowOf('mistral', { sliding_window: null })).toBeUndefined();
    expect(of('qwen2').kvHeads).toBe(32);
    expect(windowOf('qwen2', { sliding_window: 16 })).toBeUndefined();
    const window = { sliding_window: 16, use_sliding_window: true };
    // Without a word on the layers it begins at the 29th.
    expect(windowOf('qwen2', window)).toBeUndefined();
    expect(of('qwen2', { ...window, max_window_layers: 1 })).toMatchObject({
      slidingWindow: 16,
      layerTypes: ['full_attention', 'sliding_attention'],
    });
    expect(windowOf('qwen2', { ...window, max_window_layers: 2 })).toBeUndefined();
    const layer_types = ['sliding_attention', 'full_attention'];
    expect(of('qwen3', { ...window, layer_types })).toMatchObject({ slidingWindow: 16, layerTypes: layer_types });
    expect(windowOf('qwen3', { ...window, layer_types: ['full_attention', 'full_attention'] })).toBeUndefined();
  });

  it.each<[Partial<ModelConfig>, string]>([
    [{ residualMultiplier: 0.5 }, 'config.json of a llama model cannot say residualScale 0.5'],
    [{ slidingWindow: 8 }, 'config.json of a llama model cannot say layers {"window":8'],
    [{ family: 'qwen3', mlpBias: true }, 'config.json of a qwen3 model cannot say bias {"qkv":false'],
  ])('is not written where it has no words for %o', (changes, message) => {
    expect(() => toHuggingFaceConfig({ ...tinyConfig, ...changes }, { endId: 1, padId: 0 })).toThrow(message);
  });

  it.each(Object.keys(families) as Family[])('of %s gives back what it was written from', family => {
    const ropeScaling = { type: 'linear' as const, factor: 2 };
    const config = { ...tinyConfig, family, ropeScaling };
    expect(parseConfig(toHuggingFaceConfig(config, { endId: 1, padId: 0 }))).toEqual(config);
  });

  it.each<[Record<string, unknown>, string]>([
    [
      { model_type: 'mamba' },
      'model_type mamba is not supported: this runs gemma2, gemma3_text, granite, llama, mistral, olmo2, phi3, qwen2, qwen3, smollm3',
    ],
    [{ model_type: undefined }, 'model_type undefined is not supported'],
    [{ hidden_size: undefined }, 'hidden_size is undefined: it must be a positive number'],
    [{ vocab_size: -5 }, 'vocab_size is -5: it must be a positive number'],
    [{ num_hidden_layers: '2' }, 'num_hidden_layers is 2: it must be a positive number'],
    [{ num_key_value_heads: 3 }, '4 attention heads cannot share 3 key-value heads evenly'],
    [{ rope_scaling: { rope_type: 'proportional', factor: 8 } }, 'rope_scaling of type proportional is not supported'],
    [{ rope_scaling: { type: 'yarn', factor: 8, betafast: 3 } }, 'of type yarn has betafast, which is not supported'],
    [{ rope_scaling: { rope_type: 'linear' } }, 'factor is undefined: it must be a positive number'],
    [{ rope_parameters: { rope_theta: 1e4, rope_type: 'llama3', factor: 8 } }, 'low_freq_factor is undefined'],
    [{ model_type: 'mistral', attention_bias: true }, 'attention_bias true is not supported in a mistral model'],
    [{ model_type: 'qwen2', mlp_bias: true }, 'mlp_bias true is not supported in a qwen2 model'],
    [{ attention_bias: 1 }, 'attention_bias is 1: it must be true or false'],
    [{ residual_multiplier: 0.2 }, 'residual_multiplier 0.2 is not supported in a llama model'],
    [{ quantization_config: { bits: 4 } }, 'quantization_config {"bits":4} is not supported in a llama model'],
    [{ num_hidden_layers: 1e7 }, 'num_hidden_layers is 10000000: this opens models with 2048 at most'],
    [{ vocab_size: 1e12 }, 'vocab_size is 1000000000000: this opens models with 16777216 at most'],
    [
      { layer_types: ['full_attention', 'sliding_attention'] },
      'layer_types ["full_attention","sliding_attention"] is not supported in a llama',
    ],
    [
      { model_type: 'qwen2', layer_types: ['chunked_attention', 'full_attention'] },
      'layer_types has chunked_attention',
    ],
    [{ model_type: 'qwen2', layer_types: ['full_attention'] }, 'layer_types names 1 layers, but there are 2'],
    [
      { rope_parameters: { rope_theta: 1e4, rope_type: 'default', partial_rotary_factor: 0.5 } },
      'partial_rotary_factor 0.5 is not supported',
    ],
    [{ num_hidden_layers: 1.5 }, 'num_hidden_layers is 1.5: it must be a whole number'],
    [{ partial_rotary_factor: 0.5 }, 'partial_rotary_factor 0.5 is not supported'],
    [{ rope_parameters: { full: { rope_theta: 1 } } }, 'rope_parameters that differ between layers'],
    [{ head_dim: 3 }, 'heads are 3 wide: rotary positions need an even number'],
    [{ hidden_act: 'gelu' }, 'hidden_act gelu is not supported'],
    [
      { model_type: 'gemma3_text', sliding_window: 8, attn_logit_softcapping: 50 },
      'attn_logit_softcapping 50 is not supported in a gemma3',
    ],
    [
      { model_type: 'gemma3_text', sliding_window: 8, use_bidirectional_attention: true },
      'use_bidirectional_attention true is not supp',
    ],
    [{ model_type: 'gemma2', sliding_window: null }, 'sliding_window is null: it must be a positive number'],
    [{ model_type: 'smollm3', no_rope_layers: [1] }, 'no_rope_layers is [1]: it must list 2 layers'],
    [
      { model_type: 'phi3', rope_scaling: { type: 'longrope', short_factor: [1, 1], long_factor: [1] } },
      'short_factor must hold 1 positive numbers',
    ],
    [{ rope_scaling: 'linear' }, 'rope_scaling is "linear": it must be an object'],
    [{ tie_word_embeddings: 'yes' }, 'tie_word_embeddings is yes: it must be true or false'],
  ])('is refused with %o', (changes, message) => {
    expect(() => parseConfig({ ...json, ...changes })).toThrow(message);
  });
});
