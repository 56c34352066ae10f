import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Message } from '../types';
import { addedTokens, withAddedTokens } from './added-tokens';
import { type ChatOptions, chatTemplates } from './chat-template';
import { checkTokenizer } from './check-tokenizer';
import { type Encoding, type Engine, openEngine } from './engine';
import type { Rendered } from './jinja';
import { plainEncoder } from './plain-encoder';
import { tokenTexts } from './token-texts';
import type { TokenizerFiles } from './train-tokenizer';
import { turnEnd } from './turn-end';
import { renderTyped } from './typed';

/** How a chat is rendered and encoded. */
export interface EncodingOptions extends ChatOptions {
  /**
   * Whether control tokens that somebody typed into a message are plain text, which ends no turn. Off by default, as in transformers:
   * `<|im_end|>` in a message is then the token.
   */
  neutralise?: boolean;
}

/** A tokenizer with its chat template. */
export interface Tokenizer {
  /** What it was made from: the contents of tokenizer.json and tokenizer_config.json, and all its files as they are. */
  files: TokenizerFiles;
  /** The model's name, for errors. */
  name: string;
  vocabSize: number;
  /** Tokens without those added to the vocabulary, such as control tokens. */
  modelVocabSize: number;
  /** The token that fills up shorter texts: `pad_token`, or else the end of a turn. */
  readonly padId: number;
  /**
   * The token with which the template ends an assistant's turn; `eos_token` where it ends turns with none.
   * @throws Error when there is neither
   */
  readonly endId: number;
  /** Texts of the special tokens by role: `bos_token`, `eos_token`, … */
  special: Readonly<Record<string, string>>;
  /** Names of the chat templates. */
  templates: readonly string[];
  /**
   * Token ids of a text, as Hugging Face tokenizers gives them.
   * @param options.addSpecialTokens puts what the tokenizer puts around a text, such as the token that begins it
   */
  encode(text: string, options?: { neutralise?: boolean; addSpecialTokens?: boolean }): number[];
  /** The same, with the place of each token in the text: units of JavaScript strings, from and to. */
  encodeWithOffsets(text: string, options?: { neutralise?: boolean; addSpecialTokens?: boolean }): Encoding;
  /** The text of token ids, without control tokens unless they are asked for. */
  decode(ids: readonly number[], options?: { controls?: boolean }): string;
  /** Each token's own text, control tokens included; a character cut in the middle shows as a replacement character. */
  tokenTexts(ids: readonly number[]): string[];
  /**
   * A chat as the template writes it; with the generation prompt, up to where the answer starts.
   * @throws Error when there is no template, or it does not take the chat
   */
  renderChat(messages: readonly Message[], options?: EncodingOptions & { addGenerationPrompt?: boolean }): RenderedChat;
  /** Token ids of a rendered chat: it is rendered once, with its real contents, and encoded once. */
  encodeChat(messages: readonly Message[], options?: EncodingOptions & { addGenerationPrompt?: boolean }): number[];
  /** The same, from a chat that is rendered already. */
  encodeRendered(chat: RenderedChat): Encoding;
}

/** A chat as its template wrote it. */
export interface RenderedChat extends Rendered {
  /** Places in the text where control tokens are plain text, because somebody typed them. */
  typed?: [number, number][];
}

/** The files of a tokenizer, byte for byte kept when a model is saved. */
const FILES = [
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
  'chat_template.jinja',
  'chat_template.json',
  'vocab.json',
  'vocab.txt',
  'merges.txt',
  'tokenizer.model',
  'spiece.model',
];
const CONFIG = 'tokenizer_config.json';
const TEMPLATES = 'additional_chat_templates';

/**
 * Opens the tokenizer of a model folder.
 *
 * @param options how its chats are rendered unless said otherwise: the template, its variables, the clock
 * @throws Error when tokenizer.json is missing, or a file cannot be used
 */
export function loadTokenizer(folder: string, options: EncodingOptions = {}): Tokenizer {
  const name = basename(folder);
  const more = existsSync(join(folder, TEMPLATES)) ? readdirSync(join(folder, TEMPLATES)).sort() : [];
  const names = [...FILES, ...more.filter(file => file.endsWith('.jinja')).map(file => `${TEMPLATES}/${file}`)];
  const present = names.filter(file => existsSync(join(folder, file)));
  const raw = new Map(present.map(file => [file, readFileSync(join(folder, file))]));
  const read = (file: string): Record<string, unknown> => {
    const bytes = raw.get(file);
    if (bytes === undefined) throw new Error(`no ${file} in ${name}: copy it from the folder the model came from`);
    return parseJson(bytes, `${file} in ${name}`);
  };
  return createTokenizer(
    { tokenizer: read('tokenizer.json'), config: raw.has(CONFIG) ? read(CONFIG) : {}, raw },
    name,
    options,
  );
}

/**
 * Makes a tokenizer from the contents of its files.
 *
 * @param options how its chats are rendered unless said otherwise
 * @throws Error when the tokenizer cannot be used
 */
export function createTokenizer(
  files: TokenizerFiles,
  name = 'the tokenizer',
  { engine: kind, ...defaults }: EncodingOptions & { engine?: Engine['kind'] } = {},
): Tokenizer {
  checkTokenizer(files.tokenizer, name);
  const tokenizer = withAddedTokens(files);
  const open = (json: Record<string, unknown>) =>
    openEngine({ tokenizer: json, config: { ...files.config, added_tokens_decoder: undefined } }, name, kind);
  const engine = open(tokenizer);
  const special = specialTexts(files);
  const templates = chatTemplates(files, special, name);
  const idOf = (role: string) => {
    const id = special[role] === undefined ? undefined : engine.idOf(special[role] as string);
    if (id === undefined) throw new Error(`no ${role} in ${name}: add it to tokenizer_config.json`);
    return id;
  };
  const plain = plainEncoder(tokenizer, engine, open);
  const encodeRendered = ({ text, typed = [] }: RenderedChat) =>
    typed.length > 0 ? plain.encode(text, typed) : engine.encode(text);
  const encodeWithOffsets: Tokenizer['encodeWithOffsets'] = (text, { neutralise, addSpecialTokens } = {}) =>
    neutralise && plain.controlsIn(text).length > 0
      ? plain.encode(text, [[0, text.length]])
      : engine.encode(text, addSpecialTokens);
  const renderChat: Tokenizer['renderChat'] = (messages, options = {}) => {
    const { neutralise, ...how } = { ...defaults, ...options };
    const render = (turns: readonly Message[]) => templates.render(turns, how);
    return neutralise ? renderTyped(messages, plain.controlsIn, render) : render(messages);
  };
  const controls = addedTokens(tokenizer).map(({ content }) => content);
  // Found when it is asked for: a tokenizer without a chat template may have none, and still encode.
  let end: number | undefined;
  const endId = () => {
    if (end === undefined) {
      const ending = turnEnd(controls, messages => renderChat(messages).text);
      end = (ending === undefined ? undefined : engine.idOf(ending)) ?? idOf('eos_token');
    }
    return end;
  };
  return {
    files,
    name,
    vocabSize: engine.size,
    modelVocabSize: engine.modelSize,
    get padId() {
      return special.pad_token === undefined ? endId() : idOf('pad_token');
    },
    get endId() {
      return endId();
    },
    special,
    templates: templates.names,
    encode: (text, options) => encodeWithOffsets(text, options).ids,
    encodeWithOffsets,
    decode: (ids, { controls = false } = {}) => engine.decode([ids], !controls)[0] as string,
    tokenTexts: ids => tokenTexts(engine, ids),
    renderChat,
    encodeChat: (messages, options) => encodeRendered(renderChat(messages, options)).ids,
    encodeRendered,
  };
}

const ROLES = ['bos_token', 'eos_token', 'unk_token', 'sep_token', 'pad_token', 'cls_token', 'mask_token'];

/** The texts of the special tokens by role: tokenizer_config.json names them, and in older folders special_tokens_map.json. */
function specialTexts({ config, raw }: TokenizerFiles): Record<string, string> {
  const map = raw?.get('special_tokens_map.json');
  const older = map === undefined ? {} : parseJson(map);
  return Object.fromEntries(
    ROLES.flatMap(role => {
      const text = contentOf(config[role]) ?? contentOf(older[role]);
      return text === undefined ? [] : [[role, text]];
    }),
  );
}

function parseJson(bytes: Uint8Array, what = 'special_tokens_map.json'): Record<string, unknown> {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new Error(`${what} is not valid JSON: copy it again`, { cause: error });
  }
}

/** A special token is written as its text, or as an object that holds it. */
const contentOf = (token: unknown) =>
  typeof token === 'string' ? token : (token as { content?: string } | null | undefined)?.content;
