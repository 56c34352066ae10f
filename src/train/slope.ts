import { compile, type Provider } from '../compile';
import { largest } from '../extremes';
import { checkParameters, type ModelConfig, type Parameters, type StoredTensor } from '../model';
import { packAlike, type TrainingExample } from './batches';
import type { LossOptions } from './loss';
import { checkExamples } from './options';
import { askedShare, Passes, type Runner } from './passes';

/** What the gradient is of, and where it is computed. */
export interface SlopeOptions extends LossOptions {
  /** Examples computed together; the gradient is that of all of them, whatever the size. Default 16. */
  batchSize?: number;
  /** Default `cpu`. */
  provider?: Provider;
  /** Compiled by default, or `eager`. */
  run?: Runner;
  signal?: AbortSignal;
}

/** The loss of some examples as a function of the parameters. */
export interface LossSlope {
  /**
   * The loss in nats, and its gradient under the names of the parameters.
   *
   * @throws Error when the parameters are not the model's
   */
  at(parameters: Parameters): Promise<{ loss: number; slope: Parameters }>;
  dispose(): Promise<void>;
}

/**
 * Opens the loss of examples, to take its gradient by every parameter as training would in one step over all of them:
 * ∇ Σ w_t · −log p(target_t), with the weights of `tokenWeights`. Its graphs are compiled once, whatever the parameters.
 *
 * @throws Error when there is no example
 */
export function openSlope(
  config: ModelConfig,
  examples: readonly TrainingExample[],
  { batchSize = 16, provider, signal, lambda, normalisation, run }: SlopeOptions = {},
): LossSlope {
  if (examples.length === 0) throw new Error('a gradient is taken over examples: give at least one');
  checkExamples(examples, config);
  const batches = packAlike(examples, batchSize);
  const asked = largest(batches.map(askedShare));
  const runner = run ?? ((fn, signature) => compile(fn, signature, { provider }));
  const passes = new Passes(config, {}, { lambda, normalisation, signal }, runner);
  return {
    async at(parameters) {
      checkParameters(config, parameters, 'the model');
      const { groups } = passes;
      const state = { parameters: groups.lay(name => (parameters.get(name) as StoredTensor).data) };
      const { loss, gradients } = await passes.gradients(state, batches, asked, 0);
      const named = Object.entries(groups.views(gradients));
      // Copied: the next look writes over them.
      const slope = new Map(named.map(([name, { shape, data }]) => [name, { shape, data: Float32Array.from(data) }]));
      return { loss, slope };
    },
    dispose: () => passes.dispose(),
  };
}
