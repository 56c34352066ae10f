import { join } from 'node:path';
import { type Adapter, type ChatModel, type LoraOptions, loadAdapter, mergeLora, saveAdapter } from '../model';
import { type EncodingOptions, encodeTranslation, type TranslationTurn } from '../text';
import { examplesName, finish, type TrainLog, type TrainOptions, train } from '../train';
import { cached } from './cache';
import { type Hooks, modelFingerprint, reportStep } from './fine-tune';

/** How adapters are trained on turns of one's own. */
export interface AdapterTuning
  extends Pick<TrainOptions, 'epochs' | 'batchSize' | 'accumulate' | 'lambda' | 'normalisation' | 'seed' | 'schedule'> {
  learningRate: number;
  /** Default: rank 16, α 32, all linear layers. */
  lora?: LoraOptions;
  /** How the turns are rendered and encoded. */
  chat?: EncodingOptions;
}

/** A model with its adapters worked in. */
export interface AdaptedModel {
  model: ChatModel;
  adapter: Adapter;
  log: TrainLog[];
  /** Where the adapters lie, in PEFT's layout. */
  folder: string;
  /** How long training took. */
  seconds: number;
}

/**
 * Fine-tunes low-rank adapters of any chat model on translations, with or without rationales; a training that was done before is read,
 * one that was interrupted goes on from its last checkpoint.
 *
 * @param turns what is trained on
 * @param hooks.root the folder in which the adapters are kept; default outputs/cache
 * @throws Error naming a turn that does not fit, or an option that makes no sense
 */
export async function tuneAdapters(
  base: ChatModel,
  turns: readonly TranslationTurn[],
  { lora = {}, chat, ...options }: AdapterTuning,
  { root, ...hooks }: Hooks & { root?: string } = {},
): Promise<AdaptedModel> {
  const examples = turns.map((turn, i) => named(`turn ${i}`, () => encodeTranslation(base.tokenizer, turn, chat)));
  const config = { base: modelFingerprint(base), examples: examplesName(examples), lora, options };
  const store = async (folder: string, unfinished: string): Promise<TrainLog[]> => {
    const log: TrainLog[] = [];
    const { signal } = hooks;
    const checkpoints = { folder: unfinished, every: 10 };
    const training = train(base.config, base.parameters, examples, { ...options, lora, signal, checkpoints });
    const parameters = await finish(training, row => {
      log.push(row);
      reportStep(row, hooks);
    });
    saveAdapter(join(folder, 'adapter'), { options: lora, parameters });
    return log;
  };
  let adapter: Adapter | undefined;
  const check = (folder: string) => {
    adapter = loadAdapter(join(folder, 'adapter'), base.config);
  };
  const { folder, value, seconds } = await cached('adapters', config, store, { check, root });
  const merged = { ...base, parameters: mergeLora(base.parameters, adapter as Adapter) };
  return { model: merged, adapter: adapter as Adapter, log: value, folder: join(folder, 'adapter'), seconds };
}

function named<Result>(what: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new Error(`${what}: ${(error as Error).message}`, { cause: error });
  }
}
