import { compile, type Executable, float32, int32, type Signature, type TensorFunction, type Values } from '../compile';
import type { ModelConfig, Parameters } from '../model';
import { createRandom } from '../random';
import { adamWScalars } from './adamw';
import { type Batch, epochBatches, type TrainingExample } from './batches';
import { type LossOptions, Segment, tokenWeights } from './loss';
import { type Schedule, scheduledRate } from './schedule';
import { MEAN, SQUARE, type StepOptions, stepSignature, trainStep } from './step';

/** What a training run does. */
export interface TrainOptions extends StepOptions, LossOptions {
  /** Highest learning rate of the schedule. */
  learningRate: number;
  /** Passes over the examples; default 1. */
  epochs?: number;
  /** Examples in a batch; default 32. */
  batchSize?: number;
  schedule?: Schedule;
  /** Seed of the order of the examples. */
  seed?: number | string;
  signal?: AbortSignal;
  /** How the step is run: compiled (default), or `eager` on the current tfjs backend. */
  run?: (fn: TensorFunction, signature: Signature) => Executable | Promise<Executable>;
}

/** One line of the training log. */
export interface TrainLog {
  step: number;
  steps: number;
  /** Passes over the data so far, as a fraction. */
  epoch: number;
  /** Tokens read so far, without padding. */
  tokens: number;
  /** The weighted loss that is minimised. */
  loss: number;
  /** Mean loss of the translation tokens, in nats. */
  translationLoss: number;
  /** Mean loss of the rationale tokens, in nats; NaN when the batch has none. */
  rationaleLoss: number;
  learningRate: number;
  /** Global gradient norm before clipping. */
  gradientNorm: number;
  /** Speed since the start, compiling included. */
  tokensPerSecond: number;
}

/**
 * Trains a model: yields a log line after each step, and returns the new parameters. What was given is left as it was.
 *
 * Same parameters, examples, options and machine: the same numbers.
 *
 * @throws Error naming the step when the loss is not a finite number; AbortError when the signal is aborted
 */
export async function* train(
  config: ModelConfig,
  parameters: Parameters,
  examples: readonly TrainingExample[],
  options: TrainOptions,
): AsyncGenerator<TrainLog, Parameters> {
  const { epochs = 1, batchSize = 32, learningRate, seed = 0, signal, run = compileStep } = options;
  checkExamples(examples, config);
  const random = createRandom(seed);
  const plan = Array.from({ length: epochs }, (_, epoch) => [
    ...epochBatches(examples, batchSize, random.fork(`epoch ${epoch}`)),
  ]);
  const steps = plan.reduce((sum, batches) => sum + batches.length, 0);
  const fn = trainStep(config, options);
  const compiled = new Map<string, Executable>();
  let state = initialState(parameters);
  let tokens = 0;
  let step = 0;
  const started = performance.now();
  try {
    for (const [epoch, batches] of plan.entries()) {
      for (const [at, batch] of batches.entries()) {
        signal?.throwIfAborted();
        const size = `${batch.rows}x${batch.time}`;
        let executable = compiled.get(size);
        if (executable === undefined) {
          executable = await run(fn, stepSignature(config, batch.rows, batch.time));
          compiled.set(size, executable);
        }
        step++;
        const rate = scheduledRate(step, steps, learningRate, options.schedule);
        const shape = [batch.rows, batch.time];
        const { loss, gradientNorm, nll, ...next } = (await executable.run({
          ...state,
          ids: int32(shape, batch.ids),
          targets: int32(shape, batch.targets),
          documents: int32(shape, batch.documents),
          weights: float32(shape, tokenWeights(batch.segments, options)),
          scalars: float32([3], adamWScalars(step, rate, options)),
        })) as Values & Record<'loss' | 'gradientNorm' | 'nll', Values[string]>;
        const value = loss.data[0] as number;
        if (!Number.isFinite(value)) {
          throw new Error(`the loss is ${value} at step ${step} of ${steps}: try a learning rate below ${rate}`);
        }
        state = next;
        tokens += batch.tokens;
        yield {
          step,
          steps,
          epoch: epoch + (at + 1) / batches.length,
          tokens,
          loss: value,
          translationLoss: meanLoss(nll.data as Float32Array, batch, Segment.translation),
          rationaleLoss: meanLoss(nll.data as Float32Array, batch, Segment.rationale),
          learningRate: rate,
          gradientNorm: gradientNorm.data[0] as number,
          tokensPerSecond: (tokens / (performance.now() - started)) * 1000,
        };
      }
    }
  } finally {
    for (const executable of compiled.values()) await executable.dispose();
  }
  return new Map(
    [...parameters].map(([name, { shape }]) => [
      name,
      { shape, data: Float32Array.from(state[name]?.data as Float32Array) },
    ]),
  );
}

/** Compiles a step that writes into the same memory again and again: its results are the next step's inputs. */
const compileStep = (fn: TensorFunction, signature: Signature) => compile(fn, signature, { recycle: true });

/** Parameters with zero moments. */
function initialState(parameters: Parameters): Values {
  const state: Values = {};
  for (const [name, { shape, data }] of parameters) {
    state[name] = float32(shape, data);
    for (const prefix of [MEAN, SQUARE]) state[prefix + name] = float32(shape, new Float32Array(data.length));
  }
  return state;
}

function meanLoss(nll: Float32Array, { segments }: Batch, segment: number): number {
  let sum = 0;
  let count = 0;
  segments.forEach((value, t) => {
    if (value !== segment) return;
    sum += nll[t] as number;
    count++;
  });
  return sum / count;
}

function checkExamples(examples: readonly TrainingExample[], { contextLength, vocabSize }: ModelConfig): void {
  examples.forEach(({ ids, segments }, i) => {
    if (ids.length !== segments.length) {
      throw new Error(`example ${i} has ${ids.length} tokens but ${segments.length} segment marks: give one per token`);
    }
    if (ids.length < 2) throw new Error(`example ${i} has ${ids.length} tokens: it needs at least two to learn from`);
    if (ids.length > contextLength) {
      throw new Error(`example ${i} has ${ids.length} tokens, but the context holds ${contextLength}: shorten it`);
    }
    for (let t = 0; t < ids.length; t++) {
      const id = ids[t] as number;
      if (!(id >= 0 && id < vocabSize))
        throw new Error(`example ${i} has token ${id}, outside the vocabulary of ${vocabSize}`);
    }
  });
}
