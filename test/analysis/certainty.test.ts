import { expect, test } from 'vitest';
import { judge, markedInterval } from '../../src/analysis';

const difference = (pValue: number) => ({ mean: 2, margin: 1, count: 5, pValue });

test('what is shown withstands the correction for all differences of the table, what leans does not', () => {
  // Holm: 3 · 0.01 = 0.03 and 2 · 0.03 = 0.06; NaN has no test and is not counted.
  const words = judge([0.03, 0.01, 0.5, Number.NaN].map(difference)).map(({ certainty }) => certainty);
  expect(words).toEqual(['leaning', 'shown', 'open', 'open']);
});

test('the same p-value may be shown in a small table and lean in a large one', () => {
  expect(judge([difference(0.03)])[0]!.certainty).toBe('shown');
  expect(judge(Array.from({ length: 20 }, () => difference(0.03)))[0]!.certainty).toBe('leaning');
});

test('tables mark what is shown and what leans', () => {
  const texts = judge([0.001, 0.04, 0.9].map(difference)).map(one => markedInterval(one));
  expect(texts).toEqual(['2.0 ± 1.0 *', '2.0 ± 1.0 (*)', '2.0 ± 1.0']);
});
