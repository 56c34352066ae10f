import {
  intervalOverSeedsAndItems,
  mean,
  scoreOfCounts,
  sentenceCounts,
  sumColumns,
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
  const drawn = (count: number) => Array.from({ length: count }, () => random.int(count));
  const scorers = scores.map(scorerOf);
  const marks = (ability: string) => (base.correct[ability] as string).length;
  return Array.from({ length: samples }, () => {
    const texts = drawn(textsOf(base));
    const questions = Object.fromEntries(abilityNames.map(ability => [ability, drawn(marks(ability))]));
    const [ofBase, ...ofRuns] = scorers.map(score => score(texts, questions)) as [Resampled, ...Resampled[]];
    return {
      base: { ...base, ...ofBase },
      runs: runs.map((run, i) => ({ ...run, score: { ...run.score, ...(ofRuns[i] as Resampled) } })),
    };
  });
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

/** How many numbers there are for a sentence. */
const widthOf = (metric: Metric) => (sentenceCounts([''], [''], { metric })[0] as number[]).length;

/** The counts of each text in the domain. */
function countsOf({ counts }: Measurement, metric: Metric): number[][] {
  if (counts === undefined)
    throw new Error('a result is too old to hold the counts of its sentences: compute it again to draw other texts');
  return unpackCounts(counts[metric], widthOf(metric));
}

const textsOf = (score: Measurement) => countsOf(score, 'bleu').length;

/** Scores a measurement on texts and questions, given by their places. */
function scorerOf(score: Measurement): (texts: number[], questions: Record<string, number[]>) => Resampled {
  const [bleu, chrf] = METRICS.map(metric => countsOf(score, metric)) as [number[][], number[][]];
  const right = Object.fromEntries(abilityNames.map(ability => [ability, score.correct[ability] as string]));
  return (texts, questions) => {
    const sums = (counts: number[][]) => sumColumns(texts.map(text => counts[text] as number[]));
    const abilities = Object.fromEntries(
      abilityNames.map(ability => {
        const places = questions[ability] as number[];
        return [ability, 100 * mean(places.map(place => Number(right[ability]?.[place])))];
      }),
    ) as Measurement['abilities'];
    const domain = {
      ...score.domain,
      bleu: scoreOfCounts(sums(bleu)),
      chrf: scoreOfCounts(sums(chrf), { metric: 'chrf' }),
    };
    return { domain, abilities, general: mean(Object.values(abilities)) };
  };
}
