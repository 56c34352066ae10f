import { plainBpe, type TokenizerFiles } from '../../text';
import type { Metadata } from './metadata';
import { preTokenizers } from './pretokenizers';

type Json = Record<string, unknown>;

/** Kinds of tokens, by their number in the file. */
const [CONTROL, OWN, UNKNOWN] = [3, 4, 2];

/**
 * The tokenizer of a GGUF file, as the files of a Hugging Face folder.
 *
 * @throws Error when it is of a kind that is not read
 */
export function tokenizerOf(metadata: Metadata): TokenizerFiles {
  const tokens = list(metadata, 'tokens', one => typeof one === 'string') as string[];
  const types = (list(metadata, 'token_type', Number.isInteger, true) ?? tokens.map(() => 1)) as number[];
  const kind = metadata.text('tokenizer.ggml.model') ?? 'unnamed';
  const made = { gpt2: byteLevel, llama: sentencePiece }[kind];
  if (made === undefined)
    throw new Error(
      `${metadata.file}: the tokenizer is of the kind ${kind}, which is not read: this reads gpt2 and llama`,
    );
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false };
  const added = tokens.flatMap((content, id) => {
    const type = types[id] as number;
    const isAdded = content !== '' && [CONTROL, OWN, UNKNOWN].includes(type);
    return isAdded ? [{ id, content, ...flags, special: type !== OWN }] : [];
  });
  const tokenizer = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: added,
    post_processor: postProcessor(metadata, tokens),
    ...made(metadata, tokens),
  };
  return { tokenizer, config: configOf(metadata, tokens) };
}

function list(
  metadata: Metadata,
  name: string,
  is: (one: unknown) => boolean,
  optional = false,
): unknown[] | undefined {
  const key = `tokenizer.ggml.${name}`;
  const found = metadata.list(key);
  if (found === undefined && optional) return undefined;
  if (found === undefined)
    throw new Error(`${metadata.file}: ${key} is missing: the file holds no tokenizer that is read here`);
  if (!found.every(is))
    throw new Error(`${metadata.file}: ${key} holds something else than it should; the file is damaged`);
  return found;
}

const idsOf = (tokens: readonly string[]) => Object.fromEntries(tokens.map((token, id) => [token, id]));

/** Pairs of bytes that were merged, as in GPT-2. */
function byteLevel(metadata: Metadata, tokens: readonly string[]): Json {
  const pre = metadata.text('tokenizer.ggml.pre') ?? 'default';
  if (!Object.hasOwn(preTokenizers, pre))
    throw new Error(
      `${metadata.file}: its texts are cut as for ${pre} (tokenizer.ggml.pre), which is not read: this reads ${Object.keys(preTokenizers).join(', ')}`,
    );
  const { preTokenizer, normalizer = null, wholeWords = false } = preTokenizers[pre]!;
  const merges = list(metadata, 'merges', one => typeof one === 'string') as string[];
  return {
    normalizer,
    pre_tokenizer: preTokenizer,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: { ...plainBpe, ignore_merges: wholeWords, vocab: idsOf(tokens), merges: merges.map(pairOf) },
  };
}

/** A merge is written with a space between its parts, which hold none of their own at byte level. */
function pairOf(merge: string): [string, string] {
  const at = merge.indexOf(' ', 1);
  return [merge.slice(0, at), merge.slice(at + 1)];
}

/** SentencePiece's own: words begin with ▁, and what is not in the vocabulary falls apart into bytes. */
function sentencePiece(metadata: Metadata, tokens: readonly string[]): Json {
  const scores = list(metadata, 'scores', Number.isFinite) as number[];
  const prefixed = metadata.flag('tokenizer.ggml.add_space_prefix') ?? true;
  const unknown = metadata.number('tokenizer.ggml.unknown_token_id') ?? 0;
  const toSpace = { type: 'Replace', pattern: { String: ' ' }, content: '▁' };
  const decoders = [
    { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
    { type: 'ByteFallback' },
    { type: 'Fuse' },
    ...(prefixed ? [{ type: 'Strip', content: ' ', start: 1, stop: 0 }] : []),
  ];
  return {
    normalizer: prefixed ? { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: '▁' }, toSpace] } : toSpace,
    pre_tokenizer: null,
    decoder: { type: 'Sequence', decoders },
    model: {
      ...plainBpe,
      unk_token: tokens[unknown] ?? null,
      fuse_unk: true,
      byte_fallback: true,
      vocab: idsOf(tokens),
      merges: mergesOf(tokens, scores),
    },
  };
}

/**
 * The merges behind a vocabulary with scores: each way to make a token from two others, those of the highest score first. SentencePiece
 * joins the two neighbours whose token has the highest score.
 */
function mergesOf(tokens: readonly string[], scores: readonly number[]): [string, string][] {
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const merges: { pair: [string, string]; score: number; left: number; right: number }[] = [];
  tokens.forEach((token, id) => {
    const characters = [...token];
    let left = '';
    for (const character of characters.slice(0, -1)) {
      left += character;
      const right = token.slice(left.length);
      const [a, b] = [ids.get(left), ids.get(right)];
      if (a !== undefined && b !== undefined)
        merges.push({ pair: [left, right], score: scores[id] as number, left: a, right: b });
    }
  });
  merges.sort(
    (a, b) => b.score - a.score || b.pair[0].length - a.pair[0].length || a.left - b.left || a.right - b.right,
  );
  return merges.map(({ pair }) => pair);
}

/** What is put around a text where that is asked for: the token that begins it. */
function postProcessor(metadata: Metadata, tokens: readonly string[]): Json | null {
  const id = metadata.number('tokenizer.ggml.bos_token_id');
  const byDefault = metadata.text('tokenizer.ggml.model') === 'llama';
  const begins = id !== undefined && (metadata.flag('tokenizer.ggml.add_bos_token') ?? byDefault);
  if (!begins || tokens[id] === undefined) return null;
  const token = tokens[id];
  const special = { SpecialToken: { id: token, type_id: 0 } };
  return {
    type: 'TemplateProcessing',
    single: [special, { Sequence: { id: 'A', type_id: 0 } }],
    pair: [special, { Sequence: { id: 'A', type_id: 0 } }, special, { Sequence: { id: 'B', type_id: 1 } }],
    special_tokens: { [token]: { id: token, ids: [id], tokens: [token] } },
  };
}

/** The contents of tokenizer_config.json: the roles of tokens, and the chat templates. */
function configOf(metadata: Metadata, tokens: readonly string[]): Json {
  const roles = { bos_token: 'bos', eos_token: 'eos', unk_token: 'unknown', pad_token: 'padding' };
  const named = Object.entries(roles).flatMap(([role, name]) => {
    const id = metadata.number(`tokenizer.ggml.${name}_token_id`);
    return id === undefined || tokens[id] === undefined ? [] : [[role, tokens[id]]];
  });
  const more = metadata.keys('tokenizer.chat_template.').map(key => ({
    name: key.slice('tokenizer.chat_template.'.length),
    template: metadata.text(key) as string,
  }));
  const first = metadata.text('tokenizer.chat_template');
  const all = first === undefined ? more : [{ name: 'default', template: first }, ...more];
  const architecture = metadata.text('general.architecture');
  return {
    tokenizer_class: 'PreTrainedTokenizerFast',
    clean_up_tokenization_spaces: false,
    model_max_length: metadata.number(`${architecture}.context_length`),
    ...Object.fromEntries(named),
    ...(all.length > 0 && { chat_template: all.length > 1 ? all : all[0]!.template }),
  };
}
