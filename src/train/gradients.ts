import * as tf from '@tensorflow/tfjs';
import type { Signature, TensorFunction } from '../compile';
import {
  type AdapterUse,
  type Direction,
  decode,
  decoderStages,
  divergence,
  dropoutColumns,
  headName,
  logitsAt,
  loraScale,
  type ModelConfig,
  type ParameterTensors,
  type TokenLosses,
  tokenLosses,
} from '../model';
import type { AnchorOptions } from './anchor';
import { chainGradients, type Link } from './chain';
import { GRADIENT } from './groups';
import { type SplitOptions, trainingSplit } from './split';

/** The size of a batch: a graph is built for each. */
export interface BatchShape {
  rows: number;
  time: number;
  /** How many positions have a target and a weight; logits are computed for these alone. */
  asked: number;
  /** Of the texts that the model at the start reads, where they are others. */
  teacher?: { rows: number; time: number };
}

/** How much memory a step may take. */
export interface MemoryOptions {
  /**
   * Keep only what passes from layer to layer, and compute the inside of each layer again for its gradients: long texts then fit, and a
   * step takes up to a third longer. The numbers stay the same.
   */
  gradientCheckpointing?: boolean;
}

/** Staying close to the model that training starts from, as learning without forgetting does. */
export interface DistillationOptions {
  /** β: how much a token's divergence from that model counts beside its loss. */
  weight: number;
  /** `forward` (default) keeps all that the model would have said possible; `reverse` keeps to what it would have said. */
  direction?: Direction;
  /** The divergence takes the place of a token's loss: what the token is does not matter then. Default false. */
  alone?: boolean;
}

/** What is added to the loss of the tokens. */
export interface ObjectiveOptions {
  /**
   * Adds β · KL between the model at the start and as it is, on each token with the token's weight. With adapters, the model at the start
   * is the one without them. It reads the same texts, or those that the examples give it (`teacherIds`).
   *
   * Source: Li and Hoiem 2016 (1606.09282), with the distillation loss on the training tokens.
   */
  distillation?: DistillationOptions;
  /** Adds weight/2 · Σ F (θ − θ0)², see `createAnchor`; θ0 are the parameters at the start. Not for adapters, which start from nothing. */
  anchor?: AnchorOptions;
}

/** Everything that the graph of the gradients depends on beside the model and the size of the batch. */
export type GradientOptions = SplitOptions & MemoryOptions & Pick<ObjectiveOptions, 'distillation'>;

/** The parameters of the model at the start that its graph must be given: those that change. */
export function teacherShapes(config: ModelConfig, options: GradientOptions): [string, readonly number[]][] {
  if (!options.distillation || options.lora) return [];
  return [...trainingSplit(config, options).trained];
}

/** Before the name of a parameter: as it was at the start. */
export const TEACHER = 'teacher/';

/** What every pass over a batch takes beside the parameters. */
function batchSignature({ rows, time, asked }: BatchShape): Signature {
  return {
    ids: { dtype: 'int32', shape: [rows, time] },
    documents: { dtype: 'int32', shape: [rows, time] },
    positions: { dtype: 'int32', shape: [asked] },
    targets: { dtype: 'int32', shape: [asked] },
  };
}

/** The texts that the model at the start reads, where they are others than those of the batch. */
function teacherSignature({ teacher, asked }: BatchShape): Signature {
  if (!teacher) return {};
  const shape = [teacher.rows, teacher.time];
  return {
    teacherIds: { dtype: 'int32', shape },
    teacherDocuments: { dtype: 'int32', shape },
    teacherPositions: { dtype: 'int32', shape: [asked] },
  };
}

function parametersSignature(config: ModelConfig, options: SplitOptions): Signature {
  const { trained, frozen } = trainingSplit(config, options);
  const entries = [...frozen, ...trained].map(([name, shape]) => [name, { dtype: 'float32' as const, shape }]);
  return Object.fromEntries(entries);
}

/** What {@link lossGradients} takes: parameters, a batch with its weights, and noise for dropout where there is any. */
export function gradientsSignature(config: ModelConfig, shape: BatchShape, options: GradientOptions = {}): Signature {
  const columns = dropoutColumns(config, options.lora);
  const noise: Signature = {
    noiseRows: { dtype: 'float32', shape: [shape.rows * shape.time] },
    noiseColumns: { dtype: 'float32', shape: [columns] },
  };
  const teacher = teacherShapes(config, options).map(([name, sizes]) => [
    TEACHER + name,
    { dtype: 'float32' as const, shape: sizes },
  ]);
  return {
    ...parametersSignature(config, options),
    ...Object.fromEntries(teacher),
    ...batchSignature(shape),
    ...teacherSignature(shape),
    weights: { dtype: 'float32', shape: [shape.asked] },
    ...(columns > 0 ? noise : {}),
  };
}

/**
 * The weighted loss of a batch, Σ w_t · −log p(target_t), and its gradients, as a pure function.
 *
 * The weights arrive already normalised (see `tokenWeights`), so that any weighting of tokens is a matter of data, and gradients of the
 * parts of a large batch add up to those of the whole.
 * Gives `loss`; `nll` float32 [asked], the loss of each target in nats; `correct` bool [asked], whether it was the most likely token; with
 * distillation, `divergence` float32 [asked], in nats; and the gradients of the parameters that train, under their names behind {@link GRADIENT}.
 */
export function lossGradients(config: ModelConfig, options: GradientOptions = {}): TensorFunction {
  const names = [...trainingSplit(config, options).trained.keys()];
  return inputs => {
    let kept: Record<string, tf.Tensor> | undefined;
    const links = lossLinks(inputs, config, options, losses => {
      kept = Object.fromEntries(Object.entries(losses).map(([name, values]) => [name, tf.keep(values.clone())]));
    });
    const seeds = inputs.noiseRows ? ['noiseRows'] : [];
    const chain = options.gradientCheckpointing ? links : [joined(links)];
    const { value, gradients } = chainGradients(chain, inputs, names, seeds);
    const slopes = names.map(name => [GRADIENT + name, gradients[name] as tf.Tensor]);
    return { loss: value, ...kept, ...Object.fromEntries(slopes) };
  };
}

/** The weighted loss as a chain: the decoder's stages, the last of which ends in the loss. */
function lossLinks(
  inputs: Record<string, tf.Tensor>,
  config: ModelConfig,
  options: GradientOptions,
  keep: (losses: TokenLosses & { divergence?: tf.Tensor1D }) => void,
): Link[] {
  const { lora, distillation } = options;
  const { ids, documents } = inputs as Record<string, tf.Tensor2D>;
  const { targets, weights, positions } = inputs as Record<string, tf.Tensor1D>;
  const adapters = ({ noiseRows, noiseColumns }: Record<string, tf.Tensor>): AdapterUse | undefined => {
    if (lora === undefined) return undefined;
    const noise = { rows: noiseRows as tf.Tensor1D, columns: noiseColumns as tf.Tensor1D };
    return { scale: loraScale(lora), dropout: lora.dropout ? { rate: lora.dropout, ...noise } : undefined };
  };
  const stages = decoderStages(ids as tf.Tensor2D, config, documents);
  return stages.map(({ reads, run }, at) => {
    const pass = (given: ParameterTensors, h?: tf.Tensor) => run(given, h as tf.Tensor2D, adapters(given));
    if (at < stages.length - 1) return { reads, run: pass };
    return {
      reads: name => reads(name) || name === headName(config),
      run(given, entering) {
        const h = pass(given, entering);
        const scores = logitsAt(given, h, config, positions);
        const losses = tokenLosses(given, h, targets as tf.Tensor1D, config, positions, scores);
        const weighted = (perToken: tf.Tensor) => perToken.mul(weights as tf.Tensor1D).sum();
        if (!distillation) {
          keep(losses);
          return weighted(losses.nll);
        }
        const expected = expectedAtTheStart(inputs, config, options);
        const apart = divergence(scores, expected, distillation.direction ?? 'forward');
        keep({ ...losses, divergence: apart });
        const pull = apart.mul(distillation.weight);
        return weighted(distillation.alone ? pull : losses.nll.add(pull));
      },
    };
  });
}

/** The logits of the model at the start for the targets, [asked, vocabulary]. */
function expectedAtTheStart(
  inputs: Record<string, tf.Tensor>,
  config: ModelConfig,
  options: GradientOptions,
): tf.Tensor2D {
  const { frozen } = trainingSplit(config, options);
  const asBefore = teacherShapes(config, options).map(([name]) => [name, inputs[TEACHER + name] as tf.Tensor]);
  const same = [...frozen.keys()].map(name => [name, inputs[name] as tf.Tensor]);
  const parameters: ParameterTensors = Object.fromEntries([...same, ...asBefore]);
  const { ids, documents, positions } = inputs;
  const { teacherIds = ids, teacherDocuments = documents, teacherPositions = positions } = inputs;
  const h = decode(parameters, teacherIds as tf.Tensor2D, config, { documents: teacherDocuments as tf.Tensor2D });
  return logitsAt(parameters, h, config, teacherPositions as tf.Tensor1D);
}

/** A chain as one link. */
const joined = (links: readonly Link[]): Link => ({
  reads: name => links.some(link => link.reads(name)),
  run: (inputs, entering) =>
    links.reduce<tf.Tensor | undefined>((h, link) => link.run(inputs, h), entering) as tf.Tensor,
});

/** What {@link targetLosses} takes. */
export function lossesSignature(config: ModelConfig, shape: BatchShape, options: SplitOptions = {}): Signature {
  return { ...parametersSignature(config, options), ...batchSignature(shape) };
}

/** The `nll` and `correct` of {@link lossGradients} without gradients and without dropout: for evaluation. */
export function targetLosses(config: ModelConfig, { lora }: SplitOptions = {}): TensorFunction {
  return inputs => {
    const { ids, documents } = inputs as Record<string, tf.Tensor2D>;
    const { targets, positions } = inputs as Record<string, tf.Tensor1D>;
    const adapters = lora && { scale: loraScale(lora) };
    const h = decode(inputs, ids as tf.Tensor2D, config, { documents, adapters });
    return { ...tokenLosses(inputs, h, targets as tf.Tensor1D, config, positions) };
  };
}
