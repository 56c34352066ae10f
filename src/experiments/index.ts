export type { Anatomy, TokenClass } from './anatomy';
export { type Cached, cached, fingerprint } from './cache';
export { type AnatomyPoint, type DissectConfig, type DissectedModel, dissect } from './dissect';
export {
  fineTune,
  measured,
  type OnProgress,
  type RunConfig,
  type TunedModel,
  trainingExamples,
  trainingItems,
} from './fine-tune';
export {
  type Experiment,
  experimentNames,
  type Grid,
  type GridItem,
  openExperiment,
  type Profile,
  parseExperiment,
  readExperiment,
  type Vary,
} from './grid';
export { type MeasureConfig, type Measurement, measure, measuredGroups, type Sample } from './measure';
export type { ExamplesSummary, RationaleFilter } from './rationales';
export { halvesOfQuestions, type RunsOfBase } from './resample';
export {
  type GridResults,
  type ItemResult,
  type LogPoint,
  type Places,
  publishResults,
  type ResultRow,
  readResults,
  type Took,
  totalSeconds,
} from './results';
export {
  type GridEvent,
  type GridOptions,
  type GridProgress,
  gridStatus,
  type ItemStatus,
  runGrid,
} from './run-grid';
export {
  bootstrapOverSeeds,
  runsWith,
  type Score,
  type ScoredRun,
  type Setting,
} from './summary';
export {
  makeTinyChat,
  type TinyChatPoint,
  type TinyChatProgress,
  type TinyChatRecipe,
  tinyChatConfig,
  tinyChatRecipes,
} from './tinychat';
export { type TinyChatLog, tinyChatLog } from './tinychat-log';
export { type TriedMethod, tryMethod } from './try-method';
export { type AdaptedModel, type AdapterTuning, tuneAdapters } from './tune-adapters';
export { type Seen, type WatchConfig, watchTuning } from './watch';
