import { betaQuantile } from './quantiles';

/**
 * The exact (Clopper-Pearson) interval of a share of which `right` of `count` items were seen, in percent:
 *
 *     low = B(α/2; k, n − k + 1),   high = B(1 − α/2; k + 1, n − k),   α = 1 − level
 *
 * with B the quantile of the beta distribution, k = right and n = count; low is 0 for k = 0, high is 100 for k = n. It speaks of other items
 * of the same kind, each drawn on its own, and covers the true share at least as often as the level says.
 *
 * @param level between 0 and 1
 * @throws Error when `right` or `count` is no number of items, or the level is none
 * Source: Clopper and Pearson 1934.
 *
 * @example
 * ```ts
 * const { low, high } = radis.binomialInterval(8, 10);
 * console.log(low.toFixed(0), high.toFixed(0));
 * // 44 97
 * ```
 */
export function binomialInterval(right: number, count: number, level = 0.95): { low: number; high: number } {
  if (!(Number.isInteger(right) && Number.isInteger(count) && count > 0 && right >= 0 && right <= count))
    throw new Error(
      `${right} of ${count} items is no share: give whole numbers, at least one item, and no more right than there are`,
    );
  if (!(level > 0 && level < 1)) throw new Error(`the level of an interval lies between 0 and 1, not at ${level}`);
  const lower = (k: number) => (k === 0 ? 0 : betaQuantile((1 - level) / 2, k, count - k + 1));
  // The upper end for what is right is the lower end for what is wrong, seen from 100 %.
  return { low: 100 * lower(right), high: 100 * (1 - lower(count - right)) };
}
