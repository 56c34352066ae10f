import { type Answer, answer, type DecodingOptions, openDecoder, wholeSentences } from '../generate';
import type { ChatModel } from '../model';
import { Segment, type TrainingExample } from '../train';
import type { Message } from '../types';
import type { MethodContext, TranslationExample } from './method';

/** Tokens that a made-up request may have; one that is cut off is a request all the same. */
const REQUEST_TOKENS = 64;

/** Stands for what a user says: nothing that a template writes by itself. */
const USER_TEXT = '\uE000';

/** The text of an answer; nothing where it was cut off, for learning it would teach the model to stop in the middle. */
export const wholeAnswer = (given: Answer | undefined): string => (given?.finished ? given.text.trim() : '');

/**
 * What a model answers to requests, as examples to train on: its most likely answers. One that is cut off ends with its last whole sentence;
 * where nothing is left there is no example.
 */
export async function ownAnswers(
  model: ChatModel,
  requests: readonly Message[][],
  decoding: MethodContext['decoding'],
): Promise<TranslationExample[]> {
  const answers = await answer(model, requests, decoding);
  return answers.flatMap(({ text, finished }, i) => {
    const reference = (finished ? text : wholeSentences(text)).trim();
    return reference === '' ? [] : [{ prompt: requests[i] as Message[], reference }];
  });
}

/**
 * What a model answers to requests when it draws as it would speak, from all tokens at temperature 1, as tokens to train on. One that is cut
 * off is not taught to end there.
 */
export async function drawnAnswers(
  model: ChatModel,
  requests: readonly (readonly Message[])[],
  decoding: MethodContext['decoding'] & Pick<DecodingOptions, 'maxNewTokens'>,
): Promise<TrainingExample[]> {
  const { config, tokenizer } = model;
  const prompts = requests.map(turns => tokenizer.encodeChat(turns, { addGenerationPrompt: true }));
  const decoder = openDecoder(model);
  try {
    const answers = await decoder.generate(prompts, { temperature: 1, topK: config.vocabSize, ...decoding });
    return answers.map(({ ids, finished }, i) => {
      const prompt = prompts[i] as number[];
      const said = finished ? [...ids, tokenizer.endId] : ids;
      const segments = [...prompt.map(() => Segment.prompt), ...said.map(() => Segment.translation)];
      return { ids: [...prompt, ...said], segments };
    });
  } finally {
    await decoder.dispose();
  }
}

/**
 * Requests that a model makes up: it is shown the beginning of a chat up to where the user's text would start, and goes on, drawing from all
 * tokens at temperature 1.
 *
 * Source: Magpie, Xu et al. 2024 (2406.08464).
 */
export async function ownRequests(
  model: ChatModel,
  count: number,
  decoding: MethodContext['decoding'],
): Promise<Message[][]> {
  const { config, tokenizer } = model;
  const chat = tokenizer.renderChat([{ role: 'user', content: USER_TEXT }]).text;
  const prompt = tokenizer.encode(chat.slice(0, chat.indexOf(USER_TEXT)));
  const decoder = openDecoder(model);
  try {
    const texts = await decoder.generate(
      Array.from({ length: count }, () => prompt),
      { temperature: 1, topK: config.vocabSize, maxNewTokens: REQUEST_TOKENS, ...decoding },
    );
    return texts.map(({ ids }) => [{ role: 'user', content: tokenizer.decode(ids).trim() }]);
  } finally {
    await decoder.dispose();
  }
}
