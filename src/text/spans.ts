import { separator as defaultSeparator, type Message } from '../types';
import type { Encoding } from './engine';
import { strip } from './python-strings';
import type { EncodingOptions, RenderedChat, Tokenizer } from './tokenizer';

/** Token ids, and for each what it is: 0 read only (prompt), 1 translation or answer, 2 rationale. */
export interface EncodedExample {
  ids: number[];
  segments: Uint8Array;
}

/** A translation as an assistant's turn, with what follows it. */
export interface TranslationTurn {
  prompt: readonly Message[];
  reference: string;
  rationale?: string;
  /** What stands between translation and rationale; it belongs to the rationale. */
  separator?: string;
}

/** An assistant's turn in a rendered chat, as places in its text. */
interface Turn {
  /** Where generation starts. */
  start: number;
  /** The answer itself; nothing where the template did not keep it as it was. */
  content?: [number, number];
  /** Behind the token that ends the turn, or behind the answer where the template ends it with none. */
  end: number;
}

/**
 * Encodes a translation and its rationale as an assistant's turn: rendered once, by the model's own template, and encoded once. Prompt, translation, rationale
 * and the end of the turn are spans of the text; a token belongs to the span in which it begins. The end of the turn belongs to the
 * segment that it ends.
 *
 * @throws Error when the template writes the turn otherwise than the model would be asked to go on
 *
 * @example
 * ```ts
 * const { tokenizer } = radis.openTinyChat();
 * const prompt = [{ role: 'user' as const, content: 'Translate into German:\nThe cat sleeps.' }];
 * const { ids, segments } = radis.encodeTranslation(tokenizer, { prompt, reference: 'Die Katze schläft.' });
 * const learned = Array.from(ids).filter((_, i) => segments[i] === radis.Segment.translation);
 * console.log(tokenizer.decode(learned));
 * // Die Katze schläft.
 * ```
 */
export function encodeTranslation(
  tokenizer: Tokenizer,
  { prompt, reference, rationale, separator = defaultSeparator }: TranslationTurn,
  options: EncodingOptions = {},
): EncodedExample {
  const content = rationale ? reference + separator + rationale : reference;
  const messages: Message[] = [...prompt, { role: 'assistant', content }];
  const chat = renderTurns(tokenizer, messages, [messages.length - 1], options);
  const boundary = rationale ? behind(chat.turns[0] as Turn, reference, tokenizer.name) : Number.POSITIVE_INFINITY;
  return markTokens(tokenizer, chat, place => (place < boundary ? 1 : 2));
}

/**
 * Encodes a chat for training: every assistant turn and its end token are learned, the rest is read only. Where the template says with
 * `{% generation %}` what is learned, that is.
 *
 * @throws Error when the template writes a turn otherwise than the model would be asked to go on
 */
export function encodeConversation(
  tokenizer: Tokenizer,
  messages: readonly Message[],
  options: EncodingOptions = {},
): EncodedExample {
  const answers = messages.flatMap(({ role }, index) => (role === 'assistant' ? [index] : []));
  return markTokens(tokenizer, renderTurns(tokenizer, messages, answers, options), () => 1);
}

/**
 * The tokens of a chat whose answer has been begun: what the model goes on from. They are the first tokens of the whole turn, as
 * {@link encodeTranslation} encodes it, when the model goes on with a word.
 *
 * @param begun the beginning of the answer
 */
export function encodePrefilled(
  tokenizer: Tokenizer,
  prompt: readonly Message[],
  begun: string,
  options: EncodingOptions = {},
): number[] {
  if (strip(begun) === '') {
    const asked = tokenizer.renderChat(prompt, { ...options, addGenerationPrompt: true });
    return upTo(tokenizer, { ...asked, text: asked.text + begun }, asked.text.length + begun.length);
  }
  const messages: Message[] = [...prompt, { role: 'assistant', content: begun }];
  const chat = renderTurns(tokenizer, messages, [prompt.length], options);
  // A template may trim the text: what stands at its end is put back.
  const end = behind(chat.turns[0] as Turn, strip(begun, undefined, false, true), tokenizer.name);
  const trailing = begun.slice(strip(begun, undefined, false, true).length);
  return upTo(tokenizer, { ...chat, text: chat.text.slice(0, end) + trailing }, end + trailing.length);
}

/**
 * The tokens of a text that is gone on with. Tokenizers join white space at the end of a text otherwise than before a word: the text is
 * encoded with a word behind it, and what belongs to that is cut off.
 */
function upTo(tokenizer: Tokenizer, chat: RenderedChat, length: number): number[] {
  const alone = tokenizer.encodeRendered(chat).ids;
  if (!/\s$/.test(chat.text)) return alone;
  const { ids, offsets } = tokenizer.encodeRendered({ ...chat, text: `${chat.text}A` });
  const count = offsets.findIndex(([from]) => from >= length);
  const clean = count > 0 && offsets.slice(0, count).every(([, to]) => to <= length);
  return clean ? ids.slice(0, count) : alone;
}

/** Where a text ends with which the answer begins. */
function behind({ content, start }: Turn, text: string, name: string): number {
  if (content === undefined)
    throw new Error(
      `the chat template of ${name} changes the text of the answer: it is not known where its translation ends`,
    );
  // The template may have taken white space before the answer away.
  return Math.max(start, content[0] + strip(text, undefined, true, false).length);
}

/** A rendered chat, its tokens, and the turns of the assistant in it that are to be learned. */
interface Chat extends RenderedChat {
  encoding: Encoding;
  turns: Turn[];
}

/** @throws Error when a turn is no continuation of what the model is asked */
function renderTurns(
  tokenizer: Tokenizer,
  messages: readonly Message[],
  answers: readonly number[],
  options: EncodingOptions,
): Chat {
  const chat = tokenizer.renderChat(messages, options);
  const encoding = tokenizer.encodeRendered(chat);
  const end = tokenizer.tokenTexts([tokenizer.endId])[0] as string;
  const turns = answers.map((index): Turn => {
    const asked = tokenizer.renderChat(messages.slice(0, index), { ...options, addGenerationPrompt: true });
    if (!chat.text.startsWith(asked.text))
      throw new Error(
        `the chat template of ${tokenizer.name} writes a chat with its answer (message ${index}) otherwise than it asks for the answer, so that a model would be trained on another text than it reads: ${difference(asked.text, chat.text)}. Give the template other variables, or the model another template`,
      );
    const { ids } = tokenizer.encodeRendered(asked);
    if (ids.some((id, i) => id !== encoding.ids[i]))
      throw new Error(
        `the tokenizer of ${tokenizer.name} joins the beginning of the answer (message ${index}, ${quoted(chat.text.slice(asked.text.length))}) with the end of the question (${quoted(asked.text.slice(-20))}), so that a model would be trained on other tokens than it reads: give the model another template, or take away the white space there`,
      );
    return turnAt(chat.text, asked.text.length, (messages[index] as Message).content, end);
  });
  return { ...chat, encoding, turns };
}

/** Where an answer stands that the model was asked for at a place, and where its turn ends. */
function turnAt(text: string, start: number, answer: string, end: string): Turn {
  const trimmed = strip(answer);
  const at = trimmed === '' ? -1 : text.indexOf(trimmed, start);
  const content: Turn['content'] = at < 0 ? undefined : [at, at + trimmed.length];
  const from = content?.[1] ?? start;
  const ending = text.indexOf(end, from);
  // Something else than white space before the token: it ends a later turn.
  const own = ending >= 0 && (content === undefined || strip(text.slice(from, ending)) === '');
  return { start, ...(content && { content }), end: own ? ending + end.length : from };
}

/** The tokens of a chat up to the end of its last turn, each with its segment. */
function markTokens(
  tokenizer: Tokenizer,
  { encoding: { ids, offsets }, generation, turns }: Chat,
  segmentAt: (place: number) => 1 | 2,
): EncodedExample {
  const learned = ([from]: [number, number]) => {
    const inTurn = turns.some(turn => from >= turn.start && from < turn.end);
    return inTurn && (generation?.some(([start, end]) => from >= start && from < end) ?? true) ? segmentAt(from) : 0;
  };
  const last = turns.at(-1);
  if (last === undefined) return { ids, segments: new Uint8Array(ids.length) };
  // What stands behind the last turn is never read.
  const count = offsets.findLastIndex(([from]) => from < last.end) + 1;
  const segments: number[] = offsets.slice(0, count).map(learned);
  const kept = ids.slice(0, count);
  if (kept.at(-1) !== tokenizer.endId) {
    // The template ends its turns with no token: the model learns to end all the same.
    kept.push(tokenizer.endId);
    segments.push(segmentAt(last.end));
  }
  return { ids: kept, segments: Uint8Array.from(segments) };
}

const quoted = (text: string) => JSON.stringify(text.slice(0, 20));

/** Where two texts part. */
function difference(asked: string, whole: string): string {
  let at = 0;
  while (at < asked.length && asked[at] === whole[at]) at++;
  const from = Math.max(0, at - 20);
  return `${JSON.stringify(asked.slice(from, at + 30))} against ${JSON.stringify(whole.slice(from, at + 30))}`;
}
