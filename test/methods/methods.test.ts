import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type MethodContext, radis, vanilla } from '../../src/methods';
import type { ChatModel, Parameters } from '../../src/model';
import { encodeTranslation } from '../../src/text';
import { tokenWeights, train } from '../../src/train';
import { tinyChat } from '../generate/tiny-chat';
import { largestDifference, negativeLogLikelihood, useCpuBackend } from '../helpers';

beforeAll(useCpuBackend);

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
