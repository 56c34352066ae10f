export { type BpeModel, learnBpe } from './bpe';
export { chatTemplate, specialTokens } from './chat-template';
export { type EncodedExample, encodeConversation, encodeTranslation, type TranslationTurn } from './spans';
export { createTokenizer, loadTokenizer, type Tokenizer } from './tokenizer';
export { type TokenizerFiles, trainTokenizer } from './train-tokenizer';
