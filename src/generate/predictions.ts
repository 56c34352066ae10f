import type { Provider } from '../compile';
import type { ChatModel } from '../model';
import { highest } from './sampling';
import { logSoftmax, openReader } from './scores';

/** What a model expected at a token of a text. */
export interface Prediction {
  /** The token that stands there. */
  id: number;
  /** Its probability after all tokens before it. */
  probability: number;
  /** The most likely tokens there, the likeliest first. */
  likely: { id: number; probability: number }[];
}

/**
 * What a model expects at every token of a text: the probabilities whose negative logarithms are the losses of fine-tuning.
 *
 * @param ids the text, with its chat template, two tokens at least
 * @param options.count how many of the most likely tokens to name; default 5
 * @returns a prediction for each token but the first
 * @throws Error when the text is too short, or longer than the context
 */
export async function predictions(
  { config, parameters }: Pick<ChatModel, 'config' | 'parameters'>,
  ids: readonly number[],
  { count = 5, provider }: { count?: number; provider?: Provider } = {},
): Promise<Prediction[]> {
  const reader = await openReader(config, parameters, [ids], { provider });
  try {
    const [scores] = (await reader.read(parameters)) as [Float32Array];
    return ids.slice(1).map((id, at) => {
      const row = logSoftmax(scores.subarray(at * config.vocabSize, (at + 1) * config.vocabSize));
      const probability = (token: number) => Math.exp(row[token] as number);
      const likely = highest(row, count).map(token => ({ id: token, probability: probability(token) }));
      return { id, probability: probability(id), likely };
    });
  } finally {
    await reader.dispose();
  }
}
