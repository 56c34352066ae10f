import { join } from 'node:path';
import { mean } from '../evaluate';
import { discard } from '../files';
import { type Method, methods } from '../methods';
import type { ChatModel } from '../model';
import { encodeTranslation, type Tokenizer } from '../text';
import { checkpointParameters, newestCheckpoint, type TrainingExample, type TrainLog } from '../train';
import { type Ability, abilityNames } from '../world';
import { type Anatomy, openAnatomist } from './anatomy';
import {
  encodedExamples,
  type Hooks,
  keptModel,
  type RunConfig,
  reportStep,
  stepsOf,
  type TunedModel,
  trainedRun,
  tuning,
  tuningKey,
  wholeModel,
} from './fine-tune';
import { dissection } from './grid-keys';
import { type Group, type MeasureConfig, measure, measuredGroups } from './measure';

/** A model on its way: what has become of it after some steps, and what it can do there. */
export interface AnatomyPoint extends Anatomy {
  step: number;
  abilities: Record<Ability, number>;
  general: number;
  /** In the domain that is trained. */
  bleu: number;
  /** Mean words of an answer to a general question, and of the right answers. */
  words: { answer: number; reference: number };
}

/** How often and how closely a training is looked at. */
export interface DissectConfig {
  /** How many times at most, evenly apart, and at the end; the base, before the first step, is looked at as well. */
  looks: number;
  /** Questions of each ability, and training examples, whose gradients and predictions are compared; two or more. */
  count: number;
  /** What each look asks. */
  measure: MeasureConfig;
}

/** A tuned model with what was seen on its way. */
export interface DissectedModel extends TunedModel {
  points: AnatomyPoint[];
  /** How long the looks took; `seconds` is the time of all else. */
  looking: number;
}

/**
 * Trains as a run says, and looks at the model now and then: it ends with the weights of {@link fineTune}. What was done before is read.
 *
 * @throws Error when the run trains nothing by itself, such as one that only goes on from another's model, or on other texts at each step;
 * or naming what of the looks is missing or impossible
 */
export async function dissect(
  base: ChatModel,
  run: RunConfig,
  config: DissectConfig,
  hooks: Hooks = {},
): Promise<DissectedModel> {
  checkDissected(run);
  dissection(config, 'config');
  const { lambda, normalisation } = run;
  const examples = await encodedExamples(base, run, hooks);
  const make = async (folder: string) => {
    const checkpoints = join(folder, 'steps');
    const texts = { trained: evenly(examples, config.count), asked: askedExamples(base.tokenizer, config) };
    const anatomist = await openAnatomist(base, texts, { lambda, normalisation, signal: hooks.signal });
    let looking = 0;
    const lookAt = async (step: number, model: ChatModel): Promise<AnatomyPoint> => {
      const started = performance.now();
      const { abilities, general, domain, lengths } = await measure(model, config.measure, { signal: hooks.signal });
      const words = (key: 'answer' | 'reference') => mean(abilityNames.map(ability => lengths[ability]![key]));
      const seen = await anatomist.look(model.parameters);
      looking += (performance.now() - started) / 1000;
      const spoken = { answer: words('answer'), reference: words('reference') };
      return { step, ...seen, abilities, general, bleu: domain.bleu, words: spoken };
    };
    try {
      const log: TrainLog[] = [];
      const points = [await lookAt(0, base)];
      let model = base;
      const steps = stepsOf(run, examples.length);
      const every = Math.ceil(steps / config.looks);
      for await (const row of tuning(base, run, examples, hooks, { folder: checkpoints, every, keep: 1 })) {
        log.push(row);
        reportStep(row, hooks);
        if (row.step !== steps && row.step % every !== 0) continue;
        // The training keeps its parameters to itself: what it has come to is read from the checkpoint it has just written.
        model = wholeModel(base, run, checkpointParameters(newestCheckpoint(checkpoints) as string));
        points.push(await lookAt(row.step, model));
      }
      return { model, value: { points, log, looking } };
    } finally {
      discard(checkpoints);
      await anatomist.dispose();
    }
  };
  const { value, seconds, ...tuned } = await keptModel('dissected', { config, ...tuningKey(base, run, hooks) }, make);
  return { ...tuned, ...value, seconds: seconds - value.looking };
}

/** Some of a list, evenly apart: of all directions and kinds that follow one another in it. */
const evenly = <T>(list: readonly T[], count: number): T[] =>
  list.length <= count
    ? [...list]
    : Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)] as T);

/** Some of the questions that each look asks, with their right answers. */
function askedExamples(tokenizer: Tokenizer, { count, measure }: DissectConfig): Record<Ability, TrainingExample[]> {
  const groups = measuredGroups(measure).filter(({ asked }) => asked?.split === 'test');
  const examplesOf = ({ asked }: Group) =>
    evenly(asked!.items, count).map(({ prompt, answer }) =>
      encodeTranslation(tokenizer, { prompt, reference: answer }),
    );
  const asked: Record<string, TrainingExample[]> = Object.fromEntries(
    groups.map(group => [group.kind, examplesOf(group)]),
  );
  return asked as Record<Ability, TrainingExample[]>;
}

/** @throws Error when there is no training to look at */
export function checkDissected(run: RunConfig): void {
  const { method } = trainedRun(run);
  if (method !== run.method) throw new Error(`${run.method} trains nothing by itself: look at ${method}`);
  const { redraw }: Method = methods[method as keyof typeof methods];
  if (redraw) throw new Error(`${method} trains on other texts at each step: there is no gradient of them to look at`);
}
