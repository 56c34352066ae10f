import { mean } from '../evaluate';
import { abilityNames } from '../world';
import type { Measurement } from './measure';
import { checkAskedAlike, type ScoredRun } from './summary';

/** Runs, and the base that they started from. */
export interface RunsOfBase {
  runs: readonly ScoredRun[];
  base: Measurement;
}

/**
 * The same runs, scored on the first, third, … question of each ability, and on the rest, each half with as many of every level: a
 * setting that was chosen on one half shows on the other what it keeps without luck with the questions of the choice. What is new is the
 * abilities, their mean, and the marks of their questions; all else is as it was measured, the translations above all.
 *
 * @throws Error when they were asked different questions
 */
export function halvesOfQuestions({ runs, base }: RunsOfBase): [RunsOfBase, RunsOfBase] {
  checkAskedAlike(runs);
  const half = (which: 0 | 1): RunsOfBase => ({
    base: onHalf(base, which),
    runs: runs.map(run => ({ ...run, score: onHalf(run.score, which) })),
  });
  return [half(0), half(1)];
}

function onHalf(score: Measurement, which: 0 | 1): Measurement {
  const kept = abilityNames.map(ability => {
    const marks = [...(score.correct[ability] as string)].filter((_, i) => i % 2 === which);
    return [ability, marks.join('')] as const;
  });
  const shares = kept.map(([ability, marks]) => [ability, 100 * mean(Array.from(marks, Number))]);
  const abilities = Object.fromEntries(shares) as Measurement['abilities'];
  const correct = { ...score.correct, ...Object.fromEntries(kept) };
  return { ...score, abilities, general: mean(Object.values(abilities)), correct };
}
