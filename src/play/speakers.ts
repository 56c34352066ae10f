import { annotate } from '../analysis';
import { answer } from '../generate';
import type { ChatModel } from '../model';
import type { Message } from '../types';

/** A token of an answer as the page colours it. */
export interface SpokenToken {
  text: string;
  /** Its probability for who said it, 0 to 1. */
  probability: number;
  /** How much likelier it is for who said it than for the base, in nats: log p − log p of the base. */
  farther: number;
}

/**
 * Lets a model answer a message, and tells of each token how sure it was, and how far that is from the base.
 *
 * @param onText is told the text while it grows
 */
export async function speak(
  model: ChatModel,
  base: ChatModel,
  message: string,
  {
    onText,
    signal,
    maxNewTokens = 128,
  }: { onText?: (text: string) => void; signal?: AbortSignal; maxNewTokens?: number } = {},
): Promise<{ text: string; tokens: SpokenToken[] }> {
  const prompt: Message[] = [{ role: 'user', content: message }];
  // What somebody types controls nothing.
  const chat = { neutralise: true };
  const [said] = await answer(model, [prompt], { maxNewTokens, signal, chat, onText: ({ text }) => onText?.(text) });
  const text = said?.text ?? '';
  if (text === '') return { text, tokens: [] };
  const turn = { prompt, reference: text };
  const [own, ofBase] = [await annotate(model, turn), model === base ? undefined : await annotate(base, turn)];
  const tokens = own.flatMap(({ text, nll, segment }, i) => {
    // The end of the turn is no word.
    const isEnd = i === own.length - 1;
    if (segment !== 'translation' || isEnd) return [];
    return [{ text, probability: Math.exp(-nll), farther: (ofBase?.[i]?.nll ?? nll) - nll }];
  });
  return { text, tokens };
}
