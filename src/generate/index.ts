export { ask } from './ask';
export { type Answer, type AnswerOptions, answer, openDecoder, type Speaker } from './chat';
export { type Conversation, type ConversationOptions, openConversation, type Reply } from './conversation';
export { createDecoder, type Decoder, type DecodingOptions, type Generated } from './decode';
export {
  type Likelihood,
  type LikelihoodOptions,
  type LikelihoodRequest,
  likelihoods,
  logLikelihoods,
} from './likelihoods';
export { type Prediction, predictions } from './predictions';
export { generateRationales, type RationaleOptions, type ReferencePair, wholeSentences } from './rationales';
export { logSoftmax, openReader, type Reader } from './scores';
export { openVoice, type Voice, type VoiceOptions } from './voice';
