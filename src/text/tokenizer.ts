import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Tokenizer as HubTokenizer } from '@huggingface/tokenizers';
import type { Message } from '../types';
import { type ChatPiece, renderChat, Template } from './chat-template';
import type { TokenizerFiles } from './train-tokenizer';

/** A tokenizer with its chat template. */
export interface Tokenizer {
  /** What it was made from: the contents of tokenizer.json and tokenizer_config.json. */
  files: TokenizerFiles;
  vocabSize: number;
  padId: number;
  /** The token that ends a turn. */
  endId: number;
  /** Token ids of a text in which control tokens are plain text. */
  encode(text: string): number[];
  /** The text of token ids, without control tokens. */
  decode(ids: readonly number[]): string;
  /** Each token's own text, control tokens included; a character cut in the middle shows as a replacement character. */
  tokenTexts(ids: readonly number[]): string[];
  /** Token ids of a chat, in pieces: what the template wrote, and the text of each message. */
  encodeChatPieces(
    messages: readonly Message[],
    options?: { addGenerationPrompt?: boolean },
  ): { ids: number[]; message?: number }[];
  /** Token ids of a chat; with the generation prompt, up to where the answer starts. */
  encodeChat(messages: readonly Message[], options?: { addGenerationPrompt?: boolean }): number[];
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
const TEMPLATES = 'additional_chat_templates';

/**
 * Opens the tokenizer of a model folder.
 *
 * @throws Error when tokenizer.json, tokenizer_config.json or the chat template is missing or cannot be read
 */
export function loadTokenizer(folder: string): Tokenizer {
  const name = basename(folder);
  const more = existsSync(join(folder, TEMPLATES)) ? readdirSync(join(folder, TEMPLATES)).sort() : [];
  const names = [...FILES, ...more.filter(file => file.endsWith('.jinja')).map(file => `${TEMPLATES}/${file}`)];
  const present = names.filter(file => existsSync(join(folder, file)));
  const raw = new Map(present.map(file => [file, readFileSync(join(folder, file))]));
  const read = (file: string): Record<string, unknown> => {
    const bytes = raw.get(file);
    if (bytes === undefined) throw new Error(`no ${file} in ${name}: copy it from the folder the model came from`);
    try {
      return JSON.parse(bytes.toString('utf8'));
    } catch (error) {
      throw new Error(`${file} in ${name} is not valid JSON: copy it again`, { cause: error });
    }
  };
  return createTokenizer({ tokenizer: read('tokenizer.json'), config: read('tokenizer_config.json'), raw }, name);
}

/** Makes a tokenizer from the contents of its files. */
export function createTokenizer(files: TokenizerFiles, name = 'the tokenizer'): Tokenizer {
  const { chat_template: named, eos_token: eos, pad_token: pad, bos_token: bos } = files.config;
  const jinja = files.raw?.get('chat_template.jinja');
  const source = named ?? (jinja && new TextDecoder().decode(jinja));
  if (typeof source !== 'string')
    throw new Error(`no chat template in ${name}: add "chat_template" to tokenizer_config.json`);
  const hub = new HubTokenizer(files.tokenizer, files.config);
  const template = new Template(source);
  const idOf = (role: string, token: unknown) => {
    const content = contentOf(token);
    const id = content === undefined ? undefined : hub.token_to_id(content);
    if (id === undefined) throw new Error(`no ${role} in ${name}: add it to tokenizer_config.json`);
    return { id, content: content as string };
  };
  const end = idOf('eos_token', eos);
  const control = [...hub.get_added_tokens_decoder().values()].map(({ content }) => content);
  const controlPattern = new RegExp(
    `(?<=${control.map(escapePattern).join('|')})|(?=${control.map(escapePattern).join('|')})`,
    'u',
  );
  const encodeRaw = (text: string) => hub.encode(text, { add_special_tokens: false }).ids as number[];

  /** A control token in a text is cut after its first character, so that the pieces are plain text. */
  const encode = (text: string): number[] => {
    if (!control.some(token => text.includes(token))) return encodeRaw(text);
    return text
      .split(controlPattern)
      .flatMap(part =>
        control.includes(part) ? [...encodeRaw(part.slice(0, 1)), ...encodeRaw(part.slice(1))] : encodeRaw(part),
      );
  };
  // Chats of the same roles differ only in their texts: the template is rendered once for each sequence of roles.
  const rendered = new Map<string, ChatPiece[]>();
  const encodedTemplate = new Map<string, number[]>();
  const pieces = (messages: readonly Message[], addGenerationPrompt: boolean) => {
    const key = `${messages.map(message => message.role).join()}|${addGenerationPrompt}`;
    let found = rendered.get(key);
    if (found === undefined) {
      const marked = messages.map(message => ({ ...message, content: '\u0000' }));
      found = renderChat(template, marked, {
        add_generation_prompt: addGenerationPrompt,
        eos_token: end.content,
        bos_token: contentOf(bos) ?? '',
      });
      rendered.set(key, found);
    }
    return found.map(({ text, message }) => {
      if (message !== undefined) return { ids: encode(messages[message]!.content), message };
      let ids = encodedTemplate.get(text);
      if (ids === undefined) {
        ids = encodeRaw(text);
        encodedTemplate.set(text, ids);
      }
      return { ids };
    });
  };
  return {
    files,
    vocabSize: hub.get_vocab().size,
    padId: pad === undefined || pad === null ? end.id : idOf('pad_token', pad).id,
    endId: end.id,
    encode,
    decode: ids =>
      ids.length === 0 ? '' : hub.decode([...ids], { skip_special_tokens: true, clean_up_tokenization_spaces: false }),
    tokenTexts: ids =>
      ids.map(id => hub.decode([id], { skip_special_tokens: false, clean_up_tokenization_spaces: false })),
    encodeChatPieces: (messages, { addGenerationPrompt = false } = {}) => pieces(messages, addGenerationPrompt),
    encodeChat: (messages, { addGenerationPrompt = false } = {}) =>
      pieces(messages, addGenerationPrompt).flatMap(piece => piece.ids),
  };
}

/** A special token is written as its text, or as an object that holds it. */
const contentOf = (token: unknown) =>
  typeof token === 'string' ? token : (token as { content?: string } | null | undefined)?.content;

const escapePattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
