import { createRandom } from '../random';
import { studentQuantile, studentTails } from './quantiles';

/** The mean; NaN of nothing. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The sample standard deviation (n − 1). */
export function standardDeviation(values: readonly number[]): number {
  const average = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / (values.length - 1));
}

/** A mean with how far it may be off: mean ± margin. */
export interface Interval {
  mean: number;
  /** Half the width of the interval; NaN when there are fewer than two values. */
  margin: number;
  count: number;
}

/** An interval with the two-sided p-value of its mean being 0; NaN where there is none. */
export interface Tested extends Interval {
  pValue: number;
}

/**
 * The confidence interval of a mean over seeds: mean ± t · s / sqrt(n), with Student's t for n − 1 degrees of freedom.
 *
 * It speaks of the seeds that vary between the values, and of nothing else.
 *
 * @example
 * ```ts
 * // Student's t for two degrees of freedom: 4.303 · 1 / √3.
 * console.log(radis.formatInterval(radis.confidenceInterval([1, 2, 3])));
 * // 2.0 ± 2.5
 * ```
 */
export function confidenceInterval(values: readonly number[], level = 0.95): Interval {
  const count = values.length;
  const margin =
    count < 2
      ? Number.NaN
      : (studentQuantile((1 + level) / 2, count - 1) * standardDeviation(values)) / Math.sqrt(count);
  return { mean: mean(values), margin, count };
}

/**
 * The confidence interval of a mean over n seeds that were all measured on the same items, such as texts and questions, with what other
 * seeds and what other items would change. With s the standard deviation over the seeds, and u that of the mean over draws of the items,
 *
 *     SE² = s²/n + u²,   mean ± t · SE,   ν = SE⁴ / ((s²/n)² / (n − 1)),
 *
 * with Student's t for ν degrees of freedom (Satterthwaite). A little too wide, if anything: what items do to single seeds is part of both s and u.
 *
 * @param bySeed a value for each seed
 * @param onOtherItems the mean over the seeds on each draw of the items
 * @returns the interval, and the two-sided p-value of a mean of 0; both NaN when there are fewer than two values of either
 * Source: Satterthwaite 1946.
 */
export function intervalOverSeedsAndItems(
  bySeed: readonly number[],
  onOtherItems: readonly number[],
  level = 0.95,
): Tested {
  const count = bySeed.length;
  const ofSeeds = standardDeviation(bySeed) ** 2 / count;
  const variance = ofSeeds + standardDeviation(onOtherItems) ** 2;
  const average = mean(bySeed);
  if (Number.isNaN(average) || Number.isNaN(variance))
    return { mean: average, margin: Number.NaN, count, pValue: Number.NaN };
  if (variance === 0) return { mean: average, margin: 0, count, pValue: average === 0 ? 1 : 0 };
  const degrees = Math.min(variance ** 2 / (ofSeeds ** 2 / (count - 1)), NEARLY_NORMAL);
  const error = Math.sqrt(variance);
  return {
    mean: average,
    margin: studentQuantile((1 + level) / 2, degrees) * error,
    count,
    pValue: studentTails(average / error, degrees),
  };
}

/** From so many degrees of freedom on Student's t is the normal distribution. */
const NEARLY_NORMAL = 1e5;

/** An interval as text: `96.2 ± 1.3`, the mean alone when there is one value, or a dash when there is none. */
export function formatInterval({ mean, margin }: Interval, digits = 1): string {
  if (Number.isNaN(mean)) return '–';
  return Number.isNaN(margin) ? mean.toFixed(digits) : `${mean.toFixed(digits)} ± ${margin.toFixed(digits)}`;
}

/**
 * The percentile bootstrap interval of a statistic of items: the items are drawn anew with replacement.
 *
 * @returns [lower, upper]
 * Source: Efron 1979; for machine translation Koehn 2004.
 */
export function bootstrapInterval<T>(
  items: readonly T[],
  statistic: (sample: readonly T[]) => number,
  { samples = 1000, level = 0.95, seed = 0 }: { samples?: number; level?: number; seed?: number } = {},
): [number, number] {
  if (items.length === 0) throw new Error('cannot resample an empty list');
  const random = createRandom(`bootstrap/${seed}`);
  const values = Array.from({ length: samples }, () => statistic(items.map(() => random.pick(items))));
  return percentileInterval(values, level);
}

/** [lower, upper] of the middle values, a share of `level` of them: as many are left out at one end as at the other. */
export function percentileInterval(values: readonly number[], level = 0.95): [number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  const beyond = Math.floor((sorted.length * (1 - level)) / 2 + 1e-9);
  return [sorted[beyond] as number, sorted[sorted.length - 1 - beyond] as number];
}
