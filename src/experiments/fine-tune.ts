import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { DecodingOptions, ReferencePair } from '../generate';
import { type Method, radis, type TranslationExample, vanilla } from '../methods';
import { type ChatModel, endIdsOf, loadModelFolder, saveModelFolder } from '../model';
import { encodeTranslation } from '../text';
import { finish, type Normalisation, type TrainLog, train } from '../train';
import { sampleTranslations, type TranslationItem, translationPrompt } from '../world';
import { cached } from './cache';
import { directions, type MeasureConfig, type Measurement, measure } from './measure';

/** The methods that a run can name. */
export const methods: Record<string, Method> = { vanilla, radis };

/** One fine-tuning run: everything that its result depends on. */
export interface RunConfig {
  /** `vanilla` or `radis`. */
  method: string;
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

interface Hooks {
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

/** Translations of the fine-tuning domain to train on, both directions. */
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

/** The examples a method trains on, prepared once: with their rationales, for the methods that have them. */
export async function trainingExamples(
  base: ChatModel,
  run: RunConfig,
  hooks: Hooks = {},
): Promise<TranslationExample[]> {
  const method = methodNamed(run.method);
  const { domain, pairs, seed, lambda, normalisation } = run;
  // What is prepared depends on λ only in whether there are rationales at all.
  const config = { method: run.method, domain, pairs, seed, withRationales: lambda > 0, base: modelFingerprint(base) };
  const { value } = await cached(`examples-${run.method}`, config, () =>
    method.prepare(trainingPairs(run), {
      base,
      loss: { lambda, normalisation },
      decoding: { seed: `rationales/${seed}`, ...decodingHooks('rationales', hooks) },
    }),
  );
  return value;
}

/** A tuned model with the log of its training. */
export interface TunedModel {
  model: ChatModel;
  log: TrainLog[];
  /** Where the model lies, as a Hugging Face folder. */
  folder: string;
  /** How long training took. */
  seconds: number;
}

/** Fine-tunes the base as the run says; a run that was done before is read. */
export async function fineTune(base: ChatModel, run: RunConfig, hooks: Hooks = {}): Promise<TunedModel> {
  const examples = await trainingExamples(base, run, hooks);
  const encoded = examples.map(example => encodeTranslation(base.tokenizer, example));
  const { epochs, batchSize, learningRate, lambda, normalisation, seed } = run;
  const make = async (folder: string) => {
    const log: TrainLog[] = [];
    const options = { epochs, batchSize, learningRate, lambda, normalisation, seed, signal: hooks.signal };
    const training = train(base.config, base.parameters, encoded, options);
    const parameters = await finish(training, row => {
      log.push(row);
      const note = `loss ${row.loss.toFixed(2)}, ${Math.round(row.tokensPerSecond)} tokens/s`;
      hooks.onProgress?.({ stage: 'training', done: row.step, total: row.steps, note });
    });
    saveModelFolder(join(folder, 'model'), { ...base, parameters });
    return log;
  };
  let model: ChatModel | undefined;
  const check = (folder: string) => {
    model = loadModelFolder(join(folder, 'model'));
  };
  const { folder, value, seconds } = await cached(`tuned-${run.method}`, { run, base: modelFingerprint(base) }, make, {
    check,
  });
  return { model: model as ChatModel, log: value, folder: join(folder, 'model'), seconds };
}

/** Measures a model; a measurement that was made before is read. */
export async function measured(model: ChatModel, config: MeasureConfig, hooks: Hooks = {}): Promise<Measurement> {
  const key = { config, model: modelFingerprint(model) };
  return (await cached('measured', key, () => measure(model, config, decodingHooks('answers', hooks)))).value;
}

function decodingHooks(stage: string, { signal, onProgress }: Hooks): Pick<DecodingOptions, 'signal' | 'onProgress'> {
  return {
    signal,
    onProgress: ({ done, total, tokensPerSecond }) =>
      onProgress?.({ stage, done, total, note: `${Math.round(tokensPerSecond)} tokens/s` }),
  };
}

/** @throws Error naming the methods there are */
function methodNamed(name: string): Method {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (method === undefined) throw new Error(`unknown method ${name}: choose one of ${Object.keys(methods).join(', ')}`);
  return method;
}

const fingerprints = new WeakMap<ChatModel, string>();

/** A name for the weights of a model. */
function modelFingerprint(model: ChatModel): string {
  let known = fingerprints.get(model);
  if (known === undefined) {
    const hash = createHash('sha256')
      .update(JSON.stringify(model.config))
      .update(JSON.stringify(model.tokenizer.files))
      .update(JSON.stringify(endIdsOf(model)));
    for (const [name, { data }] of model.parameters) {
      hash.update(name).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    }
    known = hash.digest('hex').slice(0, 16);
    fingerprints.set(model, known);
  }
  return known;
}
