import { studentTails } from './quantiles';
import { mean, standardDeviation } from './statistics';

/**
 * Student's t-test of whether values have the mean 0, such as differences of pairs. With n values of mean m and sample standard deviation s
 *
 *     t = m / (s / √n),   p = P(|T| ≥ |t|) = I_{ν / (ν + t²)}(ν/2, 1/2),   ν = n − 1
 *
 * with I the regularised incomplete beta function.
 *
 * @returns the two-sided p-value; 1 when all values are 0
 * @throws Error when there are fewer than two values, or one that is not finite
 * Source: Student 1908.
 */
export function tTest(values: readonly number[]): number {
  if (values.length < 2) throw new Error(`a t-test takes two values or more, not ${values.length}`);
  const odd = values.find(value => !Number.isFinite(value));
  if (odd !== undefined) throw new Error(`a t-test takes finite numbers, not ${odd}`);
  if (values.every(value => value === 0)) return 1;
  const degrees = values.length - 1;
  const t = mean(values) / (standardDeviation(values) / Math.sqrt(values.length));
  return studentTails(t, degrees);
}
