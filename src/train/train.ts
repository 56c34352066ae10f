import {
  compile,
  type Executable,
  float32,
  int32,
  type Provider,
  type Signature,
  type TensorFunction,
  type Values,
} from '../compile';
import { initialiseLora, loraScale, type ModelConfig, type Parameters, type StoredTensor } from '../model';
import { createRandom } from '../random';
import { adamWScalars } from './adamw';
import { type Batch, epochBatches, type TrainingExample } from './batches';
import { type CheckpointOptions, latestCheckpoint, runName, saveCheckpoint } from './checkpoint';
import { type LossOptions, Segment, tokenWeights } from './loss';
import { type Schedule, scheduledRate } from './schedule';
import { MEAN, SQUARE, type StepOptions, stepSignature, trainingSplit, trainStep } from './step';

/** What a training run does. */
export interface TrainOptions extends StepOptions, LossOptions {
  /** Highest learning rate of the schedule. */
  learningRate: number;
  /** Passes over the examples; default 1. */
  epochs?: number;
  /** Examples in a batch; default 32. */
  batchSize?: number;
  schedule?: Schedule;
  /** Seed of the order of the examples, and of fresh adapters. */
  seed?: number | string;
  signal?: AbortSignal;
  /** Where to keep the state; a run whose folder holds one goes on from there, to the same numbers as if it had never stopped. */
  checkpoints?: CheckpointOptions;
  /** Where the compiled step runs; default `cpu`. */
  provider?: Provider;
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
  /** Mean loss of the translation tokens, in nats; null when the batch has none. */
  translationLoss: number | null;
  /** Mean loss of the rationale tokens, in nats; null when the batch has none. */
  rationaleLoss: number | null;
  learningRate: number;
  /** Global gradient norm before clipping. */
  gradientNorm: number;
  /** Speed since the start of this run or of its resumption, compiling included. */
  tokensPerSecond: number;
}

/**
 * Trains a model: yields a log line after each step, and returns the parameters that were trained: all of them, those that are not
 * frozen, or fresh adapters. What was given is left as it was.
 *
 * Same parameters, examples, options and machine: the same numbers.
 *
 * @throws Error naming the step when the loss is not a finite number, or when the checkpoints belong to another run; AbortError when
 * the signal is aborted
 */
export async function* train(
  config: ModelConfig,
  parameters: Parameters,
  examples: readonly TrainingExample[],
  options: TrainOptions,
): AsyncGenerator<TrainLog, Parameters> {
  const { epochs = 1, batchSize = 32, learningRate, seed = 0, signal, checkpoints, provider } = options;
  // A compiled step writes into the same memory again and again: its results are the next step's inputs.
  const { run = (fn, signature) => compile(fn, signature, { recycle: true, provider }) } = options;
  checkOptions(options);
  checkExamples(examples, config);
  const fn = trainStep(config, options);
  const { trained } = trainingSplit(config, options);
  const start = options.lora
    ? new Map([...parameters, ...initialiseLora(config, options.lora, seed).parameters])
    : parameters;
  const plan = planBatches(examples, { epochs, batchSize, seed });
  const share = largestAskedShare(
    plan.map(({ batch }) => batch),
    options.lambda,
  );
  const steps = plan.length;
  const name = checkpoints && runName(config, start, examples, settingsOf(options));
  const resumed = checkpoints && latestCheckpoint(name as string, checkpoints);
  const frozen: Values = {};
  for (const [name, { shape, data }] of start) if (!trained.has(name)) frozen[name] = float32(shape, data);
  let state = resumed?.state ?? initialState(start, trained.keys());
  let step = resumed?.step ?? 0;
  let tokens = resumed?.tokens ?? 0;
  let lastGood = resumed?.path;
  const before = tokens;
  const compiled = new Map<string, Executable>();
  const started = performance.now();
  try {
    for (const { batch, epoch } of plan.slice(step)) {
      signal?.throwIfAborted();
      const asked = Math.ceil(share * batch.rows * batch.time);
      const size = `${batch.rows}x${batch.time}`;
      let executable = compiled.get(size);
      if (executable === undefined) {
        executable = await run(fn, stepSignature(config, { ...batch, asked }, options));
        compiled.set(size, executable);
      }
      step++;
      const rate = scheduledRate(step, steps, learningRate, options.schedule);
      const shape = [batch.rows, batch.time];
      const { positions, segments } = askedPositions(batch, asked);
      const { loss, gradientNorm, nll, ...next } = (await executable.run({
        ...frozen,
        ...state,
        ids: int32(shape, batch.ids),
        documents: int32(shape, batch.documents),
        positions: int32([asked], positions),
        targets: int32(
          [asked],
          positions.map(at => batch.targets[at] as number),
        ),
        weights: float32([asked], tokenWeights(segments, options)),
        scalars: float32([3], adamWScalars(step, rate, options)),
      })) as Values & Record<'loss' | 'gradientNorm' | 'nll', Values[string]>;
      const value = loss.data[0] as number;
      const norm = gradientNorm.data[0] as number;
      const advice = () => adviceAfter(`step ${step} of ${steps}`, rate, lastGood);
      if (!Number.isFinite(value)) throw new Error(`the loss is ${value} at ${advice()}`);
      if (!Number.isFinite(norm)) throw new Error(`the gradient norm is ${norm} at ${advice()}`);
      state = next;
      tokens += batch.tokens;
      if (checkpoints && (step % (checkpoints.every ?? 100) === 0 || step === steps)) {
        lastGood = saveCheckpoint(name as string, { step, tokens, state }, checkpoints);
      }
      yield {
        step,
        steps,
        epoch,
        tokens,
        loss: value,
        translationLoss: meanLoss(nll.data as Float32Array, segments, Segment.translation),
        rationaleLoss: meanLoss(nll.data as Float32Array, segments, Segment.rationale),
        learningRate: rate,
        gradientNorm: norm,
        tokensPerSecond: ((tokens - before) / (performance.now() - started)) * 1000,
      };
    }
  } finally {
    for (const executable of compiled.values()) await executable.dispose();
  }
  return new Map(
    [...trained].map(([name, shape]) => [name, { shape, data: Float32Array.from(state[name]?.data as Float32Array) }]),
  );
}

/** Runs to the end: every log line goes to `onLog`, and what was trained comes back. */
export async function finish(
  run: AsyncGenerator<TrainLog, Parameters>,
  onLog: (log: TrainLog) => void = () => {},
): Promise<Parameters> {
  for (;;) {
    const { value, done } = await run.next();
    if (done) return value;
    onLog(value);
  }
}

/** The batches of a run in their order, with the passes over the data when each is done. All of it follows from the seed. */
function planBatches(
  examples: readonly TrainingExample[],
  { epochs, batchSize, seed }: { epochs: number; batchSize: number; seed: number | string },
): { batch: Batch; epoch: number }[] {
  const random = createRandom(seed);
  return Array.from({ length: epochs }, (_, epoch) => {
    const batches = [...epochBatches(examples, batchSize, random.fork(`epoch ${epoch}`))];
    return batches.map((batch, at) => ({ batch, epoch: epoch + (at + 1) / batches.length }));
  }).flat();
}

/** The options that decide the numbers, as they are when nothing is said: however they are written, the same run has the same. */
function settingsOf(options: TrainOptions): object {
  const { learningRate, epochs = 1, batchSize = 32, seed = 0, schedule, lambda = 1, normalisation = 'token' } = options;
  const { clipNorm = 1, lora, freeze, beta1 = 0.9, beta2 = 0.95, epsilon = 1e-8, weightDecay = 0.01 } = options;
  const { provider = 'cpu' } = options;
  const adapters = lora && { scale: loraScale(lora), rank: lora.rank ?? 16, targets: lora.targets ?? 'all-linear' };
  const optimizer = { clipNorm, beta1, beta2, epsilon, weightDecay };
  const data = { epochs, batchSize, seed, lambda, normalisation };
  const warmUp = schedule && Object.entries(schedule).sort();
  return {
    learningRate,
    schedule: warmUp,
    ...data,
    ...optimizer,
    adapters,
    freeze: freeze && String(freeze),
    provider,
  };
}

function adviceAfter(place: string, rate: number, lastGood: string | undefined): string {
  const state = lastGood === undefined ? '' : `; the last good state is in ${lastGood} (checkpointParameters reads it)`;
  return `${place}: try a learning rate below ${rate}${state}`;
}

/** @throws Error naming an option that makes no sense */
function checkOptions({
  learningRate,
  epochs = 1,
  batchSize = 32,
  clipNorm = 1,
  lora,
  checkpoints,
}: TrainOptions): void {
  const above = (name: string, value: number) => {
    if (!(value > 0 && Number.isFinite(value))) throw new Error(`${name} is ${value}: give a number above 0`);
  };
  const count = (name: string, value: number) => {
    if (!(Number.isInteger(value) && value > 0))
      throw new Error(`${name} is ${value}: give a whole number of 1 or more`);
  };
  above('learningRate', learningRate);
  above('clipNorm', clipNorm);
  count('epochs', epochs);
  count('batchSize', batchSize);
  if (lora) above('the alpha of the adapters', lora.alpha ?? 32);
  if (checkpoints) {
    count('checkpoints.every', checkpoints.every ?? 100);
    count('checkpoints.keep', checkpoints.keep ?? 2);
  }
}

/** The parameters that train, with zero moments. */
function initialState(parameters: Parameters, trained: Iterable<string>): Values {
  const state: Values = {};
  for (const name of trained) {
    const { shape, data } = parameters.get(name) as StoredTensor;
    state[name] = float32(shape, data);
    for (const prefix of [MEAN, SQUARE]) state[prefix + name] = float32(shape, new Float32Array(data.length));
  }
  return state;
}

/** The largest share of a batch's positions that is asked for a token, in eighths: one graph then serves all batches of its size. */
function largestAskedShare(batches: readonly Batch[], lambda = 1): number {
  let largest = 0;
  batches.forEach(({ segments }, i) => {
    const weighs = (segment: number) =>
      segment === Segment.translation || (segment === Segment.rationale && lambda > 0);
    if (!segments.some(weighs))
      throw new Error(
        `batch ${i + 1} of ${batches.length} holds no token to learn: mark translations or answers as such`,
      );
    const asked = segments.filter(segment => segment !== Segment.prompt).length;
    largest = Math.max(largest, asked / segments.length);
  });
  return Math.ceil(8 * largest) / 8;
}

/** The positions of a batch whose target is learned, filled up to `asked` with position 0, which then counts as prompt: no weight. */
function askedPositions({ segments }: Batch, asked: number): { positions: Int32Array; segments: Uint8Array } {
  const positions = new Int32Array(asked);
  const marks = new Uint8Array(asked);
  let count = 0;
  segments.forEach((segment, at) => {
    if (segment === Segment.prompt) return;
    positions[count] = at;
    marks[count++] = segment;
  });
  return { positions, segments: marks };
}

function meanLoss(nll: Float32Array, segments: Uint8Array, segment: number): number | null {
  let sum = 0;
  let count = 0;
  segments.forEach((value, t) => {
    if (value !== segment) return;
    sum += nll[t] as number;
    count++;
  });
  return count > 0 ? sum / count : null;
}

function checkExamples(examples: readonly TrainingExample[], { contextLength, vocabSize }: ModelConfig): void {
  examples.forEach(({ ids, segments }, i) => {
    if (ids.length !== segments.length) {
      throw new Error(`example ${i} has ${ids.length} tokens but ${segments.length} segment marks: give one per token`);
    }
    if (ids.length < 2) throw new Error(`example ${i} has ${ids.length} tokens: it needs at least two to learn from`);
    // The last token is only asked for, not read.
    if (ids.length - 1 > contextLength) {
      throw new Error(`example ${i} has ${ids.length} tokens, but the context holds ${contextLength}: shorten it`);
    }
    for (let t = 0; t < ids.length; t++) {
      const id = ids[t] as number;
      if (!(id >= 0 && id < vocabSize))
        throw new Error(`example ${i} has token ${id}, outside the vocabulary of ${vocabSize}`);
    }
  });
}
