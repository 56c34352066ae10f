export { type BleuOptions, type BleuScore, corpusBleu, sentenceBleu } from './bleu';
export { type ChrfOptions, corpusChrf, sentenceChrf } from './chrf';
export { type FrontierPoint, frontierAt } from './frontier';
export {
  bootstrapInterval,
  confidenceInterval,
  formatInterval,
  type Interval,
  mean,
  standardDeviation,
  studentQuantile,
} from './statistics';
export type { BleuTokenizer } from './tokenizers';
export { scoreTranslations, type TranslationScores } from './translation';
