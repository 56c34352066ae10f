import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { initialiseParameters, negativeLogLikelihood, type Parameters } from '../../src/model';
import { createRandom } from '../../src/random';
import {
  epochBatches,
  packBatch,
  type TrainingExample,
  type TrainLog,
  type TrainOptions,
  train,
} from '../../src/train';
import { largestDifference, tinyConfig, useCpuBackend } from '../helpers';

beforeAll(useCpuBackend);

const parameters = initialiseParameters(tinyConfig, 1);

/** Sequences that count upwards: easy to learn. Two prompt tokens, then the translation, then a rationale. */
const examples: TrainingExample[] = Array.from({ length: 12 }, (_, i) => ({
  ids: Array.from({ length: 8 + (i % 5) }, (_, t) => (i + t) % tinyConfig.vocabSize),
  segments: Array.from({ length: 8 + (i % 5) }, (_, t) => (t < 2 ? 0 : t < 6 ? 1 : 2)),
}));

async function run(
  list: readonly TrainingExample[],
  options: Partial<TrainOptions> = {},
): Promise<{ logs: TrainLog[]; trained: Parameters }> {
  const loop = train(tinyConfig, parameters, list, { learningRate: 0.02, batchSize: 4, ...options });
  const logs: TrainLog[] = [];
  for (;;) {
    const { value, done } = await loop.next();
    if (done) return { logs, trained: value };
    logs.push(value);
  }
}

describe('training', () => {
  it('learns, and leaves the parameters it was given as they were', async () => {
    const before = structuredClone(parameters);
    const { logs, trained } = await run(examples, { epochs: 20 });
    expect(logs.at(-1)!.loss).toBeLessThan(logs[0]!.loss / 2);
    expect(parameters).toEqual(before);
    expect([...trained.keys()]).toEqual([...parameters.keys()]);
    expect(trained).not.toEqual(before);
  });

  it('gives the same numbers again, and other ones in another order', async () => {
    const first = await run(examples, { seed: 1 });
    expect((await run(examples, { seed: 1 })).trained).toEqual(first.trained);
    expect((await run(examples, { seed: 2 })).trained).not.toEqual(first.trained);
  });

  it('logs steps, epochs, tokens, and the loss of each segment', async () => {
    const { logs } = await run(examples, { epochs: 2 });
    expect(logs.map(log => log.step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(logs.map(log => log.epoch * 3).map(Math.round)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(logs.at(-1)!.tokens).toBe(2 * examples.reduce((sum, { ids }) => sum + ids.length - 1, 0));
    // An untrained model finds every token about as likely as any other.
    expect(logs[0]!.translationLoss).toBeCloseTo(Math.log(tinyConfig.vocabSize), 1);
    expect(logs[0]!.rationaleLoss).toBeCloseTo(Math.log(tinyConfig.vocabSize), 1);
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const loop = train(tinyConfig, parameters, examples, {
      learningRate: 0.01,
      batchSize: 4,
      signal: controller.signal,
    });
    await loop.next();
    controller.abort();
    await expect(loop.next()).rejects.toThrow(/abort/i);
  });
});

describe('training refuses', () => {
  it('an empty list', async () => {
    await expect(run([])).rejects.toThrow('the list of examples is empty');
  });

  it('a sequence longer than the context, before the first step', async () => {
    const long = { ids: new Array(33).fill(1), segments: new Array(33).fill(1) };
    await expect(run([...examples, long])).rejects.toThrow(
      'example 12 has 33 tokens, but the context holds 32: shorten it',
    );
  });

  it('tokens outside the vocabulary, and marks that do not fit the tokens', async () => {
    await expect(run([{ ids: [1, 23], segments: [0, 1] }])).rejects.toThrow(
      'example 0 has token 23, outside the vocabulary of 23',
    );
    await expect(run([{ ids: [1, 2], segments: [1] }])).rejects.toThrow('example 0 has 2 tokens but 1 segment marks');
  });

  it('to go on with a loss that is not a number, naming the step', async () => {
    const broken = new Map(parameters);
    broken.set('model.norm.weight', { shape: [8], data: new Float32Array(8).fill(Number.NaN) });
    const loop = train(tinyConfig, broken, examples, { learningRate: 0.5, batchSize: 4, schedule: { warmup: 0 } });
    await expect(loop.next()).rejects.toThrow('the loss is NaN at step 1 of 3: try a learning rate below 0.5');
    await expect(run(examples, { learningRate: 1e30 })).rejects.toThrow(
      /^the loss is (NaN|Infinity) at step [23] of 3: /,
    );
  });
});

describe('a batch', () => {
  const [batch, time] = [packBatch(examples.slice(0, 6), 24), 24];
  /** Places of each example in the batch: several share a row. */
  const places = [1, 2, 3, 4, 5, 6].map(document =>
    [...batch.documents.keys()].filter(at => batch.documents[at] === document),
  );

  it('packs several examples into a row, each whole; padding has no weight', () => {
    expect(batch.ids.length).toBe(batch.rows * time);
    expect(batch.tokens).toBe(examples.slice(0, 6).reduce((sum, { ids }) => sum + ids.length - 1, 0));
    for (const place of places) {
      const ids = place.map(at => batch.ids[at]!);
      const example = examples.find(candidate => candidate.ids[0] === ids[0])!;
      // Each position is asked for the token after it.
      expect([...ids, batch.targets[place.at(-1)!]]).toEqual(example.ids);
      expect(place.map(at => batch.targets[at])).toEqual(Array.from(example.ids).slice(1));
      expect(place.map(at => batch.segments[at])).toEqual(Array.from(example.segments).slice(1));
      expect(Math.floor(place[0]! / time)).toBe(Math.floor(place.at(-1)! / time));
    }
    expect(new Set(places.map(place => Math.floor(place[0]! / time))).size).toBeLessThan(places.length);
    expect(batch.segments.filter((_, at) => batch.documents[at] === 0).every(segment => segment === 0)).toBe(true);
  });

  it('gives each example the losses that it has alone', () => {
    const tensors = Object.fromEntries(
      [...parameters].map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
    );
    const rectangle = (data: Int32Array, rows: number) => tf.tensor2d(data, [rows, data.length / rows], 'int32');
    const [ids, targets, documents] = [batch.ids, batch.targets, batch.documents].map(data =>
      rectangle(data, batch.rows),
    );
    const packed = negativeLogLikelihood(tensors, ids!, targets!, tinyConfig, documents!).dataSync();
    for (const place of places) {
      const [read, asked] = [batch.ids, batch.targets].map(data =>
        rectangle(
          Int32Array.from(place, at => data[at]!),
          1,
        ),
      );
      const alone = negativeLogLikelihood(tensors, read!, asked!, tinyConfig).dataSync();
      expect(
        largestDifference(
          place.map(at => packed[at]!),
          alone,
        ),
      ).toBeLessThan(1e-5);
    }
  });

  it('holds each example of an epoch once', () => {
    const marked = examples.map((_, i) => ({ ids: [i, i, i], segments: [0, 1, 1] }));
    const seen = [...epochBatches(marked, 5, createRandom(1))].flatMap(({ ids, documents }) =>
      [...ids].filter((_, at) => documents[at] !== 0 && documents[at] !== documents[at - 1]),
    );
    expect(seen.sort((a, b) => a - b)).toEqual(examples.map((_, i) => i));
  });
});
