import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compile, float32, type Values } from '../compile';
import { largest } from '../extremes';
import { claim } from '../lock';
import { initialiseLora, type ModelConfig, type Parameters, type StoredTensor } from '../model';
import { sizeOf } from '../shape';
import { adamW, type TrainingState } from './adamw';
import { checkImportance, createAnchor } from './anchor';
import { type Batch, packBatch, rowLength, type TrainingExample } from './batches';
import { examplesName, LOCK, latestCheckpoint, runName, saveBest, saveCheckpoint } from './checkpoint';
import { TEACHER, teacherShapes } from './gradients';
import { MEAN, type ParameterGroups, SQUARE } from './groups';
import { type Losses, type LossOptions, meanLosses, noLosses, Segment } from './loss';
import { checkMask } from './mask';
import { createMuon, type Muon } from './muon';
import { checkExamples, checkOptions, decidingOptions, type TrainOptions } from './options';
import { askedShare, Passes } from './passes';
import { cut, type PlannedStep, planSteps } from './plan';
import { scheduledRate } from './schedule';
import { type TrainingSplit, trainingSplit } from './split';
import { takeStep } from './step';

/** One line of the training log, with the losses of the batch of the step. */
export interface TrainLog extends Losses {
  step: number;
  steps: number;
  /** Passes over the data so far, as a fraction. */
  epoch: number;
  /** Tokens read so far, without padding. */
  tokens: number;
  learningRate: number;
  /** Global gradient norm before clipping. */
  gradientNorm: number;
  /** What the anchor adds to the loss, before the step; with an anchor only. */
  penalty?: number;
  /** Speed since the start of this run or of its resumption, compiling included. */
  tokensPerSecond: number;
  /** The most memory that the process has had so far, in bytes. */
  peakMemory: number;
  /** Losses on the examples that are not trained on, at the steps where they are measured. */
  evaluation?: Losses;
}

/**
 * Trains a model: yields a log line after each step, and returns the parameters that were trained: all of them, those that are not
 * frozen, or adapters, which start from those among the parameters given where there are any. What was given is left as it was.
 *
 * Same parameters, examples, options and machine: the same numbers.
 *
 * @throws Error naming the step and its examples when the loss is not a finite number, or when the checkpoints belong to another run;
 * AbortError when the signal is aborted
 */
export async function* train(
  config: ModelConfig,
  parameters: Parameters,
  examples: readonly TrainingExample[],
  options: TrainOptions,
): AsyncGenerator<TrainLog, Parameters> {
  const { epochs = 1, batchSize = 32, accumulate = 1, learningRate, seed = 0 } = options;
  const { evaluate, signal, checkpoints, provider } = options;
  const { run = (fn, signature) => compile(fn, signature, { provider }) } = options;
  checkOptions(options);
  if (options.mask) checkMask(config, options.mask);
  checkExamples(examples, config);
  checkExamples(evaluate?.examples ?? [], config, 'evaluate.examples: example');
  const fresh = options.lora ? initialiseLora(config, options.lora, seed).parameters : [];
  const start = new Map([...fresh, ...parameters]);
  const split = trainingSplit(config, options);
  checkStart(start, split);
  if (options.anchor?.importance) checkImportance(options.anchor.importance, split);

  const plan = planSteps(examples.length, { epochs, batchSize, accumulate, seed });
  const pack = batchPacker(examples, batchSize);
  const asked = largestAskedShare(plan, pack, options);
  // What is drawn is of any size: each batch has rows and a graph to fit.
  const packDrawn = (drawn: TrainingExample[]) => {
    checkExamples(drawn, config, 'redraw: example');
    return packBatch(drawn, rowLength(drawn, batchSize));
  };
  const watch = evaluate && watcher(evaluate.examples, batchSize, options);
  const watched = examplesName(evaluate?.examples ?? []);
  const everyEvaluation = evaluate?.every ?? plan.length / epochs;

  const runId = checkpoints && runName(config, start, examples, decidingOptions(options));
  const passes = new Passes(config, constantParameters(start, config, options), options, run);
  let muon: Muon | undefined;
  const held = checkpoints && claim(join(checkpoints.folder, LOCK), `the folder ${basename(checkpoints.folder)}`);
  try {
    const resumed = checkpoints && latestCheckpoint(runId as string, checkpoints);
    const { groups } = passes;
    const marks = options.mask && groups.marks(options.mask);
    muon = options.optimizer === 'muon' ? await createMuon(groups, run) : undefined;
    const update = muon?.update ?? adamW;
    const anchor = options.anchor && createAnchor(groups, initialState(groups, start).parameters, options.anchor);
    const state = resumed ? layState(groups, resumed.state) : initialState(groups, start);
    const stepper = { passes, groups, update, anchor, marks, options };
    let { step, tokens, best, path: saved } = resumed ?? { step: 0, tokens: 0, best: undefined, path: undefined };
    let lastGood: string | undefined;
    const before = tokens;
    const started = performance.now();
    for (const planned of plan.slice(step)) {
      signal?.throwIfAborted();
      step++;
      const rate = scheduledRate(step, plan.length, learningRate, options.schedule);
      const check = (what: string, value: number) => {
        if (Number.isFinite(value)) return;
        const place = `step ${step} of ${plan.length} (${someOf(planned.parts.flat())})`;
        // With keep: 1 the newer one, which nothing has shown to be good, has taken its place.
        const kept = lastGood !== undefined && existsSync(lastGood);
        const last = kept ? `; the last good state is in ${lastGood} (checkpointParameters reads it)` : '';
        throw new Error(`the ${what} is ${value} at ${place}: try a learning rate below ${rate}${last}`);
      };
      const batches: Batch[] = [];
      for (const part of planned.parts) {
        const drawn = await options.redraw?.(part, parametersOf(groups, state), step);
        batches.push(drawn ? packDrawn(drawn) : pack(part));
      }
      const share = options.redraw ? largest(batches.map(askedShare)) : asked;
      const moment = { step, learningRate: rate, share, check };
      const { sums, gradientNorm, penalty } = await takeStep(stepper, state, batches, moment);
      // What was saved before has passed a step: it is good.
      lastGood = saved;
      tokens += batches.reduce((sum, batch) => sum + batch.tokens, 0);

      const last = step === plan.length;
      if (last) check('norm of the parameters', groups.norm(state.parameters));
      const evaluation = watch && (last || step % everyEvaluation === 0) ? await watch(passes, state) : undefined;
      if (evaluation) check('loss of the evaluation', evaluation.loss);
      const checkpoint = () => ({ step, tokens, best, state: namedState(groups, state) });
      // Losses on other examples than now cannot be compared.
      const known = best?.examples === watched ? best?.loss : undefined;
      held?.check();
      if (checkpoints && evaluation && evaluation.loss < (known ?? Number.POSITIVE_INFINITY)) {
        best = { loss: evaluation.loss, examples: watched };
        saveBest(runId as string, checkpoint(), checkpoints);
      }
      if (checkpoints && (last || step % (checkpoints.every ?? 100) === 0)) {
        saved = saveCheckpoint(runId as string, checkpoint(), checkpoints);
      }
      yield {
        step,
        steps: plan.length,
        epoch: planned.epoch,
        tokens,
        ...meanLosses(sums, options),
        learningRate: rate,
        gradientNorm,
        ...(penalty !== undefined && { penalty }),
        tokensPerSecond: ((tokens - before) / (performance.now() - started)) * 1000,
        peakMemory: process.resourceUsage().maxRSS * 1024,
        ...(evaluation && { evaluation }),
      };
    }
    return new Map(
      [...parametersOf(groups, state)].map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]),
    );
  } finally {
    await passes.dispose();
    await muon?.dispose();
    held?.release();
  }
}

/** Runs to the end: every log line goes to `onLog`, and what was trained comes back. */
export async function finish(
  run: AsyncGenerator<TrainLog, Parameters>,
  onLog: (log: TrainLog) => void = () => {},
): Promise<Parameters> {
  try {
    for (;;) {
      const { value, done } = await run.next();
      if (done) return value;
      onLog(value);
    }
  } finally {
    // Whatever `onLog` throws, the run gives up what it holds.
    await run.return(new Map());
  }
}

/** @throws Error naming a parameter that is missing, has another shape than the settings say, or would be left out */
function checkStart(start: Parameters, { trained, frozen }: TrainingSplit): void {
  for (const name of start.keys()) {
    if (/\.lora_[AB]\./.test(name) && !trained.has(name))
      throw new Error(`${name} is an adapter that would not be used: give the lora option that it was made with`);
  }
  for (const [name, shape] of [...frozen, ...trained]) {
    const found = start.get(name);
    if (found === undefined) throw new Error(`missing parameter: ${name}`);
    if (found.shape.join() !== shape.join())
      throw new Error(`${name} is [${found.shape}], but the settings make it [${shape}]: they do not belong together`);
    const size = sizeOf(shape);
    if (found.data.length !== size)
      throw new Error(`${name} holds ${found.data.length} numbers, but its shape [${shape}] has ${size}`);
  }
}

/** The parameters that stay as they are: those that do not train, and what the loss compares with. */
function constantParameters(parameters: Parameters, config: ModelConfig, options: TrainOptions): Values {
  const value = (name: string) => {
    const { shape, data } = parameters.get(name) as StoredTensor;
    return float32(shape, data);
  };
  const { trained } = trainingSplit(config, options);
  const frozen = [...parameters.keys()].filter(name => !trained.has(name)).map(name => [name, value(name)]);
  const teacher = teacherShapes(config, options).map(([name]) => [TEACHER + name, value(name)]);
  return Object.fromEntries([...frozen, ...teacher]);
}

/** The parameters that train, with zero moments. */
function initialState(groups: ParameterGroups, parameters: Parameters): TrainingState {
  const start = groups.lay(name => (parameters.get(name) as StoredTensor).data);
  return { parameters: start, means: groups.zeros(), squares: groups.zeros() };
}

/** The parameters that train, as they are: the same memory. */
function parametersOf(groups: ParameterGroups, { parameters }: TrainingState): Parameters {
  const views = Object.entries(groups.views(parameters));
  return new Map(views.map(([name, { shape, data }]) => [name, { shape, data: data as Float32Array }]));
}

/** The state by the names of the parameters, as checkpoints hold it. */
function namedState(groups: ParameterGroups, { parameters, means, squares }: TrainingState): Values {
  return { ...groups.views(parameters), ...groups.views(means, MEAN), ...groups.views(squares, SQUARE) };
}

function layState(groups: ParameterGroups, named: Values): TrainingState {
  const lay = (prefix: string) => groups.lay(name => named[prefix + name]?.data as Float32Array);
  return { parameters: lay(''), means: lay(MEAN), squares: lay(SQUARE) };
}

/** Makes batches of examples, by their indices. */
function batchPacker(examples: readonly TrainingExample[], batchSize: number): (indices: readonly number[]) => Batch {
  const time = rowLength(examples, batchSize);
  return indices =>
    packBatch(
      indices.map(i => examples[i] as TrainingExample),
      time,
    );
}

/** Whether any token of a batch has a weight. */
const learns = ({ segments }: Batch, { lambda = 1 }: LossOptions) =>
  segments.some(segment => segment === Segment.translation || (segment === Segment.rationale && lambda > 0));

/**
 * The largest share that a batch of the plan is asked: one graph then serves all batches of its size.
 *
 * @throws Error when a step has nothing to learn
 */
function largestAskedShare(
  plan: readonly PlannedStep[],
  pack: (indices: readonly number[]) => Batch,
  options: LossOptions,
): number {
  let most = 0;
  plan.forEach(({ parts }, i) => {
    const batches = parts.map(pack);
    if (!batches.some(batch => learns(batch, options)))
      throw new Error(`step ${i + 1} of ${plan.length} holds no token to learn: mark translations or answers as such`);
    most = Math.max(most, largest(batches.map(askedShare)));
  });
  return most;
}

/** Measures the losses on examples that are not trained on. */
function watcher(examples: readonly TrainingExample[], batchSize: number, options: LossOptions) {
  const pack = batchPacker(examples, batchSize);
  const batches = cut([...examples.keys()], batchSize).map(pack);
  if (!batches.some(batch => learns(batch, options)))
    throw new Error('evaluate.examples hold no token to learn: mark translations or answers as such');
  const asked = largest(batches.map(askedShare));
  return async (passes: Passes, state: TrainingState): Promise<Losses> => {
    const sums = noLosses();
    for (const batch of batches) await passes.evaluate(state, batch, asked, sums);
    return meanLosses(sums, options);
  };
}

/** `examples 4, 1, 7 and 12 more` */
function someOf(indices: readonly number[]): string {
  const [shown, more] = [indices.slice(0, 3).join(', '), indices.length - 3];
  return `example${indices.length === 1 ? '' : 's'} ${shown}${more > 0 ? ` and ${more} more` : ''}`;
}
