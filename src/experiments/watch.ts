import { join } from 'node:path';
import { discard } from '../files';
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
 * Trains as a run says, and stops now and then so that somebody can look: it ends with the weights of `fineTune`. What was watched before is read, and its looks
 * are told again.
 *
 * @throws Error when the run trains nothing by itself, such as one that only goes on from another's model, or on other texts at each step
 */
export async function watchTuning<T>(
  base: ChatModel,
  run: RunConfig,
  { looks, key, look, onLook }: WatchConfig<T>,
  hooks: Hooks = {},
): Promise<TunedModel & { seen: Seen<T>[] }> {
  checkDissected(run);
  const examples = await encodedExamples(base, run, hooks);
  const steps = stepsOf(run, examples.length);
  let isLive = false;
  const make = async (folder: string) => {
    isLive = true;
    const checkpoints = join(folder, 'steps');
    const log: TrainLog[] = [];
    const seen: Seen<T>[] = [];
    let model = base;
    const lookAt = async (step: number) => {
      seen.push({ step, steps, what: await look(model) });
      onLook?.(seen.at(-1) as Seen<T>, log);
    };
    try {
      await lookAt(0);
      const every = Math.ceil(steps / looks);
      for await (const row of tuning(base, run, examples, hooks, { folder: checkpoints, every, keep: 1 })) {
        log.push(row);
        reportStep(row, hooks);
        if (row.step !== steps && row.step % every !== 0) continue;
        // The training keeps its parameters to itself: what it has come to is read from the checkpoint it has just written.
        model = wholeModel(base, run, checkpointParameters(newestCheckpoint(checkpoints) as string));
        await lookAt(row.step);
      }
      return { model, value: { seen, log } };
    } finally {
      discard(checkpoints);
    }
  };
  const { value, ...tuned } = await keptModel('watched', { looks, key, ...tuningKey(base, run, hooks) }, make);
  if (!isLive)
    for (const seen of value.seen)
      onLook?.(
        seen,
        value.log.filter(({ step }) => step <= seen.step),
      );
  return { ...tuned, ...value };
}
