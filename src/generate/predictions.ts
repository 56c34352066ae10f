import type * as tf from '@tensorflow/tfjs';
import { compile, int32, type Provider, type Value } from '../compile';
import { type ChatModel, logits } from '../model';

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
  model: ChatModel,
  ids: readonly number[],
  { count = 5, provider }: { count?: number; provider?: Provider } = {},
): Promise<Prediction[]> {
  const { config, parameters } = model;
  const length = ids.length - 1;
  if (length < 1) throw new Error(`the text has ${ids.length} tokens: give two at least`);
  if (ids.length > config.contextLength)
    throw new Error(`the text has ${ids.length} tokens, and the context of the model ${config.contextLength}`);
  const inputs: Record<string, Value> = { ids: int32([1, length], ids.slice(0, -1)) };
  for (const [name, { shape, data }] of parameters) inputs[name] = { dtype: 'float32', shape, data };
  const scored = await compile(
    ({ ids, ...p }) => ({ scores: logits(p, ids as tf.Tensor2D, config) }),
    inputs,
    provider && { provider },
  );
  try {
    const { scores } = await scored.run(inputs);
    const vocabulary = config.vocabSize;
    return ids.slice(1).map((id, at) => {
      const row = (scores as Value).data.subarray(at * vocabulary, (at + 1) * vocabulary) as Float32Array;
      const highest = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
      const total = row.reduce((sum, score) => sum + Math.exp(score - highest), 0);
      const probability = (token: number) => Math.exp((row[token] as number) - highest) / total;
      const order = [...row.keys()].sort((a, b) => (row[b] as number) - (row[a] as number));
      const likely = order.slice(0, count).map(token => ({ id: token, probability: probability(token) }));
      return { id, probability: probability(id), likely };
    });
  } finally {
    await scored.dispose();
  }
}
