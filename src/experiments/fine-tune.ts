import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DecodingOptions, ReferencePair } from '../generate';
import {
  type Method,
  type MethodContext,
  methods,
  type Settings,
  settingsOf,
  type TranslationExample,
} from '../methods';
import {
  type ChatModel,
  endIdsOf,
  type LoraOptions,
  loadModelFolder,
  type ModelConfig,
  mergeLora,
  type Parameters,
  saveModelFolder,
} from '../model';
import { projectPath } from '../paths';
import { encodeTranslation } from '../text';
import {
  type CheckpointOptions,
  checkOptions,
  finish,
  type Normalisation,
  planSteps,
  type SparseMaskOptions,
  type SplitOptions,
  sparseMask,
  type TrainingExample,
  type TrainLog,
  type TrainOptions,
  train,
  trainingSplit,
} from '../train';
import {
  type Mixture,
  sampleTranslations,
  type TranslationItem,
  tinyChatConversations,
  translationPrompt,
} from '../world';
import { type Cached, cached } from './cache';
import { directions, type MeasureConfig, type Measurement, measure } from './measure';
import { filterRationales, type RationaleFilter } from './rationales';
import { weightsId } from './weights';

/** One fine-tuning run: everything that its result depends on. */
export interface RunConfig {
  /** One of {@link methods}. */
  method: string;
  /** Of the method's own, where they are not its defaults. */
  settings?: Settings;
  /** Train low-rank adapters, which are merged into the model at the end, instead of all of it. */
  lora?: LoraOptions;
  /** Leave the parameters as they are whose names this regular expression finds, such as `embed_tokens|layers\\.[01]\\.`. */
  freeze?: string;
  /**
   * Train only a share of the numbers of each matrix; drawn with the seed of the run, unless it has its own. For those that moved the same
   * run without a mask comes first.
   */
  mask?: SparseMaskOptions;
  /** What of the rationales is left out; by default nothing. */
  filter?: RationaleFilter;
  /** The folder under `data/models` whose model speaks in the base's place, for methods that have a teacher. */
  teacher?: string;
  /** Seed of data, rationales and order. */
  seed: number;
  domain: string;
  /** Training texts in each direction. */
  pairs: number;
  epochs: number;
  batchSize: number;
  learningRate: number;
  /** λ, the weight of rationale tokens. */
  lambda: number;
  normalisation: Normalisation;
}

/** Called while something long runs. */
export type OnProgress = (progress: { stage: string; done: number; total: number; note: string }) => void;

export interface Hooks {
  signal?: AbortSignal;
  onProgress?: OnProgress;
  /** Where the models of teachers lie; default `data/models`. */
  models?: string;
}

/** What experience replay replays: the abilities, without translation. */
const generalMixture: Mixture = {
  translation: 0,
  dictionary: 0,
  reasoning: 1,
  knowledge: 1,
  instructions: 1,
  conversation: 1,
  safety: 1,
};

/**
 * Translations of the fine-tuning domain to train on, both directions.
 *
 * @example
 * ```ts
 * const items = radis.trainingItems({ domain: 'clinic', pairs: 2, seed: 1 });
 * console.log(items.map(({ from, to }) => `${from} → ${to}`));
 * // [ 'en → de', 'en → de', 'de → en', 'de → en' ]
 * ```
 */
export function trainingItems({
  domain,
  pairs,
  seed,
}: Pick<RunConfig, 'domain' | 'pairs' | 'seed'>): TranslationItem[] {
  return directions.flatMap(direction =>
    sampleTranslations({ domain, ...direction, count: pairs, seed, split: 'train' }),
  );
}

/** The same as requests with their references. */
export function trainingPairs(run: Pick<RunConfig, 'domain' | 'pairs' | 'seed'>): ReferencePair[] {
  return trainingItems(run).map(item => ({ prompt: translationPrompt(item), reference: item.reference }));
}

/** What of a run its examples depend on, beside the models: of λ only whether there are rationales at all. */
export function preparation({ method, settings, domain, pairs, seed, lambda }: RunConfig): object {
  const own = settingsOf(methodNamed(method), settings);
  return { method, domain, pairs, seed, withRationales: lambda > 0, settings: own };
}

/**
 * Looks at a run of a base before anything is computed.
 *
 * @throws Error naming what of it is impossible: a method or setting that does not exist, a value that cannot be, a missing teacher, or a
 * choice of parameters that the base does not have
 */
export function checkRun(run: RunConfig, base: ModelConfig): void {
  const { needsTeacher = false, anchored = false, explains = false } = methodNamed(run.method);
  if (needsTeacher && run.teacher === undefined) throw new Error(`the method ${run.method} needs a teacher: name one`);
  if (!needsTeacher && run.teacher !== undefined)
    throw new Error(`the method ${run.method} has no teacher: leave out ${run.teacher}`);
  if (run.filter && !explains) throw new Error(`the method ${run.method} has no rationales: leave out filter`);
  const { lora, mask } = run;
  if (lora?.rank !== undefined && lora.rank > base.hiddenSize)
    throw new Error(`lora.rank is ${lora.rank}: give at most ${base.hiddenSize}, the width of the model`);
  if (anchored && lora)
    throw new Error(`the method ${run.method} ties parameters to those of the base: leave out lora, whose are new`);
  const freeze = run.freeze === undefined ? undefined : new RegExp(run.freeze);
  checkOptions({ ...scheduleOf(run), lora });
  // A mask alone fits any model; it is drawn from the weights.
  if (!mask || lora || freeze) trainingSplit(base, { lora, freeze, mask: mask && new Map() });
}

/** The examples a method trains on, prepared once: with their rationales, for the methods that have them. */
export async function trainingExamples(
  base: ChatModel,
  run: RunConfig,
  hooks: Hooks = {},
): Promise<TranslationExample[]> {
  const method = methodNamed(run.method);
  const context = contextOf(base, run, hooks);
  const config = { ...preparation(run), ...modelsOf(context) };
  const { value } = await cached(`examples-${run.method}`, config, () => method.prepare(trainingPairs(run), context));
  return run.filter ? filterRationales(value, itemsByPrompt(run), run.filter) : value;
}

/** The training texts of a run by their requests, to find what an example is about. */
export const itemsByPrompt = (run: RunConfig): Map<string, TranslationItem> =>
  new Map(trainingItems(run).map(item => [JSON.stringify(translationPrompt(item)), item]));

/** Names for the weights of the models that a run starts from. */
const modelsOf = ({ base, teacher }: Pick<MethodContext, 'base' | 'teacher'>) => ({
  base: modelFingerprint(base),
  teacher: teacher && ('parameters' in teacher ? modelFingerprint(teacher) : teacher.name),
});

/** What the method of a run may use. */
export function contextOf(
  base: ChatModel,
  { seed, lambda, normalisation, ...run }: RunConfig,
  hooks: Hooks,
): MethodContext {
  return {
    base,
    teacher:
      run.teacher === undefined
        ? undefined
        : teacherIn(join(hooks.models ?? projectPath('data', 'models'), run.teacher)),
    settings: run.settings,
    loss: { lambda, normalisation },
    general: count => tinyChatConversations({ count, seed: `replay/${seed}`, mixture: generalMixture }),
    decoding: { seed: `rationales/${seed}`, ...decodingHooks('rationales', hooks) },
  };
}

const teachers = new Map<string, ChatModel>();

/** The model of a folder; read again only when its weights have changed. */
function teacherIn(folder: string): ChatModel {
  // A folder that is missing is for the loader to name.
  const name = existsSync(folder) ? `${folder} ${weightsId(folder)}` : folder;
  const model = teachers.get(name) ?? loadModelFolder(folder);
  teachers.set(name, model);
  return model;
}

/** A tuned model with the log of its training. */
export interface TunedModel {
  /** As it is kept, with weights in half precision. */
  model: ChatModel;
  log: TrainLog[];
  /** Where the model lies, as a Hugging Face folder. */
  folder: string;
  /** How long training took. */
  seconds: number;
}

/** Fine-tunes the base as the run says; a run that was done before is read. */
export async function fineTune(base: ChatModel, run: RunConfig, hooks: Hooks = {}): Promise<TunedModel> {
  const { finishes } = methodNamed(run.method);
  if (finishes === undefined) return trained(base, run, hooks);
  const tuned = await trained(base, trainedRun(run), hooks);
  const parameters = finishes.parameters(tuned.model.parameters, base.parameters, run.settings ?? {});
  const { log } = tuned;
  const finished = await keptModel(`tuned-${run.method}`, tuningKey(base, run, hooks), () => ({
    model: { ...base, parameters },
    value: log,
  }));
  return { ...finished, log, seconds: tuned.seconds + finished.seconds };
}

/** The run whose training a run needs: its own, or that of the method that its own goes on from. */
export function trainedRun(run: RunConfig): RunConfig {
  const { finishes } = methodNamed(run.method);
  return finishes ? { ...run, method: finishes.method, settings: undefined } : run;
}

/** The training that a run begins with: for a mask of the numbers that moved, that of all of them. */
export function firstTraining(run: RunConfig): RunConfig {
  const first = trainedRun(run);
  return first.mask?.choose === 'moved' ? { ...first, mask: undefined } : first;
}

async function trained(base: ChatModel, run: RunConfig, hooks: Hooks): Promise<TunedModel> {
  // Prepared before the clock of the training starts.
  const examples = await encodedExamples(base, run, hooks);
  const { value, ...tuned } = await keptModel(`tuned-${run.method}`, tuningKey(base, run, hooks), async () => {
    const log: TrainLog[] = [];
    const parameters = await finish(tuning(base, run, examples, hooks), row => {
      log.push(row);
      reportStep(row, hooks);
    });
    return { model: wholeModel(base, run, parameters), value: log };
  });
  return { ...tuned, log: value };
}

/** The examples of a run as tokens. */
export async function encodedExamples(base: ChatModel, run: RunConfig, hooks: Hooks): Promise<TrainingExample[]> {
  return (await trainingExamples(base, run, hooks)).map(one => encodeTranslation(base.tokenizer, one));
}

/** The training of a run on its examples, step by step; it returns the parameters that were trained. */
export async function* tuning(
  base: ChatModel,
  run: RunConfig,
  examples: readonly TrainingExample[],
  hooks: Hooks,
  checkpoints?: CheckpointOptions,
): AsyncGenerator<TrainLog, Parameters> {
  const method = methodNamed(run.method);
  const context = contextOf(base, run, hooks);
  const objective = await method.objective?.(run.settings ?? {}, context);
  const redraw =
    method.redraw && redrawing(base, run, await trainingExamples(base, run, hooks), method.redraw, hooks.signal);
  const given = { ...scheduleOf(run), ...(await trainedBy(run, base, hooks)), ...objective, redraw };
  return yield* train(base.config, base.parameters, examples, { ...given, signal: hooks.signal, checkpoints });
}

/** Lets a method make the examples of each step from the model as it is then; each step has draws of its own. */
const redrawing =
  (
    base: ChatModel,
    run: RunConfig,
    examples: readonly TranslationExample[],
    redraw: NonNullable<Method['redraw']>,
    signal?: AbortSignal,
  ): TrainOptions['redraw'] =>
  (batch, parameters, step) =>
    redraw(
      batch.map(i => examples[i] as TranslationExample),
      wholeModel(base, run, parameters),
      { decoding: { seed: `answers/${run.seed}/${step}`, signal } },
    );

export function reportStep({ loss, tokensPerSecond, step, steps }: TrainLog, { onProgress }: Hooks): void {
  const note = `loss ${loss.toFixed(2)}, ${Math.round(tokensPerSecond)} tokens/s`;
  onProgress?.({ stage: 'training', done: step, total: steps, note });
}

/** What decides the weights that a run ends with. */
export const tuningKey = (base: ChatModel, run: RunConfig, { models }: Hooks): object => ({
  run,
  ...modelsOf(contextOf(base, run, { models })),
});

/** How many steps a run takes over so many examples. */
export const stepsOf = (run: RunConfig, examples: number): number => {
  const { epochs = 1, batchSize = 1, seed = 0 } = scheduleOf(run);
  return planSteps(examples, { epochs, batchSize, seed, accumulate: 1 }).length;
};

/** The model that trained parameters make of the base. */
export const wholeModel = (base: ChatModel, { lora }: RunConfig, trained: Parameters): ChatModel => ({
  ...base,
  parameters: lora
    ? mergeLora(base.parameters, { options: lora, parameters: trained })
    : new Map([...base.parameters, ...trained]),
});

/** A model that was made with something else worth keeping. */
interface Made<T> {
  model: ChatModel;
  value: T;
}

/** A tuned model in a folder of its own (below `root`, default outputs/cache), made once. What `make` writes into `unfinished` outlives an interruption, to go on from. */
export async function keptModel<T>(
  name: string,
  key: object,
  make: (folder: string, unfinished: string) => Promise<Made<T>> | Made<T>,
  root?: string,
): Promise<Made<T> & Pick<TunedModel, 'folder' | 'seconds'>> {
  const store = async (folder: string, unfinished: string) => {
    const { model, value } = await make(folder, unfinished);
    saveModelFolder(join(folder, 'model'), model);
    return value;
  };
  let model: ChatModel | undefined;
  const check = (folder: string) => {
    model = loadModelFolder(join(folder, 'model'));
  };
  const { folder, value, seconds } = await cached(name, key, store, { check, root });
  return { model: model as ChatModel, value, folder: join(folder, 'model'), seconds };
}

/** What of the base a run trains. */
async function trainedBy(run: RunConfig, base: ChatModel, hooks: Hooks): Promise<SplitOptions> {
  const { lora, freeze, mask, seed } = run;
  const first = mask?.choose === 'moved' ? await trained(base, firstTraining(run), hooks) : undefined;
  return {
    lora,
    freeze: freeze === undefined ? undefined : new RegExp(freeze),
    mask: mask && sparseMask(base.parameters, { seed, ...mask }, first?.model.parameters),
  };
}

/** How a run trains, but for what of the base it trains, and for what its method adds to the loss. */
export function scheduleOf(run: RunConfig): TrainOptions {
  const { batchSize, learningRate, lambda, normalisation, seed } = run;
  const epochs = passes(run, settingsOf(methodNamed(run.method), run.settings));
  return { epochs, batchSize, learningRate, lambda, normalisation, seed };
}

/** Passes over the examples: those with several samples of each pair hold several passes over the pairs already. */
function passes({ epochs }: RunConfig, { samples = 1 }: Settings): number {
  if (Number.isInteger(epochs / samples)) return epochs / samples;
  throw new Error(`${epochs} epochs cannot be made of ${samples} samples of each pair: give a divisor of ${epochs}`);
}

/** Measures a model; a measurement that was made before is read. */
export async function measured(model: ChatModel, config: MeasureConfig, hooks: Hooks = {}): Promise<Measurement> {
  return (await timedMeasurement(model, config, hooks)).value;
}

/** The same, with how long it took, then or now. */
export function timedMeasurement(
  model: ChatModel,
  config: MeasureConfig,
  hooks: Hooks = {},
): Promise<Cached<Measurement>> {
  const key = { config, model: modelFingerprint(model) };
  return cached('measured', key, () => measure(model, config, decodingHooks('answers', hooks)));
}

function decodingHooks(stage: string, { signal, onProgress }: Hooks): Pick<DecodingOptions, 'signal' | 'onProgress'> {
  return {
    signal,
    onProgress: ({ done, total, tokensPerSecond }) =>
      onProgress?.({ stage, done, total, note: `${Math.round(tokensPerSecond)} tokens/s` }),
  };
}

/** @throws Error naming the methods there are */
export function methodNamed(name: string): Method {
  if (Object.hasOwn(methods, name)) return methods[name as keyof typeof methods];
  throw new Error(`unknown method ${name}: choose one of ${Object.keys(methods).join(', ')}`);
}

const fingerprints = new WeakMap<ChatModel, string>();

/** A name for the weights of a model. */
export function modelFingerprint(model: ChatModel): string {
  let known = fingerprints.get(model);
  if (known === undefined) {
    const { tokenizer, config, raw } = model.tokenizer.files;
    const hash = createHash('sha256')
      .update(JSON.stringify(model.config))
      .update(JSON.stringify({ tokenizer, config }))
      .update(JSON.stringify(endIdsOf(model)));
    // A template may be a file of its own; what was just learned has no files yet, and these two are the same.
    for (const [name, bytes] of raw ?? [])
      if (!/^tokenizer(_config)?\.json$/.test(name)) hash.update(name).update(bytes);
    for (const [name, { data }] of model.parameters) {
      hash.update(name).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    }
    known = hash.digest('hex').slice(0, 16);
    fingerprints.set(model, known);
  }
  return known;
}
