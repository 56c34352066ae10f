/**
 * P-values of several tests, corrected for their number by Holm's step-down method. With the m values sorted, p_(1) ≤ … ≤ p_(m),
 *
 *     adjusted p_(i) = max over j ≤ i of min(1, (m − j + 1) · p_(j))
 *
 * Rejecting what is adjusted to at most α keeps the chance of even one false rejection at or below α, however the tests depend on each
 * other.
 *
 * @returns the adjusted values, in the order given
 * @throws Error for what is no probability
 * Source: Holm 1979, A simple sequentially rejective multiple test procedure.
 *
 * @example
 * ```ts
 * console.log(radis.holm([0.01, 0.04, 0.03]));
 * // [ 0.03, 0.06, 0.06 ]
 * ```
 */
export function holm(pValues: readonly number[]): number[] {
  for (const p of pValues) if (!(p >= 0 && p <= 1)) throw new Error(`a p-value lies between 0 and 1, not at ${p}`);
  const adjusted = [...pValues];
  let highest = 0;
  [...pValues.keys()]
    .sort((i, j) => (pValues[i] as number) - (pValues[j] as number))
    .forEach((index, rank) => {
      highest = Math.max(highest, Math.min(1, (pValues.length - rank) * (pValues[index] as number)));
      adjusted[index] = highest;
    });
  return adjusted;
}
