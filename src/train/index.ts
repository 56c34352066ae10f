export { type AdamWOptions, adamW, adamWScalars, clipScale } from './adamw';
export { type Batch, packBatch, rowLength, type TrainingExample } from './batches';
export { type CheckpointOptions, checkpointParameters } from './checkpoint';
export { type BatchShape, gradientsSignature, lossesSignature, lossGradients, targetLosses } from './gradients';
export { type Flats, ParameterGroups } from './groups';
export {
  type Losses,
  type LossOptions,
  type LossSums,
  meanLosses,
  type Normalisation,
  Segment,
  sumLosses,
  tokenWeights,
} from './loss';
export type { EvaluateOptions, TrainOptions } from './options';
export { type PlannedStep, planSteps } from './plan';
export { type Schedule, scheduledRate } from './schedule';
export { type SplitOptions, type TrainingSplit, trainingSize, trainingSplit } from './split';
export { finish, type TrainLog, train } from './train';
export {
  GRADIENT,
  type TrainingState,
  type UpdateOptions,
  update,
  updatedState,
  updateInputs,
  updateSignature,
} from './update';
