import { compile, type Provider } from '../compile';
import { largest } from '../extremes';
import { checkParameters, type ModelConfig, type Parameters, type StoredTensor } from '../model';
import type { Importance } from './anchor';
import { packAlike, type TrainingExample } from './batches';
import type { Group } from './groups';
import { checkExamples } from './options';
import { askedShare, Passes, type Runner } from './passes';

/** Where and how the gradients are computed. */
export interface FisherOptions {
  /** Default `cpu`. */
  provider?: Provider;
  /** Compiled by default, or `eager`. */
  run?: Runner;
  signal?: AbortSignal;
}

/**
 * The diagonal of the Fisher information of a token, by every parameter:
 *
 *     F_i = Σ_n (∂ log p(y_n | x_n) / ∂θ_i)² / Σ_n |y_n|
 *
 * with y_n the tokens of example n that are learned, and x_n those that are only read. One example is computed at a time: squares of sums over
 * examples would be another thing.
 *
 * With answers y_n that the model itself drew (temperature 1, from all tokens) it is the true Fisher information, estimated: then the slopes of
 * different tokens of an answer are uncorrelated, and ½ Σ_i F_i δ_i² is, to second order and without the correlations of parameters, the
 * divergence KL(θ ‖ θ + δ) of a token, in nats. With answers of others it is the empirical one, which has no such meaning.
 *
 * @throws Error when there is no example, or one has nothing to learn, or the parameters are not the model's
 * Source: Kirkpatrick et al. 2017 (1612.00796); true and empirical: Kunstner et al. 2019 (1905.12558).
 */
export async function fisherDiagonal(
  config: ModelConfig,
  parameters: Parameters,
  examples: readonly TrainingExample[],
  { provider, signal, run = (fn, signature) => compile(fn, signature, { provider }) }: FisherOptions = {},
): Promise<Importance> {
  if (examples.length === 0) throw new Error('the Fisher information is a mean over examples: give at least one');
  checkExamples(examples, config);
  checkParameters(config, parameters, 'the model');
  const batches = packAlike(examples, 1);
  const asked = largest(batches.map(askedShare));
  const passes = new Passes(config, {}, { signal }, run);
  try {
    const { groups } = passes;
    const state = { parameters: groups.lay(name => (parameters.get(name) as StoredTensor).data) };
    const squares = groups.zeros();
    let tokens = 0;
    for (const batch of batches) {
      const { sums, gradients } = await passes.gradients(state, [batch], asked, 0);
      const count = sums.translation.tokens + sums.rationale.tokens;
      for (const [group, totals] of Object.entries(squares) as [Group, Float32Array][]) {
        const slopes = gradients[group] as Float32Array;
        // The loss is the mean over the tokens: times their number it is −log p.
        for (let i = 0; i < totals.length; i++)
          totals[i] = (totals[i] as number) + (count * (slopes[i] as number)) ** 2;
      }
      tokens += count;
    }
    return new Map(
      Object.entries(groups.views(squares)).map(([name, { data }]) => [
        name,
        Float32Array.from(data, total => total / tokens),
      ]),
    );
  } finally {
    await passes.dispose();
  }
}
