export type { ModelConfig } from './config';
export { decode, head, logits, negativeLogLikelihood, type ParameterTensors } from './decoder';
export { parameterShapes } from './parameters';
