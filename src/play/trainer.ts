import { measured, type Seen, watchTuning } from '../experiments';
import { ask } from '../generate';
import { type ChatModel, loadModel } from '../model';
import type { TrainLog } from '../train';
import { type Choices, runOf } from './choices';
import { questions } from './questions';

/** What a training tells the page. */
export type TrainerEvent =
  | { type: 'progress'; stage: string; share: number }
  | {
      type: 'look';
      step: number;
      steps: number;
      answers: string[];
      losses: { step: number; translation: number | null; rationale: number | null }[];
    }
  | { type: 'done'; folder: string; bleu: number; general: number; seconds: number }
  | { type: 'failed'; message: string };

/** What a training is told. */
export interface TrainerTask {
  source: string;
  choices: Choices;
}

/** How often the model is asked, and how many questions measure it at the end: of each ability, and texts in each direction. */
const [LOOKS, MEASURED] = [10, 30];

const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
// Who started this is gone: nobody waits for it.
process.on('disconnect', () => stop.abort());
process.once('message', (task: TrainerTask) => void work(task));

const tell = (event: TrainerEvent) => process.send?.(event);

/** Trains apart from the server, which goes on answering meanwhile. */
async function work({ source, choices }: TrainerTask): Promise<void> {
  try {
    const base = await loadModel(source);
    const hooks = {
      signal: stop.signal,
      onProgress: ({ stage, done, total }: { stage: string; done: number; total: number }) =>
        tell({ type: 'progress', stage, share: done / total }),
    };
    const look = (model: ChatModel) => ask(model, questions, { maxNewTokens: 48, signal: stop.signal });
    const onLook = ({ step, steps, what }: Seen<string[]>, log: readonly TrainLog[]) =>
      tell({ type: 'look', step, steps, answers: what, losses: log.map(lossesOf) });
    const watched = await watchTuning(base, runOf(choices), { looks: LOOKS, key: questions, look, onLook }, hooks);
    tell({ type: 'progress', stage: 'measuring', share: 0 });
    const asked = {
      domain: 'clinic',
      translations: MEASURED,
      itemsPerAbility: MEASURED,
      difficulty: [1, 2] as (1 | 2)[],
      seed: 7,
    };
    const { domain, general } = await measured(watched.model, asked, hooks);
    tell({ type: 'done', folder: watched.folder, bleu: domain.bleu, general, seconds: watched.seconds });
  } catch (error) {
    if (!stop.signal.aborted) tell({ type: 'failed', message: (error as Error).message });
  }
  process.disconnect?.();
}

const lossesOf = ({ step, translationLoss, rationaleLoss }: TrainLog) => ({
  step,
  translation: translationLoss,
  rationale: rationaleLoss,
});
