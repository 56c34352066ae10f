import { describe, expect, it } from 'vitest';
import { binomialInterval } from '../../src/evaluate';

describe('the exact interval of a share', () => {
  // scipy.stats.binomtest(right, count).proportion_ci(level, 'exact'), in percent.
  it.each([
    { right: 1, count: 1, level: 0.95, low: 2.5, high: 100 },
    { right: 1, count: 10, level: 0.95, low: 0.2528578544462573, high: 44.501611702819545 },
    { right: 1, count: 10, level: 0.99, low: 0.05011285754612697, high: 54.428705689968794 },
    { right: 5, count: 10, level: 0.95, low: 18.708602844740447, high: 81.29139715525955 },
    { right: 3, count: 20, level: 0.99, low: 1.76426379541102, high: 44.9465406739486 },
    { right: 171, count: 180, level: 0.95, low: 90.72088294649213, high: 97.68849869515628 },
    { right: 171, count: 180, level: 0.99, low: 89.2263165694348, high: 98.23572322987896 },
    { right: 4999, count: 10_000, level: 0.95, low: 49.005140992022596, high: 50.97486483484022 },
    { right: 7, count: 100_000, level: 0.95, low: 0.0028144079025196646, high: 0.014422140092245166 },
  ])('is scipy’s: $right of $count at $level', ({ right, count, level, low, high }) => {
    const interval = binomialInterval(right, count, level);
    expect(interval.low).toBeCloseTo(low, 8);
    expect(interval.high).toBeCloseTo(high, 8);
  });

  // Newcombe 1998 (Statistics in Medicine 17, 857), table I, method 5; Conover 1999 for 5 of 25.
  it.each([
    { right: 81, count: 263, low: 25.27, high: 36.76, digits: 2 },
    { right: 15, count: 148, low: 5.78, high: 16.17, digits: 2 },
    { right: 0, count: 20, low: 0, high: 16.84, digits: 2 },
    { right: 1, count: 29, low: 0.09, high: 17.76, digits: 2 },
    { right: 5, count: 25, low: 6.8, high: 40.7, digits: 1 },
  ])('is that of the published tables: $right of $count', ({ right, count, low, high, digits }) => {
    const interval = binomialInterval(right, count);
    expect(interval.low).toBeCloseTo(low, digits);
    expect(interval.high).toBeCloseTo(high, digits);
  });

  it('has the closed form 1 − (α/2)^(1/n) where nothing is right, and its mirror where all is', () => {
    for (const count of [1, 2, 10, 180, 5000])
      for (const level of [0.5, 0.95, 0.999]) {
        const end = 100 * (1 - ((1 - level) / 2) ** (1 / count));
        const none = binomialInterval(0, count, level);
        expect(none.low).toBe(0);
        expect(none.high).toBeCloseTo(end, 9);
        const all = binomialInterval(count, count, level);
        expect(all.low).toBeCloseTo(100 - end, 9);
        expect(all.high).toBe(100);
      }
  });

  it('covers the true share at least as often as it says', () => {
    // Of 12 items, each right with probability p: the chance of a count whose interval holds p.
    const intervals = Array.from({ length: 13 }, (_, right) => binomialInterval(right, 12, 0.9));
    for (let p = 0.01; p < 1; p += 0.01) {
      let chance = (1 - p) ** 12;
      let covered = 0;
      intervals.forEach(({ low, high }, right) => {
        if (low <= 100 * p && 100 * p <= high) covered += chance;
        chance *= ((12 - right) / (right + 1)) * (p / (1 - p));
      });
      expect(covered).toBeGreaterThanOrEqual(0.9);
    }
  });

  it('is refused for what is no share', () => {
    for (const [right, count] of [
      [0, 0],
      [3, 2],
      [-1, 2],
      [0.5, 2],
      [1, 1.5],
      [Number.NaN, 2],
    ] as const)
      expect(() => binomialInterval(right, count)).toThrow(`${right} of ${count} items is no share`);
  });

  it('is refused at a level in percent', () => {
    for (const level of [0, 1, 95, Number.NaN])
      expect(() => binomialInterval(1, 2, level)).toThrow(
        `the level of an interval lies between 0 and 1, not at ${level}`,
      );
  });
});
