export { type Cached, cached, fingerprint } from './cache';
export {
  fineTune,
  measured,
  methods,
  type OnProgress,
  type RunConfig,
  type TunedModel,
  trainingExamples,
  trainingPairs,
} from './fine-tune';
export { type MeasureConfig, type Measurement, measure, type Sample } from './measure';
export {
  makeTinyChat,
  type TinyChatProgress,
  type TinyChatStage,
  tinyChatConfig,
  tinyChatStages,
  trainTinyChat,
} from './tinychat';
