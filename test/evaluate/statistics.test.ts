import { describe, expect, it } from 'vitest';
import {
  bootstrapInterval,
  confidenceInterval,
  formatInterval,
  intervalOverSeedsAndItems,
  mean,
  standardDeviation,
  studentQuantile,
} from '../../src/evaluate';
import { createRandom } from '../../src/random';

describe('mean and standard deviation', () => {
  it('are those of the textbook', () => {
    expect(mean([2, 4, 4, 4, 5, 5, 7, 9])).toBe(5);
    // Squared distances 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32, of 8 − 1 = 7 degrees of freedom.
    expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 12);
    expect(standardDeviation([3, 3, 3])).toBe(0);
  });

  it('are no numbers where there is too little to go by', () => {
    expect(mean([])).toBeNaN();
    expect(standardDeviation([1])).toBeNaN();
  });
});

describe('the quantiles of Student’s t distribution', () => {
  // Printed tables have three to five digits; these are scipy.stats.t.ppf, which agrees with them.
  it.each([
    { degrees: 1, expected: [6.3137515, 12.7062047, 63.6567412] },
    { degrees: 2, expected: [2.9199856, 4.3026527, 9.9248432] },
    { degrees: 4, expected: [2.1318468, 2.7764451, 4.6040949] },
    { degrees: 10, expected: [1.8124611, 2.2281389, 3.1692727] },
    { degrees: 30, expected: [1.6972609, 2.0422725, 2.7499957] },
  ])('for $degrees degrees of freedom are those of the tables', ({ degrees, expected }) => {
    [0.95, 0.975, 0.995].forEach((probability, i) => {
      expect(studentQuantile(probability, degrees)).toBeCloseTo(expected[i] as number, 6);
    });
  });

  it('for one and two degrees of freedom are those of the closed forms', () => {
    for (const p of [0.51, 0.6, 0.75, 0.9, 0.99, 0.9999]) {
      const cauchy = Math.tan(Math.PI * (p - 0.5));
      expect(studentQuantile(p, 1) / cauchy).toBeCloseTo(1, 9);
      const two = (2 * p - 1) / Math.sqrt(2 * p * (1 - p));
      expect(studentQuantile(p, 2) / two).toBeCloseTo(1, 9);
    }
  });

  it('come near those of the normal distribution for many degrees of freedom', () => {
    expect(studentQuantile(0.975, 100_000)).toBeCloseTo(1.959988, 5);
  });

  it('lie as far below zero as above', () => {
    expect(studentQuantile(0.05, 4)).toBeCloseTo(-2.1318468, 6);
    expect(studentQuantile(0.005, 10)).toBeCloseTo(-3.1692727, 6);
    expect(studentQuantile(0.5, 4)).toBeCloseTo(0, 12);
  });

  it('are refused for what is no probability', () => {
    for (const p of [0, 1, -0.1, 95, Number.NaN])
      expect(() => studentQuantile(p, 4)).toThrow(`a probability lies between 0 and 1, not at ${p}`);
  });
});

describe('a confidence interval', () => {
  it('of three values is mean ± t · s / √3', () => {
    // Mean 10, distances −2, 0, 2: s = √(8 / 2) = 2. Student’s t at 0.975 for 2 degrees is 4.3026527.
    const { mean, margin, count } = confidenceInterval([8, 10, 12]);
    expect([mean, count]).toEqual([10, 3]);
    expect(margin).toBeCloseTo((4.3026527 * 2) / Math.sqrt(3), 6);
  });

  it('is narrower at a lower level', () => {
    expect(confidenceInterval([8, 10, 12], 0.9).margin).toBeCloseTo((2.9199856 * 2) / Math.sqrt(3), 6);
  });

  it('has no width where the values are equal, and an unknown one where there is one value', () => {
    expect(confidenceInterval([7, 7, 7])).toEqual({ mean: 7, margin: 0, count: 3 });
    expect(confidenceInterval([7])).toEqual({ mean: 7, margin: Number.NaN, count: 1 });
  });

  it('is refused at a level in percent', () => {
    expect(() => confidenceInterval([8, 10, 12], 95)).toThrow('a probability lies between 0 and 1');
  });

  it('as text is the mean with its margin, or the mean alone', () => {
    expect(formatInterval(confidenceInterval([8, 10, 12]))).toBe('10.0 ± 5.0');
    expect(formatInterval({ mean: 96.24, margin: 1.25, count: 3 }, 2)).toBe('96.24 ± 1.25');
    expect(formatInterval({ mean: 96.24, margin: 1.5, count: 3 }, 0)).toBe('96 ± 2');
    expect(formatInterval(confidenceInterval([7.25]))).toBe('7.3');
  });
});

describe('an interval over seeds and items', () => {
  it('is that over seeds where other items would change nothing', () => {
    const { margin } = intervalOverSeedsAndItems([8, 10, 12], [10, 10, 10]);
    expect(margin).toBeCloseTo(confidenceInterval([8, 10, 12]).margin, 12);
  });

  it('is that of the normal distribution where other seeds would change nothing', () => {
    // The draws have the standard deviation √2.
    const { margin } = intervalOverSeedsAndItems([10, 10, 10], [9, 11, 11, 9, 10, 12, 8]);
    expect(margin).toBeCloseTo(1.959964 * Math.sqrt(2), 3);
  });

  it('adds the variances of both, with degrees of freedom in between', () => {
    // s²/n = 4/3 and u² = 2: SE² = 10/3, ν = (10/3)² / ((4/3)² / 2) = 12.5; t = 2.1692 (scipy.stats.t.ppf).
    const { mean: middle, margin, pValue } = intervalOverSeedsAndItems([8, 10, 12], [9, 11, 11, 9, 10, 12, 8]);
    expect(middle).toBe(10);
    expect(margin).toBeCloseTo(2.1691859 * Math.sqrt(10 / 3), 3);
    expect(pValue).toBeLessThan(0.001);
    // Where the interval ends at 0 the p-value is 1 − level.
    const shifted = [8, 10, 12].map(value => value - 10 + margin);
    expect(intervalOverSeedsAndItems(shifted, [9, 11, 11, 9, 10, 12, 8]).pValue).toBeCloseTo(0.05, 9);
  });

  it('has no width where there is one seed, and is nothing where a seed has no number', () => {
    expect(formatInterval(intervalOverSeedsAndItems([7], [7, 8]))).toBe('7.0');
    expect(formatInterval(intervalOverSeedsAndItems([7, Number.NaN], [7, 8]))).toBe('–');
    expect(intervalOverSeedsAndItems([0, 0], [0, 0]).pValue).toBe(1);
  });

  it('holds the truth about as often as it says, where seeds and items both vary', () => {
    const random = createRandom('coverage');
    // A sum of twelve even draws is nearly normal, with variance 1.
    const normal = () => Array.from({ length: 12 }, () => random()).reduce((sum, value) => sum + value, -6);
    const held = Array.from({ length: 1000 }, () => {
      const ofItems = normal();
      const bySeed = Array.from({ length: 5 }, () => ofItems + 2 * normal());
      const { mean: middle, margin } = intervalOverSeedsAndItems(bySeed, Array.from({ length: 50 }, normal));
      return Math.abs(middle) <= margin;
    });
    const share = held.filter(Boolean).length / held.length;
    expect(share).toBeGreaterThan(0.93);
    expect(share).toBeLessThan(0.975);
  });
});

describe('a bootstrap interval', () => {
  const items = Array.from({ length: 100 }, (_, i) => i);

  it('is the same for the same seed, and another for another', () => {
    const interval = bootstrapInterval(items, mean, { seed: 5 });
    expect(bootstrapInterval(items, mean, { seed: 5 })).toEqual(interval);
    expect(bootstrapInterval(items, mean, { seed: 6 })).not.toEqual(interval);
  });

  it('covers the mean of a known sample, as widely as theory says', () => {
    const [lower, upper] = bootstrapInterval(items, mean, { samples: 4000 });
    // The numbers 0 to 99: mean 49.5, standard error √((100² − 1) / 12) / 10 = 2.887.
    expect(Math.abs(lower - (49.5 - 1.96 * 2.887))).toBeLessThan(0.5);
    expect(Math.abs(upper - (49.5 + 1.96 * 2.887))).toBeLessThan(0.5);
  });

  it('is narrower at a lower level', () => {
    const [lower, upper] = bootstrapInterval(items, mean, { level: 0.95 });
    const [innerLower, innerUpper] = bootstrapInterval(items, mean, { level: 0.5 });
    expect(innerLower).toBeGreaterThan(lower);
    expect(innerUpper).toBeLessThan(upper);
    expect(innerLower).toBeLessThan(innerUpper);
  });

  it('draws as many items as there are, of any kind, with replacement', () => {
    const words = ['a', 'b', 'c'];
    const drawn: string[] = [];
    bootstrapInterval(words, sample => drawn.push(sample.join('')), { samples: 200 });
    expect(drawn).toHaveLength(200);
    for (const sample of drawn) expect(sample).toMatch(/^[abc]{3}$/);
    // 3³ = 27 different draws: with 200 samples nearly all are seen, those with repetitions too.
    expect(new Set(drawn).size).toBeGreaterThan(20);
    expect(words).toEqual(['a', 'b', 'c']);
  });

  it('of a constant list is that constant', () => {
    expect(bootstrapInterval([4, 4, 4], mean)).toEqual([4, 4]);
    expect(bootstrapInterval([4], mean, { samples: 1 })).toEqual([4, 4]);
  });

  it('of nothing is refused', () => {
    expect(() => bootstrapInterval([], mean)).toThrow('cannot resample an empty list');
  });
});
