import {
  confidenceInterval,
  countsPerSentence,
  type FrontierPoint,
  frontierAt,
  frontierReading,
  type Interval,
  mcnemar,
  mean,
  pairedBootstrapOfCounts,
  sumColumns,
  tTest,
  unpackCounts,
} from '../evaluate';
import { largest } from '../extremes';
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
 * The mean of a score over the seeds of a setting, with its 95% interval.
 *
 * @throws Error when there is no such run, or a seed has several: the setting is to say what tells them apart
 */
export function overSeeds(runs: readonly ScoredRun[], setting: Setting, of: Score): Interval {
  const scores = [...bySeed(runs, setting).values()];
  if (scores.length === 0) throw new Error(`there is no run of ${said(setting)}`);
  return confidenceInterval(scores.map(of));
}

/**
 * The learning rate at which a method would be used: the one whose mean over the seeds is highest by a score that saw no test item, such
 * as BLEU on the validation texts. Of equal ones the gentlest.
 *
 * @throws Error when there is no run of the setting, or one without that score
 */
export function ownLearningRate(runs: readonly ScoredRun[], setting: Setting, of: Score): number {
  const rates = [...new Set(runsWith(runs, setting).map(({ run }) => run.learningRate))].sort((a, b) => a - b);
  const scored = rates.map(learningRate => overSeeds(runs, { ...setting, learningRate }, of).mean);
  if (rates.length === 0) throw new Error(`there is no run of ${said(setting)}`);
  if (scored.some(Number.isNaN)) throw new Error(`this score is no number in some run of ${said(setting)}`);
  return rates[scored.indexOf(largest(scored))] as number;
}

/**
 * How much better setting `a` scores than `b`, seed by seed: both share data and order.
 *
 * @throws Error when a seed has runs of only one of them, or several of one
 */
export function differencesBySeed(
  runs: readonly ScoredRun[],
  settings: readonly [Setting, Setting],
  of: Score,
): number[] {
  return pairsBySeed(runs, settings).map(([ours, theirs]) => of(ours) - of(theirs));
}

/** The mean of {@link differencesBySeed} with its 95% interval. */
export function pairedDifference(
  runs: readonly ScoredRun[],
  settings: readonly [Setting, Setting],
  of: Score,
): Interval {
  return confidenceInterval(differencesBySeed(runs, settings, of));
}

/**
 * Whether one of two settings has questions right in more of the seeds than the other: McNemar's test over the questions of some kinds.
 * A question counts for the setting that has it right the more often, and for none where both have it as often; were the settings
 * equal, each would be a coin. That generalises to other questions; what another seed would change, intervals over seeds say.
 *
 * @param kinds those of `score.correct`, such as the names of abilities
 * @returns the two-sided p-value
 * @throws Error when a seed has runs of only one of them, or several of one
 */
export function mcnemarOverSeeds(
  runs: readonly ScoredRun[],
  settings: readonly [Setting, Setting],
  kinds: readonly string[],
): number {
  const pairs = pairsBySeed(runs, settings).map(pair => pair.map(score => marksOf(score, kinds)));
  const timesRight = (which: number, question: number) => pairs.filter(pair => pair[which]?.[question] === '1').length;
  const lead = Array.from(pairs[0]?.[0] ?? '', (_, question) => timesRight(0, question) - timesRight(1, question));
  return mcnemar(
    lead.map(more => more > 0),
    lead.map(more => more < 0),
  );
}

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

/**
 * General ability that a setting keeps at a translation quality (BLEU in the domain), seed by seed: on the line from the base through
 * its learning rates, from the gentlest to the harshest. A number for each seed of the runs, so that settings can be compared seed by
 * seed: NaN where the setting has no run of the seed, or its line does not reach the quality.
 */
export function generalAt(runs: readonly ScoredRun[], base: Measurement, setting: Setting, bleu: number): number[] {
  const mine = runsWith(runs, setting);
  return seedsOf(runs).map(seed => frontierAt(lineOf(mine, base, seed).map(pointOf), bleu));
}

/** How many points of general ability setting `a` keeps beyond `b` at a translation quality, seed by seed; see {@link generalAt}. */
export function generalBeyond(
  runs: readonly ScoredRun[],
  base: Measurement,
  [a, b]: readonly [Setting, Setting],
  bleu: number,
): number[] {
  const theirs = generalAt(runs, base, b, bleu);
  return generalAt(runs, base, a, bleu).map((kept, seed) => kept - (theirs[seed] as number));
}

/**
 * General ability question by question, for paired tests: how much each question of some kinds counts as right at a translation quality, 0 to 1,
 * the mean over the seeds. Between two runs of the line a question counts as the mark of the one and that of the other, each as
 * much as it counts in `generalAt`.
 *
 * @param kinds those of `score.correct`, such as the names of abilities
 * @returns a number for each question, in the order of the kinds; none when some seed does not reach the quality
 * @throws Error when the runs were asked different questions
 */
export function marksAt(
  runs: readonly ScoredRun[],
  base: Measurement,
  setting: Setting,
  { bleu, kinds }: { bleu: number; kinds: readonly string[] },
): number[] {
  const mine = runsWith(runs, setting);
  checkAskedAlike(mine);
  const bySeed = seedsOf(runs).map(seed => {
    const line = lineOf(mine, base, seed);
    const reading = frontierReading(line.map(pointOf), bleu);
    if (reading === undefined) return [];
    const [from, to] = [reading.from, reading.to].map(at =>
      Array.from(marksOf(line[at] as Measurement, kinds), Number),
    ) as [number[], number[]];
    return from.map((mark, i) => mark + reading.share * ((to[i] as number) - mark));
  });
  const [first] = bySeed;
  if (first === undefined || bySeed.some(marks => marks.length === 0)) return [];
  return first.map((_, i) => mean(bySeed.map(marks => marks[i] as number)));
}

/**
 * Whether two settings have different questions right at a translation quality: a paired t-test over the questions, by {@link marksAt}. That
 * generalises to other questions; what another seed would change, intervals over seeds say.
 *
 * @returns the two-sided p-value; undefined where some seed of one of them does not reach the quality
 * @throws Error when they were asked different questions
 */
export function tTestAt(
  runs: readonly ScoredRun[],
  base: Measurement,
  settings: readonly [Setting, Setting],
  at: { bleu: number; kinds: readonly string[] },
): number | undefined {
  checkAskedAlike(settings.flatMap(setting => runsWith(runs, setting)));
  const [ours, theirs] = settings.map(setting => marksAt(runs, base, setting, at)) as [number[], number[]];
  if (ours.length === 0 || theirs.length === 0) return undefined;
  return tTest(ours.map((mark, question) => mark - (theirs[question] as number)));
}

/**
 * The marks of the questions of some kinds, one kind after the other.
 *
 * @throws Error naming a kind that was not measured
 */
function marksOf({ correct }: Measurement, kinds: readonly string[]): string {
  const marks = kinds.map(kind => {
    if (correct[kind] === undefined)
      throw new Error(`${kind} was not measured: there are ${Object.keys(correct).join(', ')}`);
    return correct[kind];
  });
  return marks.join('');
}

/** @throws Error when they were asked different questions, as in a sketch and in the whole experiment */
export function checkAskedAlike(runs: readonly ScoredRun[]): void {
  if (new Set(runs.map(({ measure }) => fingerprint({ measure }))).size > 1)
    throw new Error('these runs were asked different questions: compare runs of one measurement');
}

/** The base and the runs of a seed, from the gentlest learning rate to the harshest; nothing where there are none. */
function lineOf(runs: readonly ScoredRun[], base: Measurement, seed: number): Measurement[] {
  const mine = runsWith(runs, { seed });
  if (mine.length === 0) return [];
  const rates = [...new Set(mine.map(({ run }) => run.learningRate))].sort((a, b) => a - b);
  return [base, ...rates.flatMap(learningRate => bySeed(mine, { seed, learningRate }).get(seed) ?? [])];
}

const pointOf = ({ domain, general }: Measurement): FrontierPoint => ({ x: domain.bleu, y: general });
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
