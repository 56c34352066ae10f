import { describe, expect, it } from 'vitest';
import { likelihoods, logLikelihoods, predictions } from '../../src/generate';
import { loadModelFolder } from '../../src/model';
import { projectPath } from '../../src/paths';
import { createRandom } from '../../src/random';

const model = loadModelFolder(projectPath('data', 'models', 'tinychat'));
const { tokenizer, config } = model;

/** The same from the probabilities of the next token, one request at a time. */
async function byHand(context: number[], continuation: number[]) {
  const all = await predictions(model, [...context, ...continuation], { count: 1 });
  const asked = all.slice(-continuation.length);
  return {
    logLikelihood: asked.reduce((sum, { probability }) => sum + Math.log(probability), 0),
    greedy: asked.every(({ id, likely }) => likely[0]!.id === id),
  };
}

describe('the likelihood of a continuation', () => {
  const random = createRandom('likelihoods');
  const ids = (length: number) => Array.from({ length }, () => Math.floor(random() * config.vocabSize));
  const requests = [1, 2, 5, 30, 33, 90].flatMap(length => [
    { context: ids(length), continuation: ids(3) },
    { context: ids(length), continuation: ids(1) },
  ]);

  it('is the sum of the logarithms of its tokens’ probabilities, however requests share batches', async () => {
    const expected = [];
    for (const { context, continuation } of requests) expected.push(await byHand(context, continuation));
    for (const batchTokens of [1, 128, 4096]) {
      const given = await likelihoods(model, requests, { batchTokens });
      for (const [i, { logLikelihood, greedy }] of given.entries()) {
        expect(Math.abs(logLikelihood - expected[i]!.logLikelihood)).toBeLessThan(1e-4 * Math.abs(logLikelihood));
        expect(greedy).toBe(expected[i]!.greedy);
      }
    }
  });

  it('knows what greedy decoding writes', async () => {
    const question = tokenizer.encodeChat([{ role: 'user', content: 'What does a bear eat?' }], {
      addGenerationPrompt: true,
    });
    const [first] = (await predictions(model, [...question, 0], { count: 1 })).at(-1)!.likely;
    const asked = [first!.id, (first!.id + 1) % config.vocabSize].map(id => ({
      context: question,
      continuation: [id],
    }));
    expect((await likelihoods(model, asked)).map(({ greedy }) => greedy)).toEqual([true, false]);
  });

  it('of texts: the spaces that end a context belong to the continuation', async () => {
    const texts = { context: 'Die Katze trinkt ', continuation: 'Milch.' };
    const whole = tokenizer.encode('Die Katze trinkt Milch.');
    const start = tokenizer.encode('Die Katze trinkt');
    const [given, byIds] = await logLikelihoods(model, [
      texts,
      { context: start, continuation: whole.slice(start.length) },
    ]);
    expect(given).toBeCloseTo(byIds!, 4);
  });

  it('behind no context stands behind the token that begins a text, or else ends it', async () => {
    const [given, byIds] = await logLikelihoods(model, [
      { context: '', continuation: 'Milch' },
      { context: [tokenizer.endId], continuation: tokenizer.encode('Milch') },
    ]);
    expect(given).toBeCloseTo(byIds!, 4);
  });

  it('loses the beginning of what is too long for the model', async () => {
    const long = ids(config.contextLength + 50);
    const kept = long.slice(-config.contextLength + 1);
    const [given, cut] = await logLikelihoods(model, [
      { context: long, continuation: [7, 8] },
      { context: [...kept], continuation: [7, 8] },
    ]);
    expect(given).toBeCloseTo(cut!, 3);
  });

  it('does not depend on what shares its batch, where rotary positions depend on the length of a text', async () => {
    const ropeScaling = { type: 'dynamic', factor: 4, originalContext: 16 } as const;
    const stretched = { ...model, config: { ...config, ropeScaling } };
    const asked = [20, 40, 70].map(length => ({ context: ids(length), continuation: ids(4) }));
    const expected: number[] = [];
    for (const { context, continuation } of asked) {
      const all = await predictions(stretched, [...context, ...continuation], { count: 1 });
      expected.push(all.slice(-4).reduce((sum, { probability }) => sum + Math.log(probability), 0));
    }
    const given = await logLikelihoods(stretched, asked);
    given.forEach((value, i) => {
      expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-3);
    });
  });

  it('of nothing is refused, and of what the model does not have', async () => {
    const of = (request: unknown) => logLikelihoods(model, [request as never]);
    await expect(of({ context: 'a', continuation: '' })).rejects.toThrow('request 0 has no continuation');
    await expect(of({ context: [1], continuation: [config.vocabSize] })).rejects.toThrow(
      `request 0 has token ${config.vocabSize}, outside the vocabulary`,
    );
    await expect(of({ context: [1], continuation: [0.5] })).rejects.toThrow('has token 0.5');
    await expect(of({ context: 'a' })).rejects.toThrow('has neither a text nor token ids');
    await expect(logLikelihoods(model, 'a' as never)).rejects.toThrow('no list of { context, continuation }');
    expect(await logLikelihoods(model, [])).toEqual([]);
  });
});
