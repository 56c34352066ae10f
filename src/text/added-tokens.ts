import { isObject } from './check-tokenizer';
import type { TokenizerFiles } from './train-tokenizer';

type Json = Record<string, unknown>;

/** A token that is found in a text as it stands, before the vocabulary is looked at. */
export interface AddedToken {
  id: number;
  content: string;
  /** Whether it controls: where it begins and ends turns, say. Left out when tokens are decoded to text. */
  special: boolean;
  single_word: boolean;
  lstrip: boolean;
  rstrip: boolean;
  normalized: boolean;
}

/** The tokens added in tokenizer.json. */
export const addedTokens = (tokenizer: Json): AddedToken[] => (tokenizer.added_tokens ?? []) as AddedToken[];

/** The settings of a token that says nothing of them. */
const unsaid = { special: false, single_word: false, lstrip: false, rstrip: false, normalized: true };

/**
 * tokenizer.json with the tokens that tokenizer_config.json adds, as transformers adds them: those that are missing, and other settings of
 * those that are there.
 */
export function withAddedTokens({ tokenizer, config }: Pick<TokenizerFiles, 'tokenizer' | 'config'>): Json {
  const more = isObject(config.added_tokens_decoder) ? Object.entries(config.added_tokens_decoder) : [];
  const valid = more.filter(
    ([, token]) => isObject(token) && typeof token.content === 'string' && token.content !== '',
  );
  if (valid.length === 0) return tokenizer;
  const known = new Map(addedTokens(tokenizer).map(token => [token.content, token]));
  for (const [id, token] of valid.sort(([a], [b]) => Number(a) - Number(b))) {
    const { content, ...flags } = token as { content: string };
    known.set(content, { ...unsaid, ...flags, content, id: known.get(content)?.id ?? Number(id) });
  }
  return { ...tokenizer, added_tokens: [...known.values()].sort((a, b) => a.id - b.id) };
}
