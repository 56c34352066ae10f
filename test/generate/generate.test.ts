import { basename, dirname, join } from 'node:path';
import { AutoModelForCausalLM, AutoTokenizer, env, Tensor } from '@huggingface/transformers';
import * as tf from '@tensorflow/tfjs';
import * as ort from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession, Graph } from '../../src/compile';
import {
  answer,
  createDecoder,
  type Decoder,
  generateRationales,
  openDecoder,
  wholeSentences,
} from '../../src/generate';
import { selectToken } from '../../src/generate/selection';
import { type ChatModel, loadModelFolder, logits, saveModelFolder } from '../../src/model';
import { temporaryFolder, useCpuBackend } from '../helpers';
import { tinyChat } from './tiny-chat';

const folder = join(temporaryFolder(), 'tiny');
const texts = ['The cat', 'Die Katze trinkt Milch.', 'x', 'Translate into German:\nThe dog eats', 'bread'];
const maxNewTokens = 20;

let model: ChatModel;
let decoder: Decoder;
let prompts: number[][];

beforeAll(async () => {
  await useCpuBackend();
  saveModelFolder(folder, tinyChat());
  // Opened again, the weights are those that were stored: rounded to half precision.
  model = loadModelFolder(folder);
  decoder = openDecoder(model);
  prompts = texts.map(text => model.tokenizer.encode(text));
});

afterAll(() => decoder.dispose());

/** The answer that the training forward pass gives: the most likely token, again and again. */
function greedyByForwardPass(prompt: readonly number[], count: number): { ids: number[]; finished: boolean } {
  return tf.tidy(() => {
    const tensors = Object.fromEntries(
      [...model.parameters].map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
    );
    const ids: number[] = [];
    while (ids.length < count) {
      const read = [...prompt, ...ids];
      const all = logits(tensors, tf.tensor2d(read, [1, read.length], 'int32'), model.config);
      const next = all
        .slice([read.length - 1, 0], [1, -1])
        .argMax(-1)
        .dataSync()[0] as number;
      if (next === model.tokenizer.endId) return { ids, finished: true };
      ids.push(next);
    }
    return { ids, finished: false };
  });
}

/** What the training forward pass gives each token as the next. */
function probabilities(prompt: readonly number[]): { id: number; p: number }[] {
  return tf.tidy(() => {
    const tensors = Object.fromEntries(
      [...model.parameters].map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
    );
    const all = logits(tensors, tf.tensor2d([...prompt], [1, prompt.length], 'int32'), model.config);
    const last = tf.softmax(all.slice([prompt.length - 1, 0], [1, -1])).dataSync();
    return Array.from(last, (p, id) => ({ id, p }));
  });
}

describe('greedy answers', () => {
  it('of the decoder are those of the training forward pass, alone and in a padded batch', async () => {
    const expected = prompts.map(prompt => greedyByForwardPass(prompt, maxNewTokens));
    expect(new Set(expected.flatMap(({ ids }) => ids)).size).toBeGreaterThan(10);
    expect(await decoder.generate(prompts, { maxNewTokens })).toEqual(expected);
    expect(await decoder.generate(prompts, { maxNewTokens, batchSize: 1 })).toEqual(expected);
    expect(await decoder.generate(prompts, { maxNewTokens, batchSize: 3 })).toEqual(expected);
  });

  it('of transformers.js, opening the saved folder, are the same', async () => {
    Object.assign(env, { allowRemoteModels: false, allowLocalModels: true, localModelPath: dirname(folder) });
    const theirs = await AutoModelForCausalLM.from_pretrained(basename(folder), { dtype: 'fp32', device: 'cpu' });
    const tokenizer = await AutoTokenizer.from_pretrained(basename(folder));
    const expected = await decoder.generate(prompts, { maxNewTokens });
    for (const [i, text] of texts.entries()) {
      expect(tokenizer.encode(text, { add_special_tokens: false })).toEqual(prompts[i]);
      const prompt = prompts[i] as number[];
      const shape = [1, prompt.length];
      const output = (await theirs.generate({
        input_ids: new Tensor('int64', BigInt64Array.from(prompt, BigInt), shape),
        attention_mask: new Tensor('int64', new BigInt64Array(prompt.length).fill(1n), shape),
        max_new_tokens: maxNewTokens,
        do_sample: false,
        // biome-ignore lint/suspicious/noExplicitAny: its type asks for a whole GenerationConfig
      } as any)) as Tensor;
      const ids = Array.from(output.data as BigInt64Array, Number).slice(prompt.length);
      const { ids: ours, finished } = expected[i]!;
      expect(ids).toEqual(finished ? [...ours, model.tokenizer.endId] : ours);
    }
    await theirs.dispose();
  });

  it('end where the context is full, while shorter prompts beside them go on', async () => {
    const { contextLength } = model.config;
    const lengths = [contextLength - 3, 5, 20, 30];
    const mixed = lengths.map(length => Array.from({ length }, (_, i) => 10 + (i % 50)));
    const results = await decoder.generate(mixed, { maxNewTokens: 50 });
    for (const [i, prompt] of mixed.entries()) {
      expect(results[i]).toEqual(greedyByForwardPass(prompt, Math.min(50, contextLength - prompt.length)));
    }
    expect(results[0]).toMatchObject({ finished: false, ids: { length: 3 } });
  });
});

describe('a long answer', () => {
  it('is that of the training forward pass, however often the cache has grown', async () => {
    const long = tinyChat(2, { contextLength: 256 });
    const opened = createDecoder(long.config, long.parameters, { endIds: [], padId: 0 });
    const count = 110;
    const [ours, other] = await opened.generate([prompts[1]!, prompts[2]!], { maxNewTokens: count });
    for (const [prompt, answer] of [
      [prompts[1]!, ours!],
      [prompts[2]!, other!],
    ] as const) {
      // One pass over prompt and answer says at every place what the most likely token is.
      const read = [...prompt, ...answer.ids];
      const likely = tf.tidy(() => {
        const tensors = Object.fromEntries(
          [...long.parameters].map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
        );
        return [
          ...logits(tensors, tf.tensor2d(read, [1, read.length], 'int32'), long.config)
            .argMax(-1)
            .dataSync(),
        ];
      });
      expect(answer.ids).toHaveLength(count);
      expect(answer.ids).toEqual(likely.slice(prompt.length - 1, -1));
    }
    await opened.dispose();
    await expect(opened.generate([[1]])).rejects.toThrow('the decoder is disposed of: open another');
  });
});

describe('a drawn answer', () => {
  const sampling = { temperature: 1.5, topK: 20, maxNewTokens: 12 };

  it('is the same again for the same seed, and another for another', async () => {
    const first = await decoder.generate(prompts, { ...sampling, seed: 'a' });
    expect(await decoder.generate(prompts, { ...sampling, seed: 'a' })).toEqual(first);
    expect(await decoder.generate(prompts, { ...sampling, seed: 'b' })).not.toEqual(first);
  });

  it('does not depend on how the prompts are cut into batches', async () => {
    const first = await decoder.generate(prompts, { ...sampling, seed: 5 });
    for (const batchSize of [1, 2, 3]) {
      expect(await decoder.generate(prompts, { ...sampling, seed: 5, batchSize })).toEqual(first);
    }
  });

  it('comes from the nucleus: the fewest tokens that have the probability, and all of them', async () => {
    const [prompt] = prompts as [number[]];
    const topP = 0.3;
    const likely = probabilities(prompt).sort((a, b) => b.p - a.p);
    let before = 0;
    const nucleus = likely.filter(({ p }) => {
      before += p;
      return before - p < topP;
    });
    expect(nucleus.length).toBeGreaterThan(3);
    expect(nucleus.length).toBeLessThan(likely.length / 2);
    const options = { temperature: 1, topK: 10_000, topP, maxNewTokens: 1, seed: 3 };
    const drawn = await decoder.generate(Array(64 * nucleus.length).fill(prompt), options);
    const found = new Set(drawn.map(({ ids, finished }) => (finished ? model.tokenizer.endId : ids[0])));
    expect([...found].sort()).toEqual(nucleus.map(({ id }) => id).sort());
  });

  it('stays in the nucleus up to the last bit of the number that draws it', async () => {
    const graph = new Graph();
    const next = selectToken(graph, graph.input('logits', 'float32', ['batch', 'tokens']), { penalised: false });
    graph.output('next', next, 'int64', ['batch']);
    const session = await createSession(graph.toBytes());
    const likely = probabilities(prompts[0]!).map(({ p }) => p);
    const number = (value: number) => new ort.Tensor('float32', [value], []);
    for (let i = 1; i < 40; i++) {
      const topP = i / 40;
      const { next } = await session.run({
        logits: new ort.Tensor('float32', likely.map(Math.log), [1, likely.length]),
        temperature: number(1),
        top_k: new ort.Tensor('int64', [BigInt(likely.length)], [1]),
        top_p: number(topP),
        uniform: new ort.Tensor('float32', [1], [1]),
      });
      const drawn = likely[Number(next!.data[0])] as number;
      const before = likely.filter(p => p > drawn).reduce((sum, p) => sum + p, 0);
      expect(before).toBeLessThan(topP + 1e-5);
    }
    await session.release();
  });

  it('among one token only is the greedy answer', async () => {
    const greedy = await decoder.generate(prompts, { maxNewTokens });
    expect(await decoder.generate(prompts, { temperature: 2, topK: 1, maxNewTokens })).toEqual(greedy);
  });
});

describe('an answer', () => {
  it('ends at any of the tokens that end one', async () => {
    const [whole] = await decoder.generate([prompts[0]!], { maxNewTokens });
    const [, second] = whole!.ids as [number, number];
    const until = whole!.ids.indexOf(second);
    const other = openDecoder({ ...model, endIds: [second] });
    expect(await other.generate([prompts[0]!], { maxNewTokens })).toEqual([
      { ids: whole!.ids.slice(0, until), finished: true },
    ]);
    await other.dispose();
  });
});

describe('the decoder', () => {
  it('gives no answers to no prompts', async () => {
    expect(await decoder.generate([])).toEqual([]);
  });

  it('refuses an empty prompt, and one that leaves no room in the context', async () => {
    await expect(decoder.generate([[5], []])).rejects.toThrow('prompt 1 is empty');
    await expect(decoder.generate([new Array(64).fill(5)])).rejects.toThrow(
      'prompt 0 has 64 tokens, but the context holds 64',
    );
  });

  it.each([
    [{ topK: 0 }, 'topK is 0'],
    [{ topP: 0 }, 'topP is 0'],
    [{ topK: 5 }, 'topK and topP choose among drawn tokens: give a temperature above 0, or leave them out'],
    [{ maxNewTokens: 1.5 }, 'maxNewTokens is 1.5'],
    [{ topP: 1.5 }, 'topP is 1.5'],
    [{ repetitionPenalty: 0 }, 'repetitionPenalty is 0'],
    [{ batchSize: 0 }, 'batchSize is 0'],
    [{ temperature: -1 }, 'temperature is -1'],
    [{ temperature: Number.NaN }, 'temperature is NaN'],
  ])('refuses %o', async (options, message) => {
    await expect(decoder.generate([[5]], options)).rejects.toThrow(message);
  });

  it('refuses a token that is not in the vocabulary, and an ending that is everywhere', async () => {
    await expect(decoder.generate([[5], [5, 99_999]])).rejects.toThrow(
      'prompt 1 has token 99999, outside the vocabulary',
    );
    await expect(answer(model, [], { stop: [''] })).rejects.toThrow('stop holds an empty text');
  });

  it('refuses to answer with no token at all', async () => {
    await expect(decoder.generate([[5]], { maxNewTokens: 0 })).rejects.toThrow('maxNewTokens is 0');
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    let steps = 0;
    const onProgress = () => {
      if (++steps === 3) controller.abort();
    };
    const { signal } = controller;
    await expect(decoder.generate(prompts, { maxNewTokens: 40, signal, onProgress })).rejects.toThrow(/abort/i);
    expect(steps).toBe(3);
  });

  it('counts answers up to all of them', async () => {
    const seen: number[] = [];
    await decoder.generate(prompts, { maxNewTokens: 5, batchSize: 2, onProgress: ({ done }) => seen.push(done) });
    expect(seen.at(-1)).toBe(prompts.length);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });
});

describe('answers and rationales', () => {
  const prompt = [{ role: 'user' as const, content: 'Translate into German:\nThe cat' }];

  it('an answer starts behind the chat template', async () => {
    const ids = model.tokenizer.encodeChat(prompt, { addGenerationPrompt: true });
    const expected = greedyByForwardPass(ids, 10);
    const [result] = await answer(model, [prompt], { maxNewTokens: 10 });
    expect(result).toEqual({ text: model.tokenizer.decode(expected.ids), finished: expected.finished });
  });

  it('an answer ends before the first of the texts that end it', async () => {
    const chats = [prompt, [{ role: 'user' as const, content: 'x' }]];
    const options = { maxNewTokens: 30 };
    const whole = await answer(model, chats, options);
    // An ending that runs over the border of two tokens, and one that is not there.
    const ending = whole[0]!.text.slice(4, 7);
    const cut = await answer(model, chats, { ...options, stop: ['never there', ending] });
    expect(cut.map(({ text }) => text)).toEqual(whole.map(({ text }) => text.split(ending)[0]));
    expect(cut[0]).toMatchObject({ finished: true });
  });

  it('an answer can be seen while it grows', async () => {
    const seen: string[] = [];
    const [whole] = await answer(model, [prompt], { maxNewTokens: 20, onText: ({ text }) => seen.push(text) });
    expect(seen.length).toBeGreaterThan(10);
    for (const [i, text] of seen.entries()) expect(seen[i + 1] ?? whole!.text).toContain(text);
    expect(seen.at(-1)).toBe(whole!.text.replace(/\uFFFD+$/, ''));
  });

  it('a rationale is what the model adds to the reference', async () => {
    const talkative = tinyChat(2, { contextLength: 200 });
    const { tokenizer } = talkative;
    const options = { seed: 1, maxNewTokens: 90, temperature: 2 };
    const pairs = texts.map(reference => ({ prompt: [prompt[0]!], reference }));
    const rationales = await generateRationales(talkative, pairs, options);
    const start = tokenizer.encodeChat(prompt, { addGenerationPrompt: true });
    const prefilled = texts.map(text => [...start, ...tokenizer.encode(text), ...tokenizer.encode('\n\n')]);
    const opened = openDecoder(talkative);
    const added = await opened.generate(prefilled, options);
    await opened.dispose();
    const continuations = added.map(({ ids, finished }) => ({ text: tokenizer.decode(ids), finished }));
    expect(rationales).toEqual(continuations.map(({ text, finished }) => (finished ? text : wholeSentences(text))));
    expect(new Set(rationales).size).toBeGreaterThan(1);
  });

  it.each([
    ['One. Two! Thr', 'One. Two!'],
    ['"Katze" is a cat. The d', '"Katze" is a cat.'],
    ['He said "yes." The', 'He said "yes."'],
    ['It costs 3.5 eur', ''],
    ['Words:\n1. plum: Pflaume\n2. gi', ''],
    ['A cat. Words:\n1. plum', 'A cat.'],
    ['nothing ends', ''],
  ])('of "%s", which is cut off, the whole sentences are kept', (text, whole) => {
    expect(wholeSentences(text)).toBe(whole);
  });
});
