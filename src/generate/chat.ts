import type { Provider } from '../compile';
import { smallest } from '../extremes';
import { type ChatModel, endIdsOf } from '../model';
import type { EncodingOptions, Tokenizer } from '../text';
import type { Message } from '../types';
import { createDecoder, type Decoder, type DecodingOptions } from './decode';
import type { Voice } from './voice';

/** How a chat is answered. */
export interface AnswerOptions extends Omit<DecodingOptions, 'stop' | 'onToken'> {
  /** Texts that end an answer; they do not belong to it. */
  stop?: readonly string[];
  /** How the chats are rendered and encoded: template variables, the clock, control tokens in messages. */
  chat?: EncodingOptions;
  /** Where the model runs; default `cpu`. */
  provider?: Provider;
  /** Called whenever an answer has grown, with its text so far: for showing it while it is written. */
  onText?: (answer: { index: number; text: string }) => void;
}

/** A model's answer to a conversation. */
export interface Answer {
  text: string;
  /** Whether the model ended its turn by itself, or came to a text that ends it. */
  finished: boolean;
}

/** Whoever can be asked: a model of ours, or a voice. */
export type Speaker = ChatModel | Voice;

/** Opens whoever is asked for generation; a voice is open already, and stays so. */
export function openDecoder(model: Speaker, provider?: Provider): Decoder {
  if ('decoder' in model) return { generate: model.decoder.generate, dispose: async () => {} };
  const { config, parameters, tokenizer } = model;
  return createDecoder(config, parameters, { endIds: endIdsOf(model), padId: tokenizer.padId }, { provider });
}

/** Lets the model answer each conversation, whose last turn is the user's. */
export async function answer(
  model: Speaker,
  conversations: readonly (readonly Message[])[],
  { stop = [], onText, provider, chat, ...options }: AnswerOptions = {},
): Promise<Answer[]> {
  const { tokenizer } = model;
  if (stop.includes('')) throw new Error('stop holds an empty text, which would end every answer: leave it out');
  const prompts = conversations.map(turns => tokenizer.encodeChat([...turns], { ...chat, addGenerationPrompt: true }));
  const growing: number[][] = prompts.map(() => []);
  const onToken = ({ index, id }: { index: number; id: number }) => {
    growing[index]!.push(id);
    onText?.({ index, text: cutAt(textSoFar(tokenizer, growing[index]!), stop) });
  };
  // A token has at least one byte: an ending of n bytes lies within the last n tokens.
  const reach = Math.max(0, ...stop.map(text => Buffer.byteLength(text)));
  const stops = (ids: readonly number[]) => {
    const tail = tokenizer.decode(ids.slice(-reach));
    return stop.some(text => tail.includes(text));
  };
  const decoder = openDecoder(model, provider);
  try {
    const generated = await decoder.generate(prompts, {
      ...options,
      ...(stop.length > 0 && { stop: stops }),
      ...(onText && { onToken }),
    });
    return generated.map(({ ids, finished }) => ({ text: cutAt(tokenizer.decode(ids), stop), finished }));
  } finally {
    await decoder.dispose();
  }
}

/** The text of an answer that grows: a character of several tokens is not shown before it is whole. */
export const textSoFar = (tokenizer: Tokenizer, ids: readonly number[]): string =>
  tokenizer.decode(ids).replace(/\uFFFD+$/, '');

/** The text before the first of the endings. */
function cutAt(text: string, stop: readonly string[]): string {
  const ends = stop.map(ending => text.indexOf(ending)).filter(at => at >= 0);
  return ends.length > 0 ? text.slice(0, smallest(ends)) : text;
}
