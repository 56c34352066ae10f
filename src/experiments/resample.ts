import {
  countsPerSentence,
  intervalOverSeedsAndItems,
  mean,
  scoreOfCounts,
  type Tested,
  unpackCounts,
} from '../evaluate';
import { createRandom } from '../random';
import { abilityNames } from '../world';
import type { Measurement } from './measure';
import { checkAskedAlike, type ScoredRun } from './summary';

/** Runs, and the base that they started from. */
export interface RunsOfBase {
  runs: readonly ScoredRun[];
  base: Measurement;
}

/** The numbers of a measurement that {@link resampleItems} draws anew. */
type Resampled = Pick<Measurement, 'domain' | 'abilities' | 'general'>;

/**
 * Runs as they would have scored with other test items: the texts of the domain, and the questions of each ability, are drawn anew with
 * replacement, as many as there are, and the same ones for the base and for every run. What is new in each is BLEU and chrF in the domain, the abilities,
 * and their mean; all else is as it was measured.
 *
 * @param options.samples how many times
 * @throws Error when they were asked different questions, or a measurement is too old to hold the counts of its sentences
 * Source: Efron 1979; for machine translation Koehn 2004.
 */
export function resampleItems(
  { runs, base }: RunsOfBase,
  { samples = 500, seed = 0 }: { samples?: number; seed?: number } = {},
): RunsOfBase[] {
  checkAskedAlike(runs);
  const scores = [base, ...runs.map(({ score }) => score)];
  const random = createRandom(`items/${seed}`);
  // How often each of so many items is drawn: few numbers to go through, however many runs there are.
  const drawn = (count: number) => {
    const times = new Uint16Array(count);
    for (let i = 0; i < count; i++) times[random.int(count)]!++;
    return times;
  };
  const scorers = scores.map(scorerOf);
  const texts = textsOf(base);
  const questions = abilityNames.map(ability => [ability, (base.correct[ability] as string).length] as const);
  return Array.from({ length: samples }, () => {
    const ofTexts = drawn(texts);
    const ofQuestions = Object.fromEntries(questions.map(([ability, count]) => [ability, drawn(count)]));
    const [ofBase, ...ofRuns] = scorers.map(score => score(ofTexts, ofQuestions)) as [Resampled, ...Resampled[]];
    return {
      base: { ...base, ...ofBase },
      runs: runs.map((run, i) => ({ ...run, score: { ...run.score, ...(ofRuns[i] as Resampled) } })),
    };
  });
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

/**
 * A number of runs, such as a difference of two settings, with how far it may be off: another training might give another one, and so might
 * other texts and questions. See `intervalOverSeedsAndItems`.
 *
 * @param statistic the number for each seed
 * @param replicas of {@link resampleItems}; those for which the number does not exist, such as a quality that is not reached, are left out
 */
export function overSeedsAndItems(
  measured: RunsOfBase,
  replicas: readonly RunsOfBase[],
  statistic: (measured: RunsOfBase) => number[],
): Tested {
  const onOtherItems = replicas.map(replica => mean(statistic(replica))).filter(Number.isFinite);
  return intervalOverSeedsAndItems(statistic(measured), onOtherItems);
}

const METRICS = ['bleu', 'chrf'] as const;
type Metric = (typeof METRICS)[number];

/** The counts of the texts in the domain, text after text. */
function countsOf({ counts }: Measurement, metric: Metric): Uint16Array {
  if (counts === undefined)
    throw new Error('a result is too old to hold the counts of its sentences: compute it again to draw other texts');
  return Uint16Array.from(unpackCounts(counts[metric], countsPerSentence({ metric })).flat());
}

const textsOf = (score: Measurement) => countsOf(score, 'bleu').length / countsPerSentence();

/** Scores a measurement on texts and questions that are drawn so many times each. */
function scorerOf(score: Measurement): (texts: Uint16Array, questions: Record<string, Uint16Array>) => Resampled {
  const [bleu, chrf] = METRICS.map(metric => countsOf(score, metric)) as [Uint16Array, Uint16Array];
  const marks = new Map(
    abilityNames.map(ability => [ability, Uint16Array.from(score.correct[ability] as string, Number)]),
  );
  return (texts, questions) => {
    const shares = abilityNames.map(ability => {
      const times = questions[ability] as Uint16Array;
      const [right] = weightedSums(marks.get(ability) as Uint16Array, times) as [number];
      return [ability, (100 * right) / times.length];
    });
    const abilities = Object.fromEntries(shares) as Measurement['abilities'];
    const [ofBleu, ofChrf] = [weightedSums(bleu, texts), weightedSums(chrf, texts)];
    const domain = {
      ...score.domain,
      bleu: scoreOfCounts(ofBleu),
      chrf: scoreOfCounts(ofChrf, { metric: 'chrf' }),
    };
    return { domain, abilities, general: mean(Object.values(abilities)) };
  };
}

/** Adds up rows of numbers, each row so many times. */
function weightedSums(rows: Uint16Array, times: Uint16Array): number[] {
  const width = rows.length / times.length;
  const sums = new Float64Array(width);
  for (let row = 0; row < times.length; row++) {
    const count = times[row] as number;
    if (count > 0) for (let i = 0; i < width; i++) sums[i]! += count * (rows[row * width + i] as number);
  }
  return [...sums];
}
