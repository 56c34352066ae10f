/**
 * The public face of the RaDis workbench: everything that a notebook may use.
 */

export * from './analysis';
export { compile, eager, float32, int32, scalar, type TensorFunction, type Values } from './compile';
export {
  type LoadRowsOptions,
  loadRows,
  type PairsOptions,
  type ParallelText,
  parallelRows,
  type Row,
  type RowOptions,
  readPairs,
  readParallelFiles,
  readParallelJson,
  readRows,
  translationRequest,
} from './corpora';
export * from './evaluate';
export {
  type BlindAnswers,
  blind,
  check,
  type Exercise,
  exercises,
  type Guess,
  predict,
  reveal,
  type Verdict,
} from './exercises';
export * from './experiments';
export {
  type Answer,
  answer,
  ask,
  type ConversationOptions,
  createDecoder,
  type DecodingOptions,
  generateRationales,
  type Likelihood,
  type LikelihoodOptions,
  type LikelihoodRequest,
  likelihoods,
  logLikelihoods,
  openConversation,
  openVoice,
  type Prediction,
  predictions,
  type Speaker,
  type Voice,
  type VoiceOptions,
} from './generate';
export { type DownloadProgress, HubError, type Local, type ResolveOptions, resolveSource } from './hub';
export { demonstrated, type Method, methods, type Settings, type TranslationExample } from './methods';
export {
  type Adapter,
  type ChatModel,
  countParameters,
  type LoadOptions,
  type LoraOptions,
  loadAdapter,
  loadModel,
  loadModelFolder,
  type ModelConfig,
  type ModelSource,
  mergeLora,
  modelSummary,
  type NumberKind,
  type SaveOptions,
  saveAdapter,
  saveModelFolder,
  unmergeLora,
} from './model';
export * from './notebook';
export { packageRoot, projectPath } from './paths';
export { createRandom, type Random } from './random';
export {
  type EncodingOptions,
  encodeConversation,
  encodePrefilled,
  encodeTranslation,
  loadTokenizer,
  type Tokenizer,
  type TranslationTurn,
} from './text';
export {
  checkpointParameters,
  finish,
  fisherDiagonal,
  type Normalisation,
  Segment,
  type SparseMask,
  sparseMask,
  type TrainLog,
  type TrainOptions,
  tokenWeights,
  train,
  trainingSize,
} from './train';
export { type Conversation, type Language, type Message, type Role, separator } from './types';
export {
  type Ability,
  type AbilityItem,
  abilities,
  abilityItems,
  abilityNames,
  baseDomains,
  type Difficulty,
  explain,
  fineTuningDomains,
  groundingOf,
  judgedStatements,
  languages,
  type Mixture,
  type Split,
  type Statement,
  sampleTranslations,
  scoreAnswer,
  statementsOf,
  type TranslationItem,
  tinyChatConversations,
  translationPrompt,
} from './world';
