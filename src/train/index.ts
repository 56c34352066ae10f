export { type AdamWOptions, type AdamWStep, adamW, clipScale, type TrainingState } from './adamw';
export { type Anchor, type AnchorOptions, createAnchor, type Importance } from './anchor';
export { type Batch, packBatch, rowLength, type TrainingExample } from './batches';
export { type CheckpointOptions, checkpointParameters, examplesName, newestCheckpoint } from './checkpoint';
export { type FisherOptions, fisherDiagonal } from './fisher';
export {
  type BatchShape,
  type DistillationOptions,
  gradientsSignature,
  lossGradients,
  type ObjectiveOptions,
} from './gradients';
export { type Flats, GRADIENT, ParameterGroups } from './groups';
export { type Losses, type LossOptions, type Normalisation, Segment, tokenWeights } from './loss';
export { type SparseMask, type SparseMaskOptions, sparseMask } from './mask';
export { createMuon, type Muon, orthogonalise } from './muon';
export { checkOptions, type EvaluateOptions, type TrainOptions } from './options';
export { type PlannedStep, planSteps } from './plan';
export { type Schedule, scheduledRate } from './schedule';
export { type LossSlope, openSlope, type SlopeOptions } from './slope';
export { type SplitOptions, type TrainingSplit, trainingSize, trainingSplit } from './split';
export { finish, type TrainLog, train } from './train';
