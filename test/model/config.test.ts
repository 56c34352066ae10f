import { describe, expect, it } from 'vitest';
import { type Family, families, parseConfig, toHuggingFaceConfig } from '../../src/model';
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

  it('shortens the context to a sliding window that is in use', () => {
    const window = { model_type: 'mistral', sliding_window: 16 };
    expect(parseConfig({ ...json, ...window }).contextLength).toBe(16);
    expect(parseConfig({ ...json, ...window, sliding_window: null }).contextLength).toBe(32);
    expect(parseConfig({ ...json, ...window, model_type: 'qwen2', use_sliding_window: false }).contextLength).toBe(32);
  });

  it('keeps the window and the positions of a model that is saved again', () => {
    for (const model_type of ['mistral', 'qwen2']) {
      const window = { model_type, sliding_window: 16, use_sliding_window: true, max_window_layers: 0 };
      const config = parseConfig({ ...json, ...window });
      const again = toHuggingFaceConfig(config, { endId: 1, padId: 0 });
      const { max_window_layers, ...common } = window;
      expect(again).toMatchObject({ ...common, max_position_embeddings: 32 });
      expect(again.max_window_layers).toBe(model_type === 'qwen2' ? max_window_layers : undefined);
      expect(parseConfig(again)).toEqual(config);
    }
  });

  it('takes what transformers takes for the family where nothing is said', () => {
    const { sliding_window: _, num_key_value_heads: __, ...bare } = json;
    const of = (model_type: string, changes = {}) =>
      parseConfig({ ...bare, num_attention_heads: 32, max_position_embeddings: 9000, ...changes, model_type });
    expect(of('llama', { sliding_window: 16 })).toMatchObject({ contextLength: 9000, kvHeads: 32 });
    expect(of('mistral')).toMatchObject({ contextLength: 4096, kvHeads: 8 });
    expect(of('mistral', { sliding_window: null }).contextLength).toBe(9000);
    expect(of('qwen2', { sliding_window: 16 })).toMatchObject({ contextLength: 9000, kvHeads: 32 });
    const window = { sliding_window: 16, use_sliding_window: true };
    // Without a word on the layers it begins at the 29th.
    expect(of('qwen2', window).contextLength).toBe(9000);
    expect(of('qwen2', { ...window, max_window_layers: 1 }).contextLength).toBe(16);
    expect(of('qwen2', { ...window, max_window_layers: 2 }).contextLength).toBe(9000);
    const layers = (...layer_types: string[]) => of('qwen3', { ...window, layer_types }).contextLength;
    expect([layers('full_attention', 'full_attention'), layers('full_attention', 'sliding_attention')]).toEqual([
      9000, 16,
    ]);
  });

  it.each(Object.keys(families) as Family[])('of %s gives back what it was written from', family => {
    const ropeScaling = { type: 'linear' as const, factor: 2 };
    const config = { ...tinyConfig, family, ropeScaling };
    expect(parseConfig(toHuggingFaceConfig(config, { endId: 1, padId: 0 }))).toEqual(config);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ model_type: 'mamba' }, 'model_type mamba is not supported: this runs llama, mistral, qwen2, qwen3'],
    [{ model_type: undefined }, 'model_type undefined is not supported'],
    [{ hidden_size: undefined }, 'hidden_size is undefined: it must be a positive number'],
    [{ vocab_size: -5 }, 'vocab_size is -5: it must be a positive number'],
    [{ num_hidden_layers: '2' }, 'num_hidden_layers is 2: it must be a positive number'],
    [{ num_key_value_heads: 3 }, '4 attention heads cannot share 3 key-value heads evenly'],
    [{ rope_scaling: { rope_type: 'yarn', factor: 8 } }, 'rope_scaling of type yarn is not supported'],
    [{ rope_scaling: { type: 'dynamic', factor: 8 } }, 'rope_scaling of type dynamic is not supported'],
    [{ rope_scaling: { rope_type: 'linear' } }, 'factor is undefined: it must be a positive number'],
    [{ rope_parameters: { rope_theta: 1e4, rope_type: 'llama3', factor: 8 } }, 'low_freq_factor is undefined'],
    [{ attention_bias: true }, 'these biases are not supported in a llama model'],
    [{ model_type: 'qwen2', mlp_bias: true }, 'these biases are not supported in a qwen2 model'],
    [{ num_hidden_layers: 1.5 }, 'num_hidden_layers is 1.5: it must be a whole number'],
    [{ partial_rotary_factor: 0.5 }, 'partial_rotary_factor 0.5 is not supported'],
    [{ rope_parameters: { full: { rope_theta: 1 } } }, 'rope_parameters that differ between layers'],
    [{ head_dim: 3 }, 'heads are 3 wide: rotary positions need an even number'],
    [{ hidden_act: 'gelu' }, 'hidden_act gelu is not supported'],
  ])('is refused with %o', (changes, message) => {
    expect(() => parseConfig({ ...json, ...changes })).toThrow(message);
  });
});
