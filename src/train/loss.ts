/** What a token of a training example is to the loss. */
export const Segment = { prompt: 0, translation: 1, rationale: 2 } as const;

/**
 * How the weighted losses of a batch become one number.
 *
 * - `token`: Σ w_t ℓ_t / Σ w_t, the weighted mean over all tokens;
 * - `segment`: mean over translation tokens + λ · mean over rationale tokens, so that λ does not depend on how long rationales are.
 */
export type Normalisation = 'token' | 'segment';

/** What the loss is. */
export interface LossOptions {
  /** λ: the weight of a rationale token beside a translation token. 0 is vanilla fine-tuning, 1 is the paper. */
  lambda?: number;
  normalisation?: Normalisation;
}

/**
 * The weights w of the tokens of a batch, such that the plain sum Σ w_t ℓ_t of token losses ℓ is the loss:
 * in proportion 1 on the translation, λ on the rationale, 0 on prompt and padding, divided as the normalisation says.
 *
 * @param segments what each token is, see {@link Segment}
 * @throws Error when λ is negative or not a number, or when no token has any weight
 *
 * @example
 * ```ts
 * // A prompt token, a translation token, two of the rationale.
 * const segments = Uint8Array.from([0, 1, 2, 2]);
 * console.log([...radis.tokenWeights(segments, { lambda: 0.5 })]);
 * // [ 0, 0.5, 0.25, 0.25 ]
 * ```
 */
export function tokenWeights(
  segments: Uint8Array,
  { lambda = 1, normalisation = 'token' }: LossOptions = {},
): Float32Array {
  if (!(lambda >= 0 && Number.isFinite(lambda)))
    throw new Error(`the loss weight λ is ${lambda}: give a number of 0 or more`);
  let translation = 0;
  let rationale = 0;
  for (const segment of segments) {
    if (segment === Segment.translation) translation++;
    else if (segment === Segment.rationale) rationale++;
  }
  const total = translation + lambda * rationale;
  if (total === 0) throw new Error('no token of the batch has a weight: there is nothing to learn from it');
  const perToken = normalisation === 'token' ? [1 / total, lambda / total] : [1 / translation, lambda / rationale];
  return Float32Array.from(segments, segment =>
    segment === Segment.prompt ? 0 : (perToken[segment === Segment.translation ? 0 : 1] as number),
  );
}

/** Token losses added up, for translation and rationale apart. */
export interface LossSums {
  translation: { loss: number; tokens: number };
  rationale: { loss: number; tokens: number };
  /** Tokens that were the most likely ones. */
  correct: number;
  /** How far they are from what the model would have said at the start, where that is measured. */
  divergence?: number;
}

/** Numbers of each token. */
interface PerToken {
  nll: ArrayLike<number>;
  correct: ArrayLike<number>;
  divergence?: ArrayLike<number>;
}

/** Sums of nothing yet. */
export const noLosses = (): LossSums => ({
  translation: { loss: 0, tokens: 0 },
  rationale: { loss: 0, tokens: 0 },
  correct: 0,
});

/** Adds those of some tokens to sums. */
export function sumLosses(sums: LossSums, { nll, correct, divergence }: PerToken, segments: Uint8Array): void {
  segments.forEach((segment, t) => {
    if (segment === Segment.prompt) return;
    const sum = segment === Segment.translation ? sums.translation : sums.rationale;
    sum.loss += nll[t] as number;
    sum.tokens++;
    sums.correct += correct[t] as number;
    if (divergence) sums.divergence = (sums.divergence ?? 0) + (divergence[t] as number);
  });
}

/** How well a model expects texts. */
export interface Losses {
  /** The weighted loss of the tokens, which training minimises together with what an objective adds, or has in its place. */
  loss: number;
  /** Mean loss of the translation tokens, in nats; null when there are none. */
  translationLoss: number | null;
  /** Mean loss of the rationale tokens, in nats; null when there are none. */
  rationaleLoss: number | null;
  /** Share of the translation and rationale tokens that were the most likely ones, 0 to 1. */
  accuracy: number;
  /** Mean divergence of these tokens from the model at the start, in nats; with distillation only. */
  divergence?: number;
}

/** The means of sums; see {@link Normalisation} for the weighted loss. */
export function meanLosses(
  { translation, rationale, correct, divergence }: LossSums,
  { lambda = 1, normalisation = 'token' }: LossOptions = {},
): Losses {
  const mean = ({ loss, tokens }: LossSums['translation']) => (tokens > 0 ? loss / tokens : null);
  const [translationLoss, rationaleLoss] = [mean(translation), mean(rationale)];
  const loss =
    normalisation === 'token'
      ? (translation.loss + lambda * rationale.loss) / (translation.tokens + lambda * rationale.tokens)
      : (translationLoss ?? 0) + lambda * (rationaleLoss ?? 0);
  const tokens = translation.tokens + rationale.tokens;
  const apart = divergence === undefined ? {} : { divergence: divergence / tokens };
  return { loss, translationLoss, rationaleLoss, accuracy: correct / tokens, ...apart };
}
