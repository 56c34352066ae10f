export { type AdamWOptions, adamW, adamWScalars, clipScale } from './adamw';
export { type Batch, epochBatches, packBatch, type TrainingExample } from './batches';
export { type CheckpointOptions, checkpointParameters } from './checkpoint';
export { type LossOptions, type Normalisation, Segment, tokenWeights } from './loss';
export { type Schedule, scheduledRate } from './schedule';
export {
  type StepOptions,
  stepSignature,
  type TrainingSplit,
  trainingSize,
  trainingSplit,
  trainStep,
} from './step';
export { finish, type TrainLog, type TrainOptions, train } from './train';
