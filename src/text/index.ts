export { type BpeModel, learnBpe } from './bpe';
export { type ChatOptions, chatTemplate, specialTokens } from './chat-template';
export { strip } from './python-strings';
export {
  type EncodedExample,
  encodeConversation,
  encodePrefilled,
  encodeTranslation,
  type TranslationTurn,
} from './spans';
export { createTokenizer, type EncodingOptions, loadTokenizer, type Tokenizer } from './tokenizer';
export { plainBpe, type TokenizerFiles, trainTokenizer } from './train-tokenizer';
