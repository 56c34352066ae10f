import { betaQuantile, incompleteBeta } from './quantiles';

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

/**
 * McNemar's exact test of whether two models answer the same items rightly equally often. Only the items count that one of them has right
 * and the other wrong, b and c of them; were the models equal, each would fall to either side like a coin:
 *
 *     p = min(1, 2 · P(X ≤ min(b, c))),   X ~ Binomial(b + c, 1/2)
 *
 * @param rightA, rightB for each item whether the model answered it rightly, in the same order
 * @returns the two-sided p-value; 1 when the models have the same items right
 * @throws Error when there are no items, or not as many of one model as of the other
 * Source: McNemar 1947; exact as in statsmodels' `mcnemar(table, exact=True)`.
 */
export function mcnemar(rightA: readonly boolean[], rightB: readonly boolean[]): number {
  if (rightA.length === 0) throw new Error('there are no items to compare: give at least one');
  if (rightA.length !== rightB.length)
    throw new Error(
      `${rightA.length} items cannot be compared with ${rightB.length}: give the same items of both models`,
    );
  const onlyA = rightA.filter((right, i) => right && !rightB[i]).length;
  const onlyB = rightB.filter((right, i) => right && !rightA[i]).length;
  if (onlyA === onlyB) return 1;
  const fewer = Math.min(onlyA, onlyB);
  // P(X ≤ k) of n coins is the incomplete beta function I_½(n − k, k + 1).
  return Math.min(1, 2 * incompleteBeta(0.5, onlyA + onlyB - fewer, fewer + 1));
}
