import { learnBpe, pretokenPattern } from './bpe';
import { chatTemplate, specialTokens } from './chat-template';

/** The files of a Hugging Face tokenizer. */
export interface TokenizerFiles {
  /** The contents of tokenizer.json. */
  tokenizer: Record<string, unknown>;
  /** The contents of tokenizer_config.json. */
  config: Record<string, unknown>;
  /** All files of the folder it was opened from, byte for byte, by their names in it. */
  raw?: ReadonlyMap<string, Uint8Array>;
}

/** The settings of a BPE model in tokenizer.json that does nothing but merge. */
export const plainBpe = {
  type: 'BPE',
  dropout: null,
  unk_token: null,
  continuing_subword_prefix: null,
  end_of_word_suffix: null,
  fuse_unk: false,
  byte_fallback: false,
  ignore_merges: false,
};

/**
 * Learns a tokenizer and describes it as ordinary `tokenizer.json` and `tokenizer_config.json`: byte-level BPE with the project's chat
 * template. Special tokens come first, so that the padding token is 0.
 *
 * @param vocabSize entries in all, special tokens included
 * @param contextLength tokens that the model reads at most, for the users of the files
 */
export function trainTokenizer(texts: Iterable<string>, vocabSize: number, contextLength = 512): TokenizerFiles {
  const special = Object.values(specialTokens);
  const { tokens, merges } = learnBpe(texts, vocabSize - special.length);
  const vocab = Object.fromEntries([...special, ...tokens].map((token, id) => [token, id]));
  return {
    tokenizer: {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: special.map((content, id) => ({
        id,
        content,
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true,
      })),
      normalizer: null,
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [
          { type: 'Split', pattern: { Regex: pretokenPattern }, behavior: 'Isolated', invert: false },
          { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
        ],
      },
      post_processor: null,
      decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
      model: {
        ...plainBpe,
        vocab,
        merges: merges.map(pair => pair.join(' ')),
      },
    },
    config: {
      tokenizer_class: 'PreTrainedTokenizerFast',
      model_max_length: contextLength,
      clean_up_tokenization_spaces: false,
      pad_token: specialTokens.pad,
      eos_token: specialTokens.end,
      chat_template: chatTemplate,
    },
  };
}
