import { compile, type Provider } from '../compile';
import { checkParameters, type ModelConfig, type Parameters, type StoredTensor } from '../model';
import { packBatch, rowLength, type TrainingExample } from './batches';
import type { LossOptions } from './loss';
import { checkExamples } from './options';
import { askedShare, Passes, type Runner } from './passes';
import { cut } from './plan';

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

/**
 * The gradient of the loss of examples by every parameter, as training would take it in one step over all of them:
 * ∇ Σ w_t · −log p(target_t), with the weights of `tokenWeights`.
 *
 * @returns the loss in nats, and the gradient under the names of the parameters
 * @throws Error when there is no example, or the parameters are not the model's
 */
export async function lossSlope(
  config: ModelConfig,
  parameters: Parameters,
  examples: readonly TrainingExample[],
  { batchSize = 16, provider, signal, lambda, normalisation, run }: SlopeOptions = {},
): Promise<{ loss: number; slope: Parameters }> {
  if (examples.length === 0) throw new Error('a gradient is taken over examples: give at least one');
  checkExamples(examples, config);
  checkParameters(config, parameters, 'the model');
  const time = rowLength(examples, 1);
  // Long and short ones apart would ask for many graphs: all rows are as long as the longest.
  const batches = cut(examples, batchSize).map(part => packBatch(part, time));
  const asked = Math.max(...batches.map(askedShare));
  const runner = run ?? ((fn, signature) => compile(fn, signature, { provider }));
  const passes = new Passes(config, {}, { lambda, normalisation, signal }, runner);
  try {
    const { groups } = passes;
    const state = { parameters: groups.lay(name => (parameters.get(name) as StoredTensor).data) };
    const { loss, gradients } = await passes.gradients(state, batches, asked, 0);
    const named = Object.entries(groups.views(gradients));
    const slope = new Map(named.map(([name, { shape, data }]) => [name, { shape, data: Float32Array.from(data) }]));
    return { loss, slope };
  } finally {
    await passes.dispose();
  }
}
