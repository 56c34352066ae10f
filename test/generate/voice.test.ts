import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer, generateRationales, openVoice, type Voice } from '../../src/generate';
import { drawToken } from '../../src/generate/sampling';
import { methods } from '../../src/methods';
import { loadModelFolder } from '../../src/model';
import { projectPath } from '../../src/paths';
import { createRandom } from '../../src/random';
import { sampleTranslations, translationPrompt } from '../../src/world';
import { temporaryFolder } from '../helpers';

const folder = projectPath('data', 'models', 'tinychat');
const model = loadModelFolder(folder);
const items = sampleTranslations({ domain: 'everyday', from: 'en', to: 'de', count: 5, seed: 3, split: 'test' });
const pairs = items.map(item => ({ prompt: translationPrompt(item), reference: item.reference }));
const questions = ['What does a bear eat?', 'Write these words in capital letters: river, bread.'];
const asked = [...questions.map(content => [{ role: 'user' as const, content }]), ...pairs.map(({ prompt }) => prompt)];

describe('a model that transformers.js opens', () => {
  let voice: Voice;
  beforeAll(async () => {
    voice = await openVoice(folder);
  });
  afterAll(() => voice.dispose());

  it('answers as our own decoder does, token for token', async () => {
    expect(await answer(voice, asked)).toEqual(await answer(model, asked));
    // In several batches, cut off, and with a text that ends an answer.
    const options = { batchSize: 2, maxNewTokens: 12, stop: ['\n\n'] };
    expect(await answer(voice, asked, options)).toEqual(await answer(model, asked, options));
  });

  it('explains given translations, and draws the same for the same seed', async () => {
    const greedy = { temperature: 0 };
    expect(await generateRationales(voice, pairs, greedy)).toEqual(await generateRationales(model, pairs, greedy));
    const drawn = await generateRationales(voice, pairs, { seed: 1 });
    expect(await generateRationales(voice, pairs, { seed: 1 })).toEqual(drawn);
    expect(await generateRationales(voice, pairs, { seed: 2 })).not.toEqual(drawn);
    expect(drawn).toEqual(await generateRationales(model, pairs, { seed: 1 }));
  });

  it('teaches: examples of a method are those that the same model gives', async () => {
    const context = { base: model, loss: { lambda: 1 }, decoding: { seed: 'teacher' } };
    const taught = (teacher: Voice | typeof model) =>
      methods['another-teacher'].prepare(pairs, { ...context, teacher });
    expect(await taught(voice)).toEqual(await taught(model));
  });

  it('shows what it writes, counts, and stops when it is told to', async () => {
    const shown: string[] = [];
    const [said] = await answer(voice, asked.slice(0, 1), { onText: ({ text }) => shown.push(text) });
    expect(shown.at(-1)).toBe(said!.text);
    const stopping = new AbortController();
    const stopped = answer(voice, asked, { signal: stopping.signal, onText: () => stopping.abort() });
    await expect(stopped).rejects.toThrow(/abort/i);
  });

  it('several are opened at once, and speak as they are told here, not as their folders say', async () => {
    const said = join(temporaryFolder(), 'said');
    cpSync(folder, said, { recursive: true });
    writeFileSync(
      join(said, 'generation_config.json'),
      JSON.stringify({ eos_token_id: 1, pad_token_id: 0, min_new_tokens: 40, do_sample: true }),
    );
    const both = await Promise.all([openVoice(folder), openVoice(said)]);
    const expected = await answer(model, asked.slice(0, 2));
    for (const one of both) {
      expect(await answer(one, asked.slice(0, 2))).toEqual(expected);
      await one.dispose();
    }
    await expect(answer(voice, asked, { topK: 5 })).rejects.toThrow('give a temperature above 0');
  });

  it('that is not there, or not of that kind, is named with what there is', async () => {
    await expect(openVoice(folder, { dtype: 'q4' })).rejects.toThrow(
      'tinychat has no onnx/model_q4.onnx: choose another dtype, there are model.onnx',
    );
    await expect(openVoice(folder, { dtype: 'fp8' as never })).rejects.toThrow(
      'dtype is fp8: choose one of fp32, fp16',
    );
    await expect(openVoice('./nowhere')).rejects.toThrow('there is no model ./nowhere');
    await expect(openVoice(folder, { device: 'tpu' })).rejects.toThrow('tinychat cannot be opened on tpu');
    const bare = join(temporaryFolder(), 'bare');
    cpSync(folder, bare, { recursive: true });
    rmSync(join(bare, 'onnx'), { recursive: true });
    await expect(openVoice(bare)).rejects.toThrow(
      'bare has no onnx/model.onnx: open it with loadModel, and save it with saveModelFolder',
    );
  });
});

describe('drawing a token', () => {
  const logits = Float32Array.from([2, 1, 0, -1], Math.fround);
  const share = (settings: { temperature: number; topK: number; topP: number }) => {
    const random = createRandom('drawing');
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 20_000; i++) counts[drawToken(logits, settings, random())]!++;
    return counts.map(count => count / 20_000);
  };

  it('follows the probabilities', () => {
    const total = Math.exp(2) + Math.exp(1) + 1 + Math.exp(-1);
    share({ temperature: 1, topK: 4, topP: 1 }).forEach((given, i) => {
      expect(Math.abs(given - Math.exp(logits[i]!) / total)).toBeLessThan(0.01);
    });
  });

  it('stays among the most likely ones, and among those that have the probability together', () => {
    expect(share({ temperature: 1, topK: 2, topP: 1 }).slice(2)).toEqual([0, 0]);
    expect(share({ temperature: 1, topK: 4, topP: 0.5 })).toEqual([1, 0, 0, 0]);
    expect(share({ temperature: 0.01, topK: 4, topP: 1 })).toEqual([1, 0, 0, 0]);
  });
});
