export { type Architecture, architectureOf, type LayerPlan, ropesOf } from './architecture';
export { type ModelConfig, parseConfig, toHuggingFaceConfig } from './config';
export {
  type AdapterUse,
  type DecodeOptions,
  decode,
  decoderStages,
  head,
  headName,
  logits,
  logitsAt,
  type ParameterTensors,
  type Stage,
  type TokenLosses,
  tokenLosses,
} from './decoder';
export { type Family, families } from './families';
export { type ChatModel, loadModelFolder } from './folder';
export { headLogits, hiddenStates, softcappedIn, weightReader } from './graph';
export { type Direction, divergence, dropout, type Noise } from './layers';
export { type LoadOptions, loadModel } from './load';
export {
  type Adapter,
  dropoutColumns,
  initialiseLora,
  type LoraOptions,
  loadAdapter,
  loraScale,
  loraShapes,
  mergeLora,
  saveAdapter,
  unmergeLora,
} from './lora';
export { encodeBfloat16, encodeFloat16, type NumberKind } from './numbers';
export { type ExportOptions, exportedGraph } from './onnx';
export { checkParameters, countParameters, initialiseParameters, type Parameters, parameterShapes } from './parameters';
export { type Rope, type RopeScaling, rotaryPairs, steadyLength } from './rope';
export {
  describeSafetensors,
  readSafetensors,
  type SafetensorsHeader,
  type StoredTensor,
  writeSafetensors,
} from './safetensors';
export { type SaveOptions, saveModelFolder } from './save';
export { endIdsOf, type ModelSource } from './source';
export { modelSummary } from './summary';
