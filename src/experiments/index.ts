export { type Cached, cached, fingerprint } from './cache';
export {
  fineTune,
  measured,
  type OnProgress,
  type RunConfig,
  type TunedModel,
  trainingExamples,
  trainingItems,
  trainingPairs,
} from './fine-tune';
export { type MeasureConfig, type Measurement, measure, type Sample } from './measure';
export {
  generalAt,
  overSeeds,
  ownLearningRate,
  pairedDifference,
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
  tinyChatExamples,
  tinyChatRecipes,
} from './tinychat';
