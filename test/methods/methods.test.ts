import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { answer, generateRationales } from '../../src/generate';
import { type Method, type MethodContext, methods, type TranslationExample } from '../../src/methods';
import type { ChatModel, Parameters } from '../../src/model';
import { encodeTranslation } from '../../src/text';
import { tokenWeights, train } from '../../src/train';
import { tinyChat } from '../generate/tiny-chat';
import { largestDifference, negativeLogLikelihood, useCpuBackend } from '../helpers';

// As it is, but it tells what it was asked.
vi.mock('../../src/generate', { spy: true });

beforeAll(useCpuBackend);

const { radis, vanilla } = methods;
const base = tinyChat(7);
const pairs = ['Die Katze trinkt.', 'Der Hund isst Brot.', 'Milch'].map(reference => ({
  prompt: [{ role: 'user' as const, content: 'Into German: x' }],
  reference,
}));
const context = (lambda: number, model: ChatModel = base): MethodContext => ({
  base: model,
  loss: { lambda },
  decoding: { seed: 3 },
});

async function trained(examples: Awaited<ReturnType<typeof radis.prepare>>, lambda: number): Promise<Parameters> {
  const encoded = examples.map(example => encodeTranslation(base.tokenizer, example));
  const config = { ...base.config, contextLength: 160 };
  const loop = train(config, base.parameters, encoded, { learningRate: 1e-3, epochs: 2, batchSize: 2, lambda });
  for (;;) {
    const { value, done } = await loop.next();
    if (done) return value;
  }
}

/** The weighted loss of one example and its gradient by every parameter. */
function gradientOf(
  { ids, segments }: { ids: number[]; segments: Uint8Array },
  lambda: number,
): { loss: number; gradients: Float32Array[] } {
  return tf.tidy(() => {
    const names = [...base.parameters.keys()];
    const tensors = [...base.parameters.values()].map(({ shape, data }) => tf.tensor(data, [...shape]));
    const weights = tf.tensor1d(tokenWeights(segments.slice(1), { lambda }));
    const { value, grads } = tf.valueAndGrads((...list: tf.Tensor[]) => {
      const p = Object.fromEntries(names.map((name, i) => [name, list[i] as tf.Tensor]));
      const read = tf.tensor2d(ids.slice(0, -1), [1, ids.length - 1], 'int32');
      const nll = negativeLogLikelihood(p, read, tf.tensor1d(ids.slice(1), 'int32'), base.config);
      return nll.mul(weights).sum() as tf.Scalar;
    })(tensors);
    return { loss: value.dataSync()[0] as number, gradients: grads.map(g => g.dataSync() as Float32Array) };
  });
}

describe('RaDis at λ = 0', () => {
  it('prepares what vanilla fine-tuning prepares, without asking the model', async () => {
    const untouchable = new Proxy({} as ChatModel, {
      get: () => {
        throw new Error('the model was used');
      },
    });
    const expected = await vanilla.prepare(pairs, context(1, untouchable));
    expect(await radis.prepare(pairs, context(0, untouchable))).toEqual(expected);
    expect(expected).toEqual(pairs);
  });

  it('is the limit of the weighted loss: rationale tokens without weight move nothing', () => {
    const [pair] = pairs as [(typeof pairs)[0]];
    const explained = encodeTranslation(base.tokenizer, { ...pair, rationale: 'The cat drinks.' });
    const plain = encodeTranslation(base.tokenizer, pair);
    // In the limit the end token, which follows the rationale, has no weight either: it is left out on both sides.
    const ended = { ids: plain.ids.slice(0, -1), segments: plain.segments.slice(0, -1) };
    const [theirs, ours] = [gradientOf(ended, 0), gradientOf(explained, 0)];
    expect(ours.loss).toBeCloseTo(theirs.loss, 5);
    theirs.gradients.forEach((gradient, i) => {
      expect(largestDifference(ours.gradients[i]!, gradient)).toBeLessThan(1e-5);
    });
    expect(gradientOf(explained, 1).loss).not.toBeCloseTo(theirs.loss, 2);
  });

  it('trains to the same parameters, to the last bit', async () => {
    const ours = await trained(await radis.prepare(pairs, context(0)), 0);
    const theirs = await trained(await vanilla.prepare(pairs, context(1)), 1);
    expect(ours).toEqual(theirs);
    expect(ours).not.toEqual(base.parameters);
  });
});

describe('RaDis', () => {
  it('keeps the references and adds what the model says after them, the same for the same seed', async () => {
    const prepared = await radis.prepare(pairs, context(1, tinyChat(2, { contextLength: 200 })));
    expect(prepared.map(({ prompt, reference }) => ({ prompt, reference }))).toEqual(pairs);
    expect(prepared.some(({ rationale }) => rationale !== undefined)).toBe(true);
    // A model that has nothing to add leaves a plain translation, not an empty rationale.
    expect(prepared.every(({ rationale }) => rationale !== '')).toBe(true);
    expect(await radis.prepare(pairs, context(1, tinyChat(2, { contextLength: 200 })))).toEqual(prepared);
  });
});

describe('methods', () => {
  const chatty = tinyChat(2, { contextLength: 200 });
  const learned = (examples: readonly TranslationExample[]) =>
    examples.flatMap(example => [...encodeTranslation(chatty.tokenizer, example).segments]).filter(s => s > 0).length;

  it('each have a name and a source of their own', () => {
    const all: Method[] = Object.values(methods);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    for (const { cite } of all) expect(cite).toMatch(/\d{4}\.\d{5}/);
  });

  it('refuse a setting that they do not have', async () => {
    const settings = { weight: 0.5 };
    await expect(radis.prepare(pairs, { ...context(1, chatty), settings })).rejects.toThrow(
      'RaDis has no setting weight: it has samples, share',
    );
  });

  it('RaDis explains only a share of the pairs, and the same ones and more of a larger share', async () => {
    const many = Array.from({ length: 12 }, (_, i) => ({ ...pairs[i % 3]!, reference: `Satz ${i}.` }));
    const explained = async (share: number) => {
      const examples = await radis.prepare(many, { ...context(1, chatty), settings: { share } });
      expect(examples.map(({ reference }) => reference)).toEqual(many.map(({ reference }) => reference));
      return examples.flatMap(({ rationale }, i) => (rationale ? [`${i} ${rationale}`] : []));
    };
    vi.mocked(generateRationales).mockImplementation(async (_, { length }) =>
      Array.from({ length }, (_, i) => `So much for ${i}.`),
    );
    const [quarter, half] = [await explained(0.25), await explained(0.5)];
    expect([quarter.length, half.length]).toEqual([3, 6]);
    expect(half).toEqual(expect.arrayContaining(quarter));
    expect(await explained(1)).toEqual(expect.arrayContaining(half));
    expect(await explained(0)).toEqual([]);
    vi.mocked(generateRationales).mockReset();
    await expect(explained(1.5)).rejects.toThrow('the share of rationales is 1.5: give a number from 0 to 1');
  });

  it('with several samples give each pair several rationales, other ones', async () => {
    const examples = await radis.prepare(pairs, { ...context(1, chatty), settings: { samples: 3 } });
    expect(examples.map(({ reference }) => reference)).toEqual([...pairs, ...pairs, ...pairs].map(p => p.reference));
    const ofFirst = [0, 3, 6].map(i => examples[i]!.rationale);
    expect(new Set(ofFirst).size).toBe(3);
  });

  it('shuffled rationales are the same rationales, none in its own place', async () => {
    const many = Array.from({ length: 12 }, (_, i) => ({ ...pairs[i % 3]!, reference: `Satz ${i}.` }));
    const own = await radis.prepare(many, context(1, chatty));
    const other = await methods.shuffled.prepare(many, context(1, chatty));
    expect(other.map(({ reference }) => reference)).toEqual(many.map(({ reference }) => reference));
    const rationales = (list: TranslationExample[]) => list.map(({ rationale }) => rationale ?? '');
    expect(rationales(other).sort()).toEqual(rationales(own).sort());
    expect(rationales(own).filter((text, i) => text !== '' && text === other[i]!.rationale)).toEqual([]);
  });

  it("another teacher's rationales are those that it would give itself", async () => {
    const teacher = tinyChat(5, { contextLength: 200 });
    const theirs = await methods['another-teacher'].prepare(pairs, { ...context(1, chatty), teacher });
    expect(theirs).toEqual(await radis.prepare(pairs, context(1, teacher)));
    expect(theirs).not.toEqual(await radis.prepare(pairs, context(1, chatty)));
    await expect(methods['another-teacher'].prepare(pairs, context(1, chatty))).rejects.toThrow('name a teacher');
  });

  it('as many tokens: references alone, in rounds, until as much is learned as with rationales', async () => {
    const matched = await methods['token-matched'].prepare(pairs, context(1, chatty));
    const aim = learned(await radis.prepare(pairs, context(1, chatty)));
    expect(learned(matched)).toBeGreaterThanOrEqual(aim);
    expect(learned(matched.slice(0, -1))).toBeLessThan(aim);
    const sorted = (list: TranslationExample[]) => list.map(({ reference }) => reference).sort();
    expect(matched.length).toBeGreaterThan(pairs.length);
    for (let i = 0; i + pairs.length <= matched.length; i += pairs.length)
      expect(sorted(matched.slice(i, i + pairs.length))).toEqual(sorted(pairs));
  });

  it('experience replay adds general answers, so that they are the share that is asked for', async () => {
    const general = (count: number) =>
      Array.from({ length: count }, (_, i) => [
        { role: 'user' as const, content: `question ${i}` },
        { role: 'assistant' as const, content: `answer ${i}` },
      ]);
    const given = { ...context(1), general, settings: { share: 0.4 } };
    const examples = await methods.replay.prepare(pairs, given);
    expect(examples.slice(0, 3)).toEqual(pairs);
    expect(examples.slice(3).map(({ prompt, reference }) => [prompt[0]!.content, reference])).toEqual([
      ['question 0', 'answer 0'],
      ['question 1', 'answer 1'],
    ]);
    expect(await methods.replay.prepare(pairs, { ...given, settings: { share: 0 } })).toEqual(pairs);
    await expect(methods.replay.prepare(pairs, context(1))).rejects.toThrow('there is nothing to replay');
    await expect(methods.replay.prepare(pairs, { ...given, settings: { share: 1 } })).rejects.toThrow('from 0 to 0.95');
  });

  it('SeqKD trains on what the base answers itself, up to its explanation', async () => {
    const examples = await methods.seqkd.prepare(pairs, context(1, chatty));
    const answers = await answer(
      chatty,
      pairs.map(({ prompt }) => prompt),
      { stop: ['\n\n'] },
    );
    const expected = pairs.map(({ reference }, i) => (answers[i]!.finished && answers[i]!.text.trim()) || reference);
    expect(examples.map(({ reference }) => reference)).toEqual(expected);
    expect(examples.map(({ prompt }) => prompt)).toEqual(pairs.map(({ prompt }) => prompt));
  });

  it('no method trains on an answer that was cut off as if it ended there', async () => {
    const said = (finished: boolean) => ({ text: pairs[0]!.reference.toUpperCase(), finished, tokens: 3 });
    for (const method of ['seqkd', 'sdft'] as const) {
      const cut = [said(false), said(true), said(true)] as unknown as Awaited<ReturnType<typeof answer>>;
      vi.mocked(answer).mockResolvedValueOnce(cut);
      const settings = method === 'sdft' ? { threshold: 0 } : undefined;
      const examples = await methods[method].prepare(pairs, { ...context(1), settings });
      expect(
        examples.map(({ reference }) => reference),
        method,
      ).toEqual([pairs[0]!.reference, said(true).text, said(true).text]);
    }
  });

  it('KL adds the divergence from the base with its weight, to the same examples as vanilla', async () => {
    expect(await methods.kl.prepare(pairs, context(1))).toEqual(pairs);
    expect(methods.kl.objective!({ beta: 0.3 }, context(1))).toEqual({
      distillation: { weight: 0.3, direction: 'forward' },
    });
    expect(await methods['reverse-kl'].prepare(pairs, context(1))).toEqual(pairs);
    expect(methods['reverse-kl'].objective!({ beta: 0.3 }, context(1))).toEqual({
      distillation: { weight: 0.3, direction: 'reverse' },
    });
    // Without weight there is nothing to compare with, and the base need not be asked.
    for (const method of ['kl', 'reverse-kl'] as const)
      expect(methods[method].objective!({ beta: 0 }, context(1))).toEqual({});
  });
});

describe('on-policy self-distillation', () => {
  const chatty = tinyChat(2, { contextLength: 300 });
  const redraw = (seed: number, examples: TranslationExample[] = pairs) =>
    methods['on-policy'].redraw!(examples, chatty, { decoding: { seed } });

  it("trains on the model's own answers, which the base reads after a request with the reference", async () => {
    const drawn = await redraw(1);
    drawn.forEach(({ ids, segments, teacherIds }, i) => {
      const { prompt, reference } = pairs[i]!;
      const asked = chatty.tokenizer.encodeChat(prompt, { addGenerationPrompt: true });
      expect(Array.from(ids).slice(0, asked.length)).toEqual(asked);
      expect(Array.from(segments)).toEqual(Array.from(ids, (_, t) => (t < asked.length ? 0 : 1)));
      const said = Array.from(ids).slice(asked.length);
      expect(Array.from(teacherIds!).slice(-said.length)).toEqual(said);
      const shown = chatty.tokenizer.decode(Array.from(teacherIds!).slice(0, -said.length));
      for (const text of [prompt[0]!.content, reference]) expect(shown).toContain(text);
    });
    const answers = async (seed: number) => (await redraw(seed)).map(({ ids }) => Array.from(ids));
    expect(await answers(1)).toEqual(drawn.map(({ ids }) => Array.from(ids)));
    expect(await answers(2)).not.toEqual(await answers(1));
    // What the model says does not depend on the reference: it is shown to the base alone.
    const other = await redraw(
      1,
      pairs.map(pair => ({ ...pair, reference: 'Anderes.' })),
    );
    expect(other.map(({ ids }) => Array.from(ids))).toEqual(await answers(1));
    expect(other.map(({ teacherIds }) => teacherIds)).not.toEqual(drawn.map(({ teacherIds }) => teacherIds));
  });

  it('leaves out what the base has no room to read behind the reference', async () => {
    const asked = chatty.tokenizer.encodeChat(pairs[0]!.prompt, { addGenerationPrompt: true });
    const long = pairs.map(pair => ({ ...pair, reference: 'sehr '.repeat(20) }));
    for (const { ids, segments, teacherIds } of await redraw(1, long)) {
      expect(teacherIds!.length).toBeLessThanOrEqual(chatty.config.contextLength + 1);
      const said = Array.from(ids).slice(asked.length);
      expect(segments.length).toBe(ids.length);
      expect(Array.from(teacherIds!).slice(teacherIds!.length - said.length)).toEqual(said);
    }
  });

  it('has no loss but the divergence from what the base would say there: forward, as the code of its paper', () => {
    expect(methods['on-policy'].objective!({}, context(1))).toEqual({
      distillation: { weight: 1, direction: 'forward', alone: true },
    });
  });

  it('is there in the direction of the formula of its paper, too, on the same examples and under a name of its own', async () => {
    expect(methods['reverse-on-policy'].objective!({}, context(1))).toEqual({
      distillation: { weight: 1, direction: 'reverse', alone: true },
    });
    const drawn = await methods['reverse-on-policy'].redraw!(pairs, chatty, { decoding: { seed: 1 } });
    expect(drawn).toEqual(await redraw(1));
    expect(methods['reverse-on-policy'].name).not.toBe(methods['on-policy'].name);
  });
});

describe('a rationale after the translation', () => {
  const translation = { prompt: pairs[0]!.prompt, reference: pairs[0]!.reference };
  const short = encodeTranslation(base.tokenizer, translation);
  const long = encodeTranslation(base.tokenizer, { ...translation, rationale: 'The cat drinks.' });
  // Without its end token, which follows the translation only where no rationale does.
  const count = short.segments.filter(segment => segment === 1).length - 1;

  /** The loss of each translation token, in nats. */
  function translationLosses(example: typeof short): Float32Array {
    return tf.tidy(() => {
      const { ids, segments } = example;
      const tensors = Object.fromEntries(
        [...base.parameters].map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
      );
      const row = (tokens: number[]) => tf.tensor2d(tokens, [1, tokens.length], 'int32');
      const [read, asked] = [row(ids.slice(0, -1)), row(ids.slice(1))];
      const nll = negativeLogLikelihood(tensors, read, asked, base.config).dataSync() as Float32Array;
      return nll.filter((_, t) => segments[t + 1] === 1).slice(0, count);
    });
  }

  it('does not change what the translation costs: no token sees what follows it', () => {
    expect(long.ids.length).toBeGreaterThan(short.ids.length);
    expect(translationLosses(long)).toEqual(translationLosses(short));
  });

  it('changes how much the translation weighs only in the mean over all tokens', () => {
    const segments = Uint8Array.from(long.segments);
    const weight = (lambda: number, normalisation: 'token' | 'segment') =>
      tokenWeights(segments, { lambda, normalisation })[long.segments.indexOf(1)] as number;
    expect(weight(1, 'token')).toBeLessThan(weight(0.5, 'token'));
    expect(weight(1, 'segment')).toBe(weight(0.5, 'segment'));
  });
});
