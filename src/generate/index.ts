export { type Answer, type AnswerOptions, answer, openDecoder } from './chat';
export { createDecoder, type Decoder, type DecodingOptions, type Generated } from './decode';
export { type Prediction, predictions } from './predictions';
export { generateRationales, type RationaleOptions, type ReferencePair, wholeSentences } from './rationales';
export { logSoftmax, openReader, type Reader } from './scores';
