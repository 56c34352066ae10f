import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { initialiseParameters, negativeLogLikelihood } from '../../src/model';
import { createRandom } from '../../src/random';
import { type Batch, epochBatches, packBatch, type TrainingExample } from '../../src/train';
import { largestDifference, tinyConfig, useCpuBackend } from '../helpers';

beforeAll(useCpuBackend);

const random = createRandom('batches');
const example = (length: number): TrainingExample => ({
  ids: Array.from({ length }, () => random.int(tinyConfig.vocabSize)),
  segments: Array.from({ length }, (_, i) => (i < 2 ? 0 : i < length / 2 ? 1 : 2)),
});

/** The (token, target, segment) triples of each text in a batch, in some order. */
function texts(batch: Batch): string[] {
  const byDocument = new Map<number, string[]>();
  batch.documents.forEach((document, i) => {
    if (document === 0) return;
    const triple = `${batch.ids[i]}>${batch.targets[i]}:${batch.segments[i]}`;
    byDocument.set(document, [...(byDocument.get(document) ?? []), triple]);
  });
  return [...byDocument.values()].map(triples => triples.join(' ')).sort();
}

describe('packing', () => {
  it('keeps every text whole: each token with the token that follows it', () => {
    const examples = [example(9), example(4), example(12), example(2), example(7)];
    const expected = examples.map(({ ids, segments }) =>
      Array.from({ length: ids.length - 1 }, (_, t) => `${ids[t]}>${ids[t + 1]}:${segments[t + 1]}`).join(' '),
    );
    expect(texts(packBatch(examples, 16))).toEqual(expected.sort());
  });

  it('gives padding no weight and counts it as no token', () => {
    const batch = packBatch([example(5)], 16);
    expect(batch.tokens).toBe(4);
    expect(batch.documents.filter(document => document > 0)).toHaveLength(4);
    batch.documents.forEach((document, i) => {
      if (document === 0) expect(batch.segments[i]).toBe(0);
    });
  });

  it('does not let texts of one row see each other: each has the loss it has alone', () => {
    const examples = [example(6), example(5), example(4)];
    const parameters = Object.fromEntries(
      [...initialiseParameters(tinyConfig, 5)].map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
    );
    const losses = (batch: Batch) => {
      const shape: [number, number] = [batch.rows, batch.time];
      const tensor = (data: Int32Array) => tf.tensor2d(data, shape, 'int32');
      const nll = negativeLogLikelihood(parameters, tensor(batch.ids), tensor(batch.targets), tinyConfig, {
        documents: tensor(batch.documents),
      });
      const values = nll.dataSync();
      return [...values].filter((_, i) => (batch.documents[i] as number) > 0);
    };
    const alone = examples.flatMap(one => losses(packBatch([one], 16)));
    expect(largestDifference(losses(packBatch(examples, 16)), alone)).toBeLessThan(1e-5);
  });
});

describe('the batches of an epoch', () => {
  it('hold every example once, in an order that the seed decides', () => {
    const examples = Array.from({ length: 10 }, () => example(6));
    const all = (seed: string) => [...epochBatches(examples, 4, createRandom(seed))];
    expect(all('a').flatMap(texts).sort()).toEqual(all('b').flatMap(texts).sort());
    expect(all('a').map(batch => batch.ids)).toEqual(all('a').map(batch => batch.ids));
    expect(all('a').map(batch => batch.ids)).not.toEqual(all('b').map(batch => batch.ids));
    expect(all('a')).toHaveLength(3);
  });
  it('of nothing are refused', () => {
    expect(() => [...epochBatches([], 4, createRandom(1))]).toThrow('the list of examples is empty');
  });
});
