import { formatInterval, holm, isTested, type Tested } from '../evaluate';

/** How sure a difference is. */
export type Certainty = 'shown' | 'leaning' | 'open';

/** What the three words mean, for people. */
export const certainties: Record<Certainty, string> = {
  shown: 'told from 0 after correction for all differences of its table (Holm, 5 %)',
  leaning: 'its own 95 % interval leaves 0 out, but not after that correction',
  open: 'its 95 % interval holds 0, or there is one run only',
};

/** The mark of each word in a table. */
export const certaintyMarks: Record<Certainty, string> = { shown: ' *', leaning: ' (*)', open: '' };

const LEVEL = 0.05;

/**
 * The one rule of significance of this workbench: differences that are looked at together are judged together. With p_i the p-value of a
 * difference and p̃_i that after Holm's correction for all of them that have one,
 *
 *     shown: p̃_i < 0.05,   leaning: p_i < 0.05 ≤ p̃_i,   open: all others.
 *
 * @returns the differences in the order given, each with its word
 */
export function judge<T extends Tested>(differences: readonly T[]): (T & { certainty: Certainty })[] {
  const tested = differences.filter(isTested);
  const adjusted = holm(tested.map(({ pValue }) => pValue));
  return differences.map(difference => {
    const corrected = adjusted[tested.indexOf(difference)] ?? Number.NaN;
    const certainty = corrected < LEVEL ? 'shown' : difference.pValue < LEVEL ? 'leaning' : 'open';
    return { ...difference, certainty };
  });
}

/** A judged difference as a table writes it: `3.2 ± 1.7 *`. */
export const markedInterval = (difference: Tested & { certainty: Certainty }, digits = 1): string =>
  `${formatInterval(difference, digits).replace(/^-/, '−')}${certaintyMarks[difference.certainty]}`;
