import type { Provider } from '../compile';
import { type EncodingOptions, encodePrefilled } from '../text';
import { separator as defaultSeparator, type Message } from '../types';
import { openDecoder, type Speaker } from './chat';
import type { DecodingOptions } from './decode';

/** A translation whose rationale is wanted. */
export interface ReferencePair {
  /** The request, as the model is asked. */
  prompt: Message[];
  /** The reference translation. */
  reference: string;
}

/** Settings of rationale generation; those of decoding are the sampler's. */
export interface RationaleOptions extends DecodingOptions {
  /** What stands between the translation and what the model says about it. */
  separator?: string;
  /** How the requests are rendered and encoded. */
  chat?: EncodingOptions;
  /** Where the model runs; default `cpu`. */
  provider?: Provider;
}

/**
 * Rationales, by pre-filling: the request and the reference translation are put before the model as if it had answered so, and the
 * model itself goes on. What it adds is the rationale r of ŷ = y ⊕ r.
 *
 * The paper does not say how it decodes; the default here draws at temperature 0.8 among the 50 most likely tokens.
 *
 * @returns one rationale a pair; an empty one where the model had nothing to add
 * Source: RaDis, 2410.13944.
 *
 * @example
 * ```ts
 * const [item] = radis.trainingItems({ domain: 'clinic', pairs: 1, seed: 1 });
 * const pair = { prompt: radis.translationPrompt(item), reference: item.reference };
 * const [rationale] = await radis.generateRationales(radis.openTinyChat(), [pair], { seed: 1 });
 * console.log(rationale !== '');
 * // true
 * ```
 */
export async function generateRationales(
  model: Speaker,
  pairs: readonly ReferencePair[],
  {
    separator = defaultSeparator,
    temperature = 0.8,
    maxNewTokens = 96,
    provider,
    chat,
    ...options
  }: RationaleOptions = {},
): Promise<string[]> {
  const { tokenizer } = model;
  const prompts = pairs.map(({ prompt, reference }) => encodePrefilled(tokenizer, prompt, reference + separator, chat));
  const decoder = openDecoder(model, provider);
  try {
    const generated = await decoder.generate(prompts, { temperature, maxNewTokens, ...options });
    // A rationale that was cut off would teach the model to stop in the middle of a sentence.
    return generated.map(({ ids, finished }) =>
      finished ? tokenizer.decode(ids) : wholeSentences(tokenizer.decode(ids)),
    );
  } finally {
    await decoder.dispose();
  }
}

/** The text up to the end of its last complete sentence; the dot behind the number of a list entry ends none. */
export function wholeSentences(text: string): string {
  const ends = [...text.matchAll(/(?<!(?:^|\n)\d+)[.!?。！？]["“”»]?(?![\p{L}\p{N}])/gu)];
  const last = ends.at(-1);
  return last === undefined ? '' : text.slice(0, last.index + last[0].length);
}
