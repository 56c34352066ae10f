import type * as tf from '@tensorflow/tfjs';
import { compile, int32, type Provider, type Value } from '../compile';
import { largest } from '../extremes';
import { logits, type ModelConfig, type Parameters } from '../model';

/** Texts that are read again and again, by models of one shape. */
export interface Reader {
  /**
   * What a model of these parameters expects behind each token.
   * @returns the logits of each text, [tokens − 1, vocabulary], row-major: row t stands for token t + 1
   */
  read(parameters: Parameters): Promise<Float32Array[]>;
  dispose(): Promise<void>;
}

/**
 * Opens texts for reading. They are filled up to the length of the longest; what is filled in stands behind a text, where nothing of it looks.
 *
 * @param texts token ids, two at least in each
 * @throws Error when a text is too short, or longer than the context
 */
export async function openReader(
  config: ModelConfig,
  parameters: Parameters,
  texts: readonly (readonly number[])[],
  { provider }: { provider?: Provider } = {},
): Promise<Reader> {
  for (const { length } of texts) {
    if (length < 2) throw new Error(`the text has ${length} tokens: give two at least`);
    if (length > config.contextLength)
      throw new Error(`the text has ${length} tokens, and the context of the model ${config.contextLength}`);
  }
  const time = largest(texts.map(({ length }) => length - 1));
  const ids = new Int32Array(texts.length * time);
  for (const [row, text] of texts.entries()) ids.set(text.slice(0, -1), row * time);
  const inputsOf = (given: Parameters): Record<string, Value> => ({
    ...Object.fromEntries([...given].map(([name, { shape, data }]) => [name, { dtype: 'float32', shape, data }])),
    ids: int32([texts.length, time], ids),
  });
  const executable = await compile(
    ({ ids, ...p }) => ({ scores: logits(p, ids as tf.Tensor2D, config) }),
    inputsOf(parameters),
    provider && { provider },
  );
  const row = time * config.vocabSize;
  return {
    async read(given) {
      const { scores } = await executable.run(inputsOf(given));
      const all = (scores as Value).data as Float32Array;
      return texts.map(({ length }, i) => all.subarray(i * row, i * row + (length - 1) * config.vocabSize));
    },
    dispose: () => executable.dispose(),
  };
}

/** The logarithms of the probabilities that logits stand for: z_i − log Σ exp z. */
export function logSoftmax(logits: Float32Array): Float64Array {
  const highest = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const total = logits.reduce((sum, score) => sum + Math.exp(score - highest), 0);
  return Float64Array.from(logits, score => score - highest - Math.log(total));
}
