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
