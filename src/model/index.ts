export { type ModelConfig, parseConfig, toHuggingFaceConfig } from './config';
export { decode, head, logits, negativeLogLikelihood, type ParameterTensors } from './decoder';
export { type ChatModel, loadModelFolder, saveModelFolder } from './folder';
export { inferenceGraph, type InferenceGraphOptions, pastName, presentName, type Selection } from './onnx';
export { checkParameters, countParameters, initialiseParameters, type Parameters, parameterShapes } from './parameters';
export { encodeFloat16, readSafetensors, type StoredTensor, writeSafetensors } from './safetensors';
