import { holm } from './holm';
import { formatInterval, type Tested } from './statistics';

/**
 * The differences of one table as text: `3.2 ± 1.7 *`, with a star where a difference is found, that is, where its p-value is below 0.05 after
 * Holm's correction for all differences of the table that have one.
 *
 * @returns a text for each; of one that has no margin, the mean alone
 */
export function starredIntervals(differences: readonly Tested[], digits = 1): string[] {
  const adjusted = holm(differences.filter(isTested).map(({ pValue }) => pValue));
  const found = new Set(differences.filter(isTested).filter((_, i) => (adjusted[i] as number) < 0.05));
  return differences.map(one => `${formatInterval(one, digits)}${found.has(one) ? ' *' : ''}`);
}

/** Whether a difference has a p-value. */
export const isTested = ({ pValue }: Tested): boolean => !Number.isNaN(pValue);
