import { describe, expect, it } from 'vitest';
import { parseConfig, toHuggingFaceConfig } from '../../src/model';
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

  it.each<[Record<string, unknown>, string]>([
    [{ model_type: 'mamba' }, 'model_type mamba is not supported: this runs llama'],
    [{ model_type: undefined }, 'model_type undefined is not supported'],
    [{ hidden_size: undefined }, 'hidden_size is undefined: it must be a positive number'],
    [{ vocab_size: -5 }, 'vocab_size is -5: it must be a positive number'],
    [{ num_hidden_layers: '2' }, 'num_hidden_layers is 2: it must be a positive number'],
    [{ num_key_value_heads: 3 }, '4 attention heads cannot share 3 key-value heads evenly'],
    [{ rope_scaling: { rope_type: 'llama3', factor: 8 } }, 'rope_scaling is not supported'],
    [{ rope_parameters: { rope_theta: 1e4, rope_type: 'llama3', factor: 8 } }, 'rope_scaling is not supported'],
    [{ attention_bias: true }, 'biases are not supported'],
    [{ mlp_bias: true }, 'biases are not supported'],
    [{ hidden_act: 'gelu' }, 'hidden_act gelu is not supported'],
  ])('is refused with %o', (changes, message) => {
    expect(() => parseConfig({ ...json, ...changes })).toThrow(message);
  });
});
