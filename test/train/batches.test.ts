import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { initialiseParameters } from '../../src/model';
import { createRandom } from '../../src/random';
import { type Batch, packBatch, planSteps, rowLength, type TrainingExample } from '../../src/train';
import { largestDifference, negativeLogLikelihood, tinyConfig, useCpuBackend } from '../helpers';

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

  it('of a few texts takes a few rows, so that small parts take little memory', () => {
    for (const count of [1, 2, 3]) {
      expect(
        packBatch(
          Array.from({ length: count }, () => example(16)),
          16,
        ).rows,
      ).toBe(count);
    }
    expect(
      packBatch(
        Array.from({ length: 5 }, () => example(16)),
        16,
      ).rows,
    ).toBe(8);
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

describe('the row length', () => {
  const waste = (examples: TrainingExample[], time: number) => {
    const { rows, tokens } = packBatch(examples, time);
    return rows * time - tokens;
  };

  it('holds the longest example', () => {
    expect(rowLength([example(5), example(101)], 2)).toBeGreaterThanOrEqual(100);
  });

  it('is that of the examples when all have one length, and larger where several can share a row', () => {
    const alike = Array.from({ length: 8 }, () => example(129));
    expect(rowLength(alike, 8)).toBe(128);
    const short = Array.from({ length: 32 }, () => example(49));
    expect(rowLength(short, 32)).toBe(96);
    expect(waste(short, 96)).toBeLessThan(waste(short, 64));
    // Two of them alone need two rows of 64, or one of 96; three need three of 64, or two of 96.
    expect(rowLength(short, 2)).toBe(96);
    expect(rowLength(short, 1)).toBe(64);
  });
});

describe('the steps of a run', () => {
  const settings = { epochs: 2, batchSize: 4, accumulate: 2, seed: 'a' };
  const all = (seed = 'a') => planSteps(10, { ...settings, seed });

  it('take every example once in each pass, in an order that the seed decides', () => {
    const numbers = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    const [first, second] = [all().slice(0, 2), all().slice(2)].map(pass => pass.flatMap(({ parts }) => parts.flat()));
    expect([...first!].sort()).toEqual(numbers);
    expect([...second!].sort()).toEqual(numbers);
    expect(first).not.toEqual(second);
    expect(all()).toEqual(all());
    expect(all()).not.toEqual(all('b'));
  });

  it('hold so many examples in each part, and so many parts; the last of a pass holds the rest', () => {
    expect(all().map(({ parts }) => parts.map(part => part.length))).toEqual([[4, 4], [2], [4, 4], [2]]);
    expect(all().map(({ epoch }) => epoch)).toEqual([0.5, 1, 1.5, 2]);
  });

  it('of nothing are refused', () => {
    expect(() => planSteps(0, settings)).toThrow('the list of examples is empty');
  });
});
