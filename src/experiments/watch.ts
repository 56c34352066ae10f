import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomic } from '../files';
import type { ChatModel } from '../model';
import { checkpointParameters, newestCheckpoint, type TrainLog } from '../train';
import { checkDissected } from './dissect';
import {
  encodedExamples,
  type Hooks,
  keptModel,
  type RunConfig,
  reportStep,
  stepsOf,
  type TunedModel,
  tuning,
  tuningKey,
  wholeModel,
} from './fine-tune';

/** What was seen on the way: after how many steps, and what. */
export interface Seen<T> {
  step: number;
  steps: number;
  what: T;
}

/** How a training is watched. */
export interface WatchConfig<T> {
  /** How often at most, evenly apart, and at the end; the base is looked at as well. */
  looks: number;
  /** What a look depends on beside the model, such as its questions: what was watched before with the same is read. */
  key: unknown;
  /** Looks at the model as it is then; what it returns is kept as JSON. */
  look(model: ChatModel): Promise<T>;
  /** Told each look, and the training so far. */
  onLook?(seen: Seen<T>, log: readonly TrainLog[]): void;
}

/**
 * Trains as a run says, and stops now and then so that somebody can look: it ends with the weights of `fineTune`. One that was
 * interrupted goes on from its last look. What was watched before is read, and its looks are told again.
 *
 * @param hooks.root the folder in which it is kept; default outputs/cache
 * @throws Error when the run trains nothing by itself, such as one that only goes on from another's model, or on other texts at each step
 */
export async function watchTuning<T>(
  base: ChatModel,
  run: RunConfig,
  { looks, key, look, onLook }: WatchConfig<T>,
  { root, ...hooks }: Hooks & { root?: string } = {},
): Promise<TunedModel & { seen: Seen<T>[] }> {
  checkDissected(run);
  const examples = await encodedExamples(base, run, hooks);
  const steps = stepsOf(run, examples.length);
  let isLive = false;
  const make = async (_: string, unfinished: string) => {
    isLive = true;
    const every = Math.ceil(steps / looks);
    const checkpoints = { folder: join(unfinished, 'steps'), every, keep: 1 };
    const { log, seen } = readSoFar<T>(unfinished);
    const lookAt = async (step: number, model: ChatModel) => {
      seen.push({ step, steps, what: await look(model) });
      writeAtomic(join(unfinished, SO_FAR), JSON.stringify({ log, seen }));
      onLook?.(seen.at(-1) as Seen<T>, log);
    };
    mkdirSync(unfinished, { recursive: true });
    if (seen.length === 0) await lookAt(0, base);
    else onLook?.(seen.at(-1) as Seen<T>, log);
    // The training keeps its parameters to itself: what it has come to is read from the checkpoint it has just written.
    const newest = () => wholeModel(base, run, checkpointParameters(newestCheckpoint(checkpoints.folder) as string));
    for await (const row of tuning(base, run, examples, hooks, checkpoints)) {
      log.push(row);
      reportStep(row, hooks);
      if (row.step !== steps && row.step % every === 0) await lookAt(row.step, newest());
    }
    // The last look is outside of the loop: a training may have been stopped between its last step and that look.
    const model = newest();
    if (seen.at(-1)?.step !== steps) await lookAt(steps, model);
    return { model, value: { seen, log } };
  };
  const { value, ...tuned } = await keptModel('watched', { looks, key, ...tuningKey(base, run, hooks) }, make, root);
  if (!isLive)
    for (const seen of value.seen)
      onLook?.(
        seen,
        value.log.filter(({ step }) => step <= seen.step),
      );
  return { ...tuned, ...value };
}

/** The file of what was seen so far, and the log of the steps until then. */
const SO_FAR = 'seen.json';

/** What an interrupted training has left to go on from. */
function readSoFar<T>(folder: string): { log: TrainLog[]; seen: Seen<T>[] } {
  const path = join(folder, SO_FAR);
  if (!existsSync(path) || newestCheckpoint(join(folder, 'steps')) === undefined) return { log: [], seen: [] };
  return JSON.parse(readFileSync(path, 'utf8'));
}
