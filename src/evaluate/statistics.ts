import { createRandom } from '../random';

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

/**
 * The confidence interval of a mean over seeds: mean ± t · s / sqrt(n), with Student's t for n − 1 degrees of freedom.
 *
 * It speaks of the seeds that vary between the values, and of nothing else.
 */
export function confidenceInterval(values: readonly number[], level = 0.95): Interval {
  const count = values.length;
  const margin =
    count < 2
      ? Number.NaN
      : (studentQuantile((1 + level) / 2, count - 1) * standardDeviation(values)) / Math.sqrt(count);
  return { mean: mean(values), margin, count };
}

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
  const values = Array.from({ length: samples }, () => statistic(items.map(() => random.pick(items)))).sort(
    (a, b) => a - b,
  );
  // As many resamples are left out at one end as at the other.
  const beyond = Math.floor((samples * (1 - level)) / 2 + 1e-9);
  return [values[beyond] as number, values[samples - 1 - beyond] as number];
}

/** The quantile of Student's t distribution, by bisection of its distribution function. */
export function studentQuantile(probability: number, degrees: number): number {
  if (!(probability > 0 && probability < 1))
    throw new Error(`a probability lies between 0 and 1, not at ${probability}`);
  if (probability < 0.5) return -studentQuantile(1 - probability, degrees);
  let high = 1;
  while (studentDistribution(high, degrees) < probability) high *= 2;
  let low = 0;
  for (let i = 0; i < 200 && high - low > 1e-13 * high; i++) {
    const middle = (low + high) / 2;
    if (studentDistribution(middle, degrees) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(T ≤ t) for t ≥ 0, through the incomplete beta function: 1 − I_x(ν/2, 1/2) / 2 with x = ν / (ν + t²). */
function studentDistribution(t: number, degrees: number): number {
  return 1 - incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2;
}

/** The regularised incomplete beta function, by its continued fraction (Numerical Recipes, 6.4). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(a * Math.log(x) + b * Math.log(1 - x) + logGamma(a + b) - logGamma(a) - logGamma(b)) / a;
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / Math.max(tiny, 1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 500; m++) {
    for (const term of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      d = 1 / (1 + term * d || tiny);
      c = 1 + term / c || tiny;
      fraction *= c * d;
    }
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return front * fraction;
}

/** log Γ(x) for x > 0, by the Lanczos approximation with g = 7. */
function logGamma(x: number): number {
  const coefficients = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  const sum = coefficients.reduce((total, value, i) => (i === 0 ? value : total + value / (shifted + i)));
  const t = shifted + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}
