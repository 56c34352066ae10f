import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Provider } from '../compile';
import { loraScale, type ModelConfig, type Parameters } from '../model';
import { type AdamWOptions, adamWSettings } from './adamw';
import { importanceName } from './anchor';
import type { TrainingExample } from './batches';
import type { CheckpointOptions } from './checkpoint';
import type { MemoryOptions, ObjectiveOptions } from './gradients';
import type { LossOptions } from './loss';
import { maskName } from './mask';
import type { Runner } from './passes';
import type { Schedule } from './schedule';
import type { SplitOptions } from './split';

/** What a training run does. */
export interface TrainOptions extends SplitOptions, AdamWOptions, LossOptions, MemoryOptions, ObjectiveOptions {
  /** Highest learning rate of the schedule. */
  learningRate: number;
  /** `adamw` (default), or `muon` for the matrices of a model that is trained from nothing, see `createMuon`. */
  optimizer?: 'adamw' | 'muon';
  /** Gradients of a larger global norm are scaled down to it; default 1. */
  clipNorm?: number;
  /** Passes over the examples; default 1. */
  epochs?: number;
  /** Examples that are computed together; default 32. */
  batchSize?: number;
  /** Batches whose gradients make one step; default 1. A step of 4 batches of 8 learns what a step of one batch of 32 does, in less memory. */
  accumulate?: number;
  schedule?: Schedule;
  /** Seed of the order of the examples, of fresh adapters, and of dropout. */
  seed?: number | string;
  /**
   * Makes what a batch is trained on from the model as it is before its step, in the place of the examples: of these only the order is
   * kept. It must depend on nothing but what it is given, so that a run that goes on has the same numbers.
   *
   * @param batch indices of the examples
   * @param parameters those that train, as they are; valid until the promise is settled
   */
  redraw?: (batch: readonly number[], parameters: Parameters, step: number) => Promise<TrainingExample[]>;
  /** Measure the loss on examples that are not trained on. */
  evaluate?: EvaluateOptions;
  signal?: AbortSignal;
  /** Where to keep the state; a run whose folder holds one goes on from there, to the same numbers as if it had never stopped. */
  checkpoints?: CheckpointOptions;
  /** Where the graphs run; default `cpu`. */
  provider?: Provider;
  /** How they are run: compiled (default), or `eager` on the current tfjs backend. */
  run?: Runner;
}

/** How a run is watched. */
export interface EvaluateOptions {
  examples: readonly TrainingExample[];
  /** Steps between two evaluations; by default there is one after each pass over the data. The last step is always evaluated. */
  every?: number;
}

/** The options that decide the numbers, as they are when nothing is said: however they are written, the same run has the same. */
export function decidingOptions(options: TrainOptions): object {
  const { learningRate, epochs = 1, batchSize = 32, accumulate = 1, seed = 0 } = options;
  const { warmup = 0.1, decay = 'cosine' } = options.schedule ?? {};
  const {
    lambda = 1,
    normalisation = 'token',
    clipNorm = 1,
    lora,
    freeze,
    mask,
    distillation,
    anchor,
    provider = 'cpu',
  } = options;
  const adapters = lora && {
    scale: loraScale(lora),
    rank: lora.rank ?? 16,
    targets: lora.targets === undefined || lora.targets === 'all-linear' ? 'all-linear' : [...lora.targets].sort(),
    dropout: lora.dropout ?? 0,
  };
  const optimizer = { optimizer: options.optimizer ?? 'adamw', clipNorm, ...adamWSettings(options) };
  const data = { epochs, batchSize, accumulate, seed: String(seed), lambda, normalisation };
  return {
    learningRate,
    schedule: { warmup, decay },
    ...data,
    ...optimizer,
    adapters,
    freeze: freeze && String(freeze),
    mask: mask && maskName(mask),
    distillation: distillation && {
      weight: distillation.weight,
      direction: distillation.direction ?? 'forward',
      alone: distillation.alone ?? false,
    },
    // Its text: what it closes over is not seen.
    redraw: options.redraw && String(options.redraw),
    anchor: anchor && { weight: anchor.weight, importance: anchor.importance && importanceName(anchor.importance) },
    provider,
  };
}

/** @throws Error naming an option that makes no sense */
export function checkOptions(options: TrainOptions): void {
  const {
    learningRate,
    epochs = 1,
    batchSize = 32,
    accumulate = 1,
    clipNorm = 1,
    lora,
    distillation,
    anchor,
    evaluate,
    checkpoints,
  } = options;
  const above = (name: string, value: number) => {
    if (!(value > 0 && Number.isFinite(value))) throw new Error(`${name} is ${value}: give a number above 0`);
  };
  const count = (name: string, value: number) => {
    if (!(Number.isInteger(value) && value > 0))
      throw new Error(`${name} is ${value}: give a whole number of 1 or more`);
  };
  const share = (name: string, value: number, limit: string, inside: boolean) => {
    if (!inside) throw new Error(`${name} is ${value}: give a number of 0 or more${limit}`);
  };
  const oneOf = (name: string, value: string, known: readonly string[]) => {
    if (!known.includes(value)) throw new Error(`${name} is ${value}: choose one of ${known.join(', ')}`);
  };
  const { beta1, beta2, epsilon, weightDecay } = adamWSettings(options);
  const { warmup = 0.1, decay = 'cosine' } = options.schedule ?? {};
  const { lambda = 1, normalisation = 'token' } = options;
  oneOf('schedule.decay', decay, ['cosine', 'linear', 'constant']);
  oneOf('normalisation', normalisation, ['token', 'segment']);
  share('the loss weight λ', lambda, '', lambda >= 0 && Number.isFinite(lambda));
  oneOf('optimizer', options.optimizer ?? 'adamw', ['adamw', 'muon']);
  if (options.optimizer === 'muon' && (lora || options.mask))
    throw new Error(
      `optimizer is muon, which moves whole matrices: leave out ${lora ? 'lora' : 'the mask'}, or use adamw`,
    );
  if (options.run && options.provider)
    throw new Error('run and provider each say where graphs run: give one of them, and leave the other out');
  if (distillation) oneOf('distillation.direction', distillation.direction ?? 'forward', ['forward', 'reverse']);
  for (const [name, value] of Object.entries({ beta1, beta2, 'dropout of the adapters': lora?.dropout ?? 0 }))
    share(name, value, ', below 1', value >= 0 && value < 1);
  share('schedule.warmup', warmup, ', at most 1', warmup >= 0 && warmup <= 1);
  share('weightDecay', weightDecay, '', weightDecay >= 0 && Number.isFinite(weightDecay));
  above('epsilon', epsilon);
  above('learningRate', learningRate);
  above('clipNorm', clipNorm);
  count('epochs', epochs);
  count('batchSize', batchSize);
  count('accumulate', accumulate);
  if (distillation) above('distillation.weight', distillation.weight);
  if (anchor) share('anchor.weight', anchor.weight, '', anchor.weight >= 0 && Number.isFinite(anchor.weight));
  if (anchor && lora)
    throw new Error(
      'anchor holds the model to where it started, and adapters start from nothing: leave out one of them',
    );
  if (lora) above('the alpha of the adapters', lora.alpha ?? 32);
  if (evaluate) {
    count('evaluate.every', evaluate.every ?? 1);
    if (!evaluate.examples?.length) throw new Error('evaluate.examples is empty: give some, or leave evaluate out');
  }
  if (checkpoints) {
    if (!checkpoints.folder) throw new Error('checkpoints.folder is empty: name the folder that is to hold them');
    if (existsSync(checkpoints.folder) && !statSync(checkpoints.folder).isDirectory())
      throw new Error(`checkpoints.folder is the file ${basename(checkpoints.folder)}: name a folder`);
    count('checkpoints.every', checkpoints.every ?? 100);
    count('checkpoints.keep', checkpoints.keep ?? 2);
  }
}

/** @throws Error naming an example that cannot be trained on */
export function checkExamples(
  examples: readonly TrainingExample[],
  { contextLength, vocabSize }: ModelConfig,
  kind = 'example',
): void {
  const checkIds = (name: string, ids: ArrayLike<number>) => {
    if (ids.length < 2) throw new Error(`${name} has ${ids.length} tokens: it needs at least two to learn from`);
    // The last token is only asked for, not read.
    if (ids.length - 1 > contextLength)
      throw new Error(`${name} has ${ids.length} tokens, but the context holds ${contextLength}: shorten it`);
    for (let t = 0; t < ids.length; t++) {
      const id = ids[t] as number;
      if (!(Number.isInteger(id) && id >= 0 && id < vocabSize))
        throw new Error(`${name} has token ${id}, outside the vocabulary of ${vocabSize}`);
    }
  };
  examples.forEach(({ ids, segments, teacherIds }, i) => {
    const name = `${kind} ${i}`;
    if (ids.length !== segments.length)
      throw new Error(`${name} has ${ids.length} tokens but ${segments.length} segment marks: give one per token`);
    checkIds(name, ids);
    for (let t = 0; t < ids.length; t++) {
      const mark = segments[t] as number;
      if (!(mark === 0 || mark === 1 || mark === 2))
        throw new Error(`${name} has the segment mark ${mark}: give 0 (prompt), 1 (translation) or 2 (rationale)`);
    }
    if (teacherIds === undefined) return;
    checkIds(`the teacherIds of ${name}`, teacherIds);
    // From the first token that is learned on both are the same, and something stands before it.
    const learned = Array.from(segments).findIndex((mark, t) => t > 0 && mark !== 0);
    const shift = teacherIds.length - ids.length;
    const isSame = (id: number, t: number) => t < learned || (t + shift > 0 && teacherIds[t + shift] === id);
    if (learned >= 0 && !Array.from(ids).every(isSame))
      throw new Error(`the teacherIds of ${name} end otherwise than with its answer: give the same tokens there`);
  });
}
