import { Tokenizer as HubTokenizer } from '@huggingface/tokenizers';
import { addedTokens } from './added-tokens';
import type { Engine } from './engine';
import { tokenTexts } from './token-texts';
import type { TokenizerFiles } from './train-tokenizer';

type Json = Record<string, unknown>;

/**
 * Opens a tokenizer in the JavaScript library of Hugging Face: slower than the native one, without places of its own, and not exact for
 * every tokenizer, see {@link knownDifferences}. A token's place is taken from the texts of the tokens before it.
 */
export function javascriptEngine(files: Pick<TokenizerFiles, 'tokenizer' | 'config'>): Engine {
  const hub = new HubTokenizer(files.tokenizer, files.config);
  const engine: Engine = {
    kind: 'javascript',
    size: hub.get_vocab().size,
    modelSize: vocabularySize(files.tokenizer),
    idOf: token => hub.token_to_id(token),
    encode(text, addSpecialTokens = false) {
      const ids = hub.encode(text, { add_special_tokens: addSpecialTokens }).ids as number[];
      let at = 0;
      const offsets = tokenTexts(engine, ids).map((token): [number, number] => {
        const found = text.indexOf(token, at);
        const from = found < 0 ? at : found;
        at = found < 0 ? at : found + token.length;
        return [from, at];
      });
      return { ids, offsets };
    },
    decode: (lists, skipSpecial) =>
      lists.map(ids =>
        // The library throws on an empty list.
        ids.length === 0
          ? ''
          : hub.decode([...ids], { skip_special_tokens: skipSpecial, clean_up_tokenization_spaces: false }),
      ),
  };
  return engine;
}

function vocabularySize({ model }: Json): number {
  const { vocab } = model as { vocab: object };
  return Array.isArray(vocab) ? vocab.length : Object.keys(vocab).length;
}

/** What of a tokenizer the JavaScript library does otherwise than the native one, in words; empty when nothing is known. */
export function knownDifferences(tokenizer: Json): string[] {
  const text = JSON.stringify([tokenizer.normalizer, tokenizer.pre_tokenizer]);
  const model = tokenizer.model as Json;
  return [
    text.includes('"type":"Digits"') && 'digits that are not ASCII',
    model.type === 'Unigram' && model.byte_fallback === true && 'characters outside the vocabulary',
    addedTokens(tokenizer).some(token => token.single_word) && 'added tokens that are whole words only',
    addedTokens(tokenizer).some(token => token.normalized && !token.special) &&
      'added tokens that are looked for in normalised text',
  ].filter(difference => difference !== false);
}
