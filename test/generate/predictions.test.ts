import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDecoder, predictions } from '../../src/generate';
import { negativeLogLikelihood, useCpuBackend } from '../helpers';
import { tinyChat } from './tiny-chat';

beforeAll(useCpuBackend);

const model = tinyChat(7);
const ids = model.tokenizer.encodeChat([
  { role: 'user', content: 'Into German: the cat' },
  { role: 'assistant', content: 'die Katze' },
]);

describe('predictions', () => {
  it('are those whose negative logarithms are the losses of training', async () => {
    const { config, parameters } = model;
    const losses = tf.tidy(() => {
      const p = Object.fromEntries(
        [...parameters].map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
      );
      const read = tf.tensor2d(ids.slice(0, -1), [1, ids.length - 1], 'int32');
      return [...negativeLogLikelihood(p, read, tf.tensor1d(ids.slice(1), 'int32'), config).dataSync()];
    });
    const expected = await predictions(model, ids);
    expect(expected.map(({ id }) => id)).toEqual(ids.slice(1));
    for (const [at, { probability }] of expected.entries()) expect(-Math.log(probability)).toBeCloseTo(losses[at]!, 4);
  });

  it('begin with the token that the model writes, and are shares of one', async () => {
    const decoder = openDecoder(model);
    const [generated] = await decoder.generate([ids], { maxNewTokens: 4 });
    const written = generated!.ids;
    await decoder.dispose();
    const { vocabSize } = model.config;
    const expected = (await predictions(model, [...ids, ...written], { count: vocabSize })).slice(ids.length - 1);
    expect(expected.map(({ likely }) => likely[0]!.id)).toEqual(written);
    for (const { likely } of expected) {
      expect(likely.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 6);
      expect(likely.map(({ probability }) => probability)).toEqual(
        likely.map(({ probability }) => probability).sort((a, b) => b - a),
      );
    }
  });

  it('are refused for a text that is too short or too long', async () => {
    await expect(predictions(model, [1])).rejects.toThrow('the text has 1 tokens: give two at least');
    const long = new Array(model.config.contextLength + 1).fill(1);
    await expect(predictions(model, long)).rejects.toThrow(`the context of the model ${model.config.contextLength}`);
  });
});
