export { binomialInterval } from './binomial';
export { type BleuOptions, type BleuScore, corpusBleu, sentenceBleu } from './bleu';
export {
  type BootstrappedScore,
  type BootstrappedSystems,
  countsPerSentence,
  type MetricOptions,
  type PairedBootstrapOptions,
  pairedBootstrap,
  pairedBootstrapOfCounts,
  scoreOfCounts,
  sentenceCounts,
} from './bootstrap';
export { bleuTokenizer } from './choose-tokenizer';
export { type ChrfOptions, corpusChrf, sentenceChrf } from './chrf';
export { sumColumns } from './corpus';
export { type FrontierPoint, frontierAt } from './frontier';
export { holm } from './holm';
export { packCounts, unpackCounts } from './packed-counts';
export { studentQuantile } from './quantiles';
export {
  bootstrapInterval,
  confidenceInterval,
  formatInterval,
  type Interval,
  intervalOverSeedsAndItems,
  mean,
  standardDeviation,
  type Tested,
} from './statistics';
export { isTested } from './tested';
export type { BleuTokenizer } from './tokenizers';
export {
  type ScoredTranslations,
  scoreTranslations,
  type TranslationScores,
  type TranslationScoring,
  translationOf,
} from './translation';
