import { confidenceInterval, type FrontierPoint, frontierAt, type Interval } from '../evaluate';
import type { RunConfig } from './fine-tune';
import type { Measurement } from './measure';

/** A run with what its model scores. */
export interface ScoredRun {
  run: RunConfig;
  score: Measurement;
}

/** A number of a measurement, such as `score => score.domain.bleu`. */
export type Score = (score: Measurement) => number;

/** One setting of a method. */
export type Setting = Pick<RunConfig, 'method' | 'learningRate'>;

/** The mean of a score over the seeds of a setting, with its 95% interval. */
export function overSeeds(runs: readonly ScoredRun[], { method, learningRate }: Setting, of: Score): Interval {
  const mine = runs.filter(({ run }) => run.method === method && run.learningRate === learningRate);
  return confidenceInterval(mine.map(({ score }) => of(score)));
}

/**
 * The learning rate at which a method would be used: the one whose mean over the seeds is highest by a score that saw no test item, such
 * as BLEU on the validation texts. Of equal ones the gentlest.
 *
 * @throws Error when there is no run of the method
 */
export function ownLearningRate(runs: readonly ScoredRun[], method: string, of: Score): number {
  const rates = [...new Set(runs.filter(({ run }) => run.method === method).map(({ run }) => run.learningRate))];
  const scored = rates.sort((a, b) => a - b).map(learningRate => overSeeds(runs, { method, learningRate }, of).mean);
  const best = rates[scored.indexOf(Math.max(...scored))];
  if (best === undefined) throw new Error(`there is no run of ${method}`);
  return best;
}

/**
 * How much better method `a` scores than `b` at one learning rate: the mean of the differences seed by seed, which share data and
 * order, with its 95% interval.
 */
export function pairedDifference(
  runs: readonly ScoredRun[],
  [a, b]: readonly [string, string],
  learningRate: number,
  of: Score,
): Interval {
  const scoreOf = (method: string, seed: number) => {
    const found = runs.find(
      ({ run }) => run.method === method && run.learningRate === learningRate && run.seed === seed,
    );
    if (found === undefined) throw new Error(`there is no run of ${method} at ${learningRate} with seed ${seed}`);
    return of(found.score);
  };
  return confidenceInterval(seedsOf(runs).map(seed => scoreOf(a, seed) - scoreOf(b, seed)));
}

/**
 * General ability that a method keeps at a translation quality (BLEU in the domain), seed by seed: on the line from the base through
 * its settings, from the gentlest learning rate to the harshest. A seed whose line does not reach the quality gives NaN.
 */
export function generalAt(runs: readonly ScoredRun[], base: Measurement, method: string, bleu: number): number[] {
  return seedsOf(runs).map(seed => {
    const mine = runs.filter(({ run }) => run.method === method && run.seed === seed);
    const settings = mine.sort((a, b) => a.run.learningRate - b.run.learningRate).map(({ score }) => score);
    return frontierAt([base, ...settings].map(pointOf), bleu);
  });
}

const pointOf = ({ domain, general }: Measurement): FrontierPoint => ({ x: domain.bleu, y: general });
const seedsOf = (runs: readonly ScoredRun[]) => [...new Set(runs.map(({ run }) => run.seed))];
