import type { Method } from '../methods';
import { settingsOf } from '../methods';
import type { ChatModel } from '../model';
import { encodeTranslation } from '../text';
import { finish, train } from '../train';
import {
  contextOf,
  type Hooks,
  measured,
  type RunConfig,
  reportStep,
  scheduleOf,
  trainingPairs,
  wholeModel,
} from './fine-tune';
import type { MeasureConfig, Measurement } from './measure';

/** What became of a base by a method of one's own. */
export interface TriedMethod {
  model: ChatModel;
  score: Measurement;
}

/**
 * Fine-tunes and measures with a method that has no file yet, such as one written in a cell: it prepares the examples and may add to the loss. Nothing of the training is
 * kept.
 *
 * @param run of the other methods, to compare with; its `method` is not looked at
 * @throws Error when the method gives no examples, or one that cannot be trained on
 */
export async function tryMethod(
  base: ChatModel,
  method: Method,
  run: Omit<RunConfig, 'method'>,
  measure: MeasureConfig,
  hooks: Hooks = {},
): Promise<TriedMethod> {
  const like = { ...run, method: 'vanilla' };
  const context = { ...contextOf(base, like, hooks), settings: run.settings };
  const examples = await method.prepare(trainingPairs(run), context);
  if (!Array.isArray(examples) || examples.length === 0)
    throw new Error(`${method.name} gives no examples: prepare must return a list`);
  const encoded = examples.map(example => encodeTranslation(base.tokenizer, example));
  const objective = await method.objective?.(settingsOf(method, run.settings), context);
  const options = { ...scheduleOf(like), ...objective, signal: hooks.signal };
  const parameters = await finish(train(base.config, base.parameters, encoded, options), row => reportStep(row, hooks));
  const model = wholeModel(base, like, parameters);
  return { model, score: await measured(model, measure, hooks) };
}
