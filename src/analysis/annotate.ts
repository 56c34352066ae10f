import { predictions } from '../generate';
import type { ChatModel } from '../model';
import { encodeTranslation, type TranslationTurn } from '../text';
import { type LossOptions, tokenWeights } from '../train';

/** What a token of a training example belongs to. */
export type SegmentName = 'prompt' | 'translation' | 'rationale';

/** A token of a training example, with what the model thinks of it and what training makes of that. */
export interface AnnotatedToken {
  text: string;
  id: number;
  segment: SegmentName;
  /** −log p of the token after all before it, in nats; NaN of the first, which nothing comes before. */
  nll: number;
  /** Its weight in the loss of this example: the loss is the sum of weight · nll. */
  weight: number;
  /** What the model finds likeliest in its place. */
  likely: { text: string; probability: number }[];
}

const names: readonly SegmentName[] = ['prompt', 'translation', 'rationale'];

/**
 * A training example token by token: to which part each belongs, what it costs the model, and how much it weighs in the loss
 *
 *     L = Σ_t weight_t · nll_t.
 *
 * @param options.lambda the weight of rationale tokens beside those of the translation; default 1
 * @param options.normalisation by token (default) or by segment, as in `tokenWeights`
 * @param options.count how many likely tokens to name at each place; default 4
 * @throws Error when the example is longer than the context, or λ is no weight
 *
 * @example
 * ```ts
 * const prompt = [{ role: 'user' as const, content: 'Translate into German:\nThe cat sleeps.' }];
 * const turn = { prompt, reference: 'Die Katze schläft.', rationale: 'The cat sleeps now.' };
 * const tokens = await radis.annotate(radis.openTinyChat(), turn, { lambda: 0.5 });
 * const loss = tokens.slice(1).reduce((sum, { weight, nll }) => sum + weight * nll, 0);
 * console.log(loss > 0, new Set(tokens.map(({ segment }) => segment)).size);
 * // true 3
 * ```
 */
export async function annotate(
  model: ChatModel,
  turn: TranslationTurn,
  { count = 4, ...loss }: LossOptions & { count?: number } = {},
): Promise<AnnotatedToken[]> {
  const { tokenizer } = model;
  const { ids, segments } = encodeTranslation(tokenizer, turn);
  const texts = tokenizer.tokenTexts(ids);
  const predicted = await predictions(model, ids, { count });
  // The first token is never predicted, and has no weight.
  const weights = [0, ...tokenWeights(segments.slice(1), loss)];
  return Array.from(ids, (id, t) => {
    const { probability = Number.NaN, likely = [] } = predicted[t - 1] ?? {};
    return {
      text: texts[t] as string,
      id,
      segment: names[segments[t] as number] as SegmentName,
      nll: -Math.log(probability),
      weight: weights[t] as number,
      likely: likely.map(one => ({ text: tokenizer.tokenTexts([one.id])[0] as string, probability: one.probability })),
    };
  });
}

/**
 * How a rationale comes about, step by step: what stands there so far, what the model finds likeliest next, and what was written.
 *
 * @param tokens of an example, as {@link annotate} gives them
 */
export function writingSteps(
  tokens: readonly AnnotatedToken[],
  { count = 10 }: { count?: number } = {},
): { 'so far': string; 'likeliest next': string; written: string }[] {
  const rationale = tokens.filter(({ segment }) => segment === 'rationale');
  const first = rationale.findIndex(({ text }) => text.trim() !== '');
  if (first < 0) return [];
  const own = rationale.slice(first);
  return own.slice(0, count).map(({ text, likely }, i) => ({
    'so far':
      own
        .slice(0, i)
        .map(one => one.text)
        .join('') || '(the reference and a blank line)',
    'likeliest next': likely
      .map(({ text, probability }) => `${visible(text)} ${(100 * probability).toFixed(0)}%`)
      .join('   '),
    written: visible(text),
  }));
}

const visible = (text: string) => text.replaceAll('\n', '⏎').replaceAll(' ', '␣');
