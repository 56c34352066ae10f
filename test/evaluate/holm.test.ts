import { describe, expect, it } from 'vitest';
import { holm } from '../../src/evaluate';

describe('Holm’s correction', () => {
  it('multiplies the smallest p-value by the number of tests, the next by one less, and so on', () => {
    // Sorted 0.005, 0.01, 0.03, 0.04: times 4, 3, 2, 1 that is 0.02, 0.03, 0.06, 0.04, and no later one is lower than an earlier one.
    const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((p, i) => {
      expect(adjusted[i]).toBeCloseTo(p, 12);
    });
  });

  it('is that of R’s multtest', () => {
    const pValues = [0.001, 0.002, 0.003, 0.004, 0.005, 0.05, 0.06, 0.07, 0.08, 0.09];
    const expected = [0.01, 0.018, 0.024, 0.028, 0.03, 0.25, 0.25, 0.25, 0.25, 0.25];
    const adjusted = holm(pValues);
    expected.forEach((p, i) => {
      expect(adjusted[i]).toBeCloseTo(p, 12);
    });
    expect(holm(pValues.toReversed())).toEqual(adjusted.toReversed());
  });

  it('lies between the p-values and Bonferroni’s, and never above 1', () => {
    const pValues = [0.6, 0.0004, 0.02, 0.9, 0.3, 0.02, 0, 1];
    holm(pValues).forEach((adjusted, i) => {
      expect(adjusted).toBeGreaterThanOrEqual(pValues[i] as number);
      expect(adjusted).toBeLessThanOrEqual(Math.min(1, 8 * (pValues[i] as number)));
    });
  });

  it('gives equal p-values equal corrections, and leaves a single test as it is', () => {
    expect(holm([0.02, 0.5, 0.02])).toEqual([0.06, 0.5, 0.06]);
    expect(holm([0.03])).toEqual([0.03]);
    expect(holm([])).toEqual([]);
  });

  it('leaves the list that it is given as it was', () => {
    const pValues = [0.03, 0.01];
    holm(pValues);
    expect(pValues).toEqual([0.03, 0.01]);
  });

  it('is refused for what is no probability', () => {
    for (const p of [-0.1, 1.1, 5, Number.NaN])
      expect(() => holm([0.1, p])).toThrow(`a p-value lies between 0 and 1, not at ${p}`);
  });
});
