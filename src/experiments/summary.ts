import { countsPerSentence, pairedBootstrapOfCounts, sumColumns, unpackCounts } from '../evaluate';
import { fingerprint } from './cache';
import type { RunConfig } from './fine-tune';
import type { MeasureConfig, Measurement } from './measure';

/** A run with what its model scores. */
export interface ScoredRun {
  run: RunConfig;
  /** What it was asked. Those that are compared question by question, or text by text, are asked the same. */
  measure?: MeasureConfig;
  score: Measurement;
}

/** A number of a measurement, such as `score => score.domain.bleu`. */
export type Score = (score: Measurement) => number;

/** What runs have in common: the values of some keys. */
export type Setting = Partial<RunConfig>;

/** The runs that have these values. A key whose value is `undefined` is one that they do not have. */
export function runsWith<T extends ScoredRun>(runs: readonly T[], setting: Setting): T[] {
  const wanted = Object.entries(setting);
  const has = (run: RunConfig) => wanted.every(([key, value]) => isSame(run[key as keyof RunConfig], value));
  return runs.filter(({ run }) => has(run));
}

/** Whether values of a configuration are the same, whatever the order of their keys. */
const isSame = (a: unknown, b: unknown): boolean =>
  a === b ||
  (typeof a === 'object' && typeof b === 'object' && fingerprint({ value: a }) === fingerprint({ value: b }));

/**
 * Whether two settings translate the domain differently well: paired bootstrap resampling over its texts. All seeds' translations of a text
 * are drawn together, as if they were one corpus. That generalises to other texts; what another seed would change, intervals over
 * seeds say.
 *
 * @returns the p-value; undefined where a measurement is too old to hold the counts of its sentences
 * @throws Error when a seed has runs of only one of them, or several of one
 */
export function bootstrapOverSeeds(
  runs: readonly ScoredRun[],
  settings: readonly [Setting, Setting],
  metric: 'bleu' | 'chrf' = 'bleu',
): number | undefined {
  const pairs = pairsBySeed(runs, settings);
  if (pairs.flat().some(({ counts }) => counts === undefined)) return undefined;
  const width = countsPerSentence({ metric });
  const countsOf = (which: 0 | 1) => {
    const bySeed = pairs.map(pair => unpackCounts(pair[which].counts?.[metric] as string, width));
    // A text's counts, added up over the seeds.
    return (bySeed[0] as number[][]).map((_, text) => sumColumns(bySeed.map(rows => rows[text] as number[])));
  };
  return pairedBootstrapOfCounts(countsOf(1), [countsOf(0)], { metric }).systems[0]?.pValue;
}

/**
 * What two settings score, seed by seed.
 *
 * @throws Error when a seed has runs of only one of them, or several of one; or when they were asked different questions
 */
function pairsBySeed(runs: readonly ScoredRun[], [a, b]: readonly [Setting, Setting]): [Measurement, Measurement][] {
  checkAskedAlike([...runsWith(runs, a), ...runsWith(runs, b)]);
  const [ours, theirs] = [bySeed(runs, a), bySeed(runs, b)];
  const scoreOf = (scores: Map<number, Measurement>, setting: Setting, seed: number) => {
    const score = scores.get(seed);
    if (score === undefined) throw new Error(`there is no run of ${said(setting)} with seed ${seed}`);
    return score;
  };
  const seeds = [...new Set([...ours.keys(), ...theirs.keys()])];
  if (seeds.length === 0) throw new Error(`there is no run of ${said(a)}`);
  return seeds.map(seed => [scoreOf(ours, a, seed), scoreOf(theirs, b, seed)]);
}

/** @throws Error when they were asked different questions, as in a sketch and in the whole experiment */
export function checkAskedAlike(runs: readonly ScoredRun[]): void {
  if (new Set(runs.map(({ measure }) => fingerprint({ measure }))).size > 1)
    throw new Error('these runs were asked different questions: compare runs of one measurement');
}

const seedsOf = (runs: readonly ScoredRun[]) => [...new Set(runs.map(({ run }) => run.seed))].sort((a, b) => a - b);
const said = (setting: Setting) => JSON.stringify(setting);

/** The scores of a setting by seed. */
function bySeed(runs: readonly ScoredRun[], setting: Setting): Map<number, Measurement> {
  const mine = runsWith(runs, setting);
  const seeds = seedsOf(mine);
  if (seeds.length < mine.length)
    throw new Error(`${said(setting)} matches several runs of a seed: say what tells them apart`);
  return new Map(seeds.map(seed => [seed, mine.find(({ run }) => run.seed === seed)!.score]));
}
