import { separator as defaultSeparator, type Message } from '../types';
import type { Tokenizer } from './tokenizer';

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

/**
 * Encodes prompt ⊕ translation ⊕ rationale. The segments are encoded apart, so that prompt and translation are the same tokens
 * whatever follows them; the end of the turn belongs to the segment that it ends.
 */
export function encodeTranslation(
  tokenizer: Tokenizer,
  { prompt, reference, rationale, separator = defaultSeparator }: TranslationTurn,
): EncodedExample {
  const start = tokenizer.encodeChat(prompt, { addGenerationPrompt: true });
  const translation = tokenizer.encode(reference);
  const extension = rationale ? [...tokenizer.encode(separator), ...tokenizer.encode(rationale)] : [];
  const ids = [...start, ...translation, ...extension, tokenizer.endId];
  const segments = new Uint8Array(ids.length).fill(1);
  segments.fill(0, 0, start.length);
  if (extension.length > 0) segments.fill(2, start.length + translation.length);
  return { ids, segments };
}

/** Encodes a chat for training: every assistant turn and its end token are learned, the rest is read only. */
export function encodeConversation(tokenizer: Tokenizer, messages: readonly Message[]): EncodedExample {
  const ids: number[] = [];
  const segments: number[] = [];
  let inAnswer = false;
  for (const piece of tokenizer.encodeChatPieces(messages)) {
    const answer = piece.message !== undefined && messages[piece.message]!.role === 'assistant';
    piece.ids.forEach((id, i) => {
      ids.push(id);
      // The first end token behind an answer is the model's to say.
      segments.push(answer || (inAnswer && i === 0 && id === tokenizer.endId) ? 1 : 0);
    });
    inAnswer = answer;
  }
  return { ids, segments: Uint8Array.from(segments) };
}
