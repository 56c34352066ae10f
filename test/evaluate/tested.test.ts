import { expect, test } from 'vitest';
import { starredIntervals } from '../../src/evaluate';

const tested = (mean: number, margin: number, pValue: number) => ({ mean, margin, count: 3, pValue });

test('a difference has a star where it is found after Holm’s correction for all of the table', () => {
  // 0.02 · 3 is above 0.05; alone it would be found.
  const three = [tested(3.21, 1, 0.01), tested(2, 1.9, 0.02), tested(-1, 4, 0.6)];
  expect(starredIntervals(three)).toEqual(['3.2 ± 1.0 *', '2.0 ± 1.9 *', '-1.0 ± 4.0']);
  expect(starredIntervals([three[1]!, three[1]!, three[1]!, three[2]!])).toEqual([
    '2.0 ± 1.9',
    '2.0 ± 1.9',
    '2.0 ± 1.9',
    '-1.0 ± 4.0',
  ]);
});

test('one without a p-value has no star, and does not count among the tests', () => {
  const none = { mean: Number.NaN, margin: Number.NaN, count: 3, pValue: Number.NaN };
  expect(starredIntervals([tested(2, 1.9, 0.04), none, { ...none, mean: 7 }])).toEqual(['2.0 ± 1.9 *', '–', '7.0']);
});
