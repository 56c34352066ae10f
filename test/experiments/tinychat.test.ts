import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeTinyChat, type TinyChatRecipe, tinyChatConfig } from '../../src/experiments/tinychat';
import { loadModelFolder } from '../../src/model';
import { temporaryFolder } from '../helpers';

/** Two steps of a model of one narrow layer. */
const tiny: TinyChatRecipe = {
  config: { ...tinyChatConfig, vocabSize: 400, hiddenSize: 32, intermediateSize: 48, layers: 1, heads: 1, kvHeads: 1 },
  seed: 1,
  conversations: 96,
  batchSize: 48,
  learningRate: 4e-3,
  voice: 'own',
};

describe('a chat model made from nothing', () => {
  it('has the same weights and tokenizer when it is made again, and others from another seed', async () => {
    const make = async (recipe: TinyChatRecipe) => {
      const { folder } = await makeTinyChat(recipe, { root: temporaryFolder() });
      const [weights, tokenizer] = ['model.safetensors', 'tokenizer.json'].map(name =>
        readFileSync(join(folder, name)),
      );
      return { folder, weights, tokenizer };
    };
    const [one, again, other] = [await make(tiny), await make(tiny), await make({ ...tiny, seed: 2 })];
    expect(loadModelFolder(one.folder).config.hiddenSize).toBe(32);
    expect(one.weights.equals(again.weights)).toBe(true);
    expect(one.tokenizer.equals(again.tokenizer)).toBe(true);
    expect(one.weights.equals(other.weights)).toBe(false);
  });

  it('is read, not made, the second time', async () => {
    const root = temporaryFolder();
    const steps: number[] = [];
    const make = () => makeTinyChat(tiny, { root, onProgress: ({ done }) => steps.push(done) });
    const [made, read] = [await make(), await make()];
    expect(steps).toEqual([1, 2]);
    expect(read).toEqual(made);
  });

  it('that is stopped leaves nothing that passes for a model', async () => {
    const root = temporaryFolder();
    const stop = new AbortController();
    const stopped = makeTinyChat(tiny, { root, signal: stop.signal, onProgress: () => stop.abort() });
    await expect(stopped).rejects.toThrow(/abort/i);
    const steps: number[] = [];
    await makeTinyChat(tiny, { root, onProgress: ({ done }) => steps.push(done) });
    expect(steps[steps.length - 1]).toBe(2);
  });
});
