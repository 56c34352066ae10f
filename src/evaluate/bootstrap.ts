import { createRandom } from '../random';
import { type BleuOptions, bleuCounts, bleuOfCounts } from './bleu';
import { bleuTokenizer } from './choose-tokenizer';
import { type ChrfOptions, chrfCounts, chrfOfCounts } from './chrf';
import { asList, checkCorpus, type References, sumColumns } from './corpus';
import { type Interval, mean, percentileInterval } from './statistics';

/** A metric with its settings. */
export type MetricOptions = ({ metric?: 'bleu' } & BleuOptions) | ({ metric: 'chrf' } & ChrfOptions);

/** The metric with its settings, and how sentences are drawn. */
export type PairedBootstrapOptions = MetricOptions & {
  resamples?: number;
  seed?: number;
  /** The sentences of each resample by their index, instead of `resamples` and `seed`. */
  draws?: readonly (readonly number[])[];
};

/** The score of a corpus; as an interval, the mean over the resamples with half the width of the middle 95% of them. */
export interface BootstrappedScore extends Interval {
  /** Of all sentences, 0 to 100. */
  score: number;
}

/** What paired bootstrap resampling tells: each system with its p-value beside the baseline. */
export interface BootstrappedSystems {
  baseline: BootstrappedScore;
  systems: (BootstrappedScore & { pValue: number })[];
}

/**
 * Paired bootstrap resampling: do systems translate better or worse than a baseline, or do their scores differ by the choice of sentences?
 *
 * As many sentences as there are, R times, are drawn with replacement, the same ones of every system. With d the difference of the scores on all
 * sentences and d_r that on resample r,
 *
 *     p = (1 + #{r : |d_r| − mean |d| > |d|}) / (R + 1)
 *
 * where mean |d| is that of the |d_r|. The scores of a resample come from counts that are taken once of each sentence.
 *
 * @param baseline, systems answers, one for each of the references
 * @param options.tokenize how BLEU cuts words; by default as the letters of the references want it: {@link bleuTokenizer}
 * @returns the scores of the baseline, and of each system with its p-value; 1 for a system that differs from the baseline in no resample, where
 *   sacreBLEU's formula has its lowest value
 * @throws Error when the corpus is empty, answers and references are not as many, or there is nothing to draw
 * Source: Koehn 2004; equal to `paired-bs` of sacreBLEU 2.6, but for its random numbers (NumPy's) and its sums in single precision.
 */
export function pairedBootstrap(
  baseline: readonly string[],
  systems: readonly (readonly string[])[],
  references: References,
  options: PairedBootstrapOptions = {},
): BootstrappedSystems {
  const chosen: PairedBootstrapOptions =
    options.metric === 'chrf' ? options : { ...options, tokenize: options.tokenize ?? bleuTokenizer(references) };
  const [rows, ...others] = [baseline, ...systems].map(answers => sentenceCounts(answers, references, chosen));
  return pairedBootstrapOfCounts(rows as number[][], others, options);
}

/**
 * {@link pairedBootstrap} from what the metric needs to know of each sentence, as {@link sentenceCounts} gives it. Counts of several corpora of the same
 * sentences may be added up before, sentence by sentence: then all their translations of a sentence are drawn together.
 *
 * @throws Error when there are no sentences, not as many of each system, or there is nothing to draw
 */
export function pairedBootstrapOfCounts(
  baseline: readonly (readonly number[])[],
  systems: readonly (readonly (readonly number[])[])[],
  options: PairedBootstrapOptions = {},
): BootstrappedSystems {
  const { length } = baseline;
  if (length === 0 || systems.some(rows => rows.length !== length))
    throw new Error('give the counts of the same sentences for each system, one sentence at least');
  const draws = options.draws ?? drawSentences(length, options);
  checkDraws(draws, length);
  const resample = (rows: readonly (readonly number[])[]) => {
    const scores = draws.map(draw => scoreOfCounts(sumColumns(draw.map(i => rows[i] as number[])), options));
    const [low, high] = percentileInterval(scores);
    const score = scoreOfCounts(sumColumns(rows), options);
    return { scores, summary: { score, mean: mean(scores), margin: (high - low) / 2, count: scores.length } };
  };
  const base = resample(baseline);
  return {
    baseline: base.summary,
    systems: systems.map(rows => {
      const { scores, summary } = resample(rows);
      const differences = scores.map((score, r) => Math.abs(score - (base.scores[r] as number)));
      return { ...summary, pValue: pValueOf(differences, Math.abs(summary.score - base.summary.score)) };
    }),
  };
}

/**
 * What a metric needs to know of each sentence: the counts of a corpus are their sum.
 *
 * @throws Error when the corpus is empty, or answers and references are not as many
 */
export function sentenceCounts(
  answers: readonly string[],
  references: References,
  options: MetricOptions = {},
): number[][] {
  checkCorpus(answers, references);
  return answers.map((answer, i) => {
    const known = asList(references[i] as string);
    return options.metric === 'chrf' ? chrfCounts(answer, known, options) : bleuCounts(answer, known, options);
  });
}

function pValueOf(differences: readonly number[], observed: number): number {
  const average = mean(differences);
  if (average === 0) return 1;
  return (1 + differences.filter(difference => difference - average > observed).length) / (differences.length + 1);
}

/** How many numbers {@link sentenceCounts} has for a sentence. */
export const countsPerSentence = (options: MetricOptions = {}): number =>
  (sentenceCounts([''], [''], options)[0] as number[]).length;

/** The score, 0 to 100, of a corpus whose sentences' counts ({@link sentenceCounts}) add up to these. */
export const scoreOfCounts = (counts: readonly number[], options: MetricOptions = {}): number =>
  options.metric === 'chrf' ? chrfOfCounts(counts, options) : bleuOfCounts(counts, options).score;

function drawSentences(count: number, { resamples = 1000, seed = 0 }: PairedBootstrapOptions): number[][] {
  if (!(Number.isInteger(resamples) && resamples > 0))
    throw new Error(`the number of resamples is a whole number above 0, not ${resamples}`);
  const random = createRandom(`bootstrap/${seed}`);
  return Array.from({ length: resamples }, () => Array.from({ length: count }, () => random.int(count)));
}

function checkDraws(draws: readonly (readonly number[])[], count: number): void {
  if (draws.length === 0) throw new Error('there are no draws: give at least one resample');
  for (const draw of draws) {
    if (draw.length !== count)
      throw new Error(`a resample draws ${draw.length} sentences, but there are ${count}: draw as many as there are`);
    for (const i of draw)
      if (!(Number.isInteger(i) && i >= 0 && i < count))
        throw new Error(`a resample draws sentence ${i}, but they are numbered from 0 to ${count - 1}`);
  }
}
