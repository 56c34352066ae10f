import { mean } from '../evaluate';
import { halvesOfQuestions, type ScoredRun } from '../experiments';
import { Study } from './study';

/** Which setting some results would choose. */
export interface Choice {
  best: string;
  /** What each candidate keeps beyond the reference, on average over the qualities, in points. */
  gains: Record<string, number>;
}

/**
 * The setting that keeps most beyond the reference, on average over some translation qualities. Only those that reach all of them are candidates. A choice is
 * made on the results that it is shown on: whether others would have chosen the same, {@link halves} and seeds that came later tell.
 * Where none keeps more than the reference, it is the reference.
 */
export function chooseSetting(study: Study, qualities: readonly number[] = study.qualities): Choice {
  const gainOf = (name: string) => {
    const gains = qualities.map(at => {
      const theirs = study.keptBySeed(study.reference, at);
      return mean(study.keptBySeed(name, at).map((kept, seed) => kept - (theirs[seed] as number)));
    });
    return mean(gains);
  };
  const gains = Object.entries(Object.fromEntries(study.others.map(name => [name, gainOf(name)])));
  const candidates = gains.filter(([, gain]) => Number.isFinite(gain)).sort(([, a], [, b]) => b - a);
  const [best] = candidates.filter(([, gain]) => gain > 0);
  return { best: best?.[0] ?? study.reference, gains: Object.fromEntries(candidates) };
}

/** The same models scored on the first, third, … question of each ability, and on the rest: what one half chooses can be tried on the other. */
export function halves(study: Study): [Study, Study] {
  const parts = halvesOfQuestions({ runs: study.runs as readonly ScoredRun[], base: study.base });
  return parts.map(part => new Study(part, study.settings, { reference: study.reference })) as [Study, Study];
}

/**
 * What is lost by choosing on one part of the results and using the choice on another: the gain of the setting that the other part would have chosen, minus that of
 * the one that was chosen, in points.
 */
export function regret(chosenOn: Study, usedOn: Study, qualities: readonly number[] = chosenOn.qualities): number {
  const { best } = chooseSetting(chosenOn, qualities);
  const there = chooseSetting(usedOn, qualities);
  return (there.gains[there.best] ?? 0) - (there.gains[best] ?? 0);
}
