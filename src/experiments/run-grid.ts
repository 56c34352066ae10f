import { join } from 'node:path';
import { TakenError } from '../lock';
import type { TranslationExample } from '../methods';
import { type ChatModel, loadModelFolder } from '../model';
import { fingerprint } from './cache';
import { type DissectConfig, type DissectedModel, dissect } from './dissect';
import {
  fineTune,
  itemsByPrompt,
  type OnProgress,
  preparation,
  type RunConfig,
  type TunedModel,
  timedMeasurement,
  trainingExamples,
} from './fine-tune';
import type { Grid, GridItem } from './grid';
import { type ExamplesSummary, summariseExamples } from './rationales';
import { defaultPlaces, type ItemResult, isCurrent, knownItem, type Places, totalSeconds, writeItem } from './results';
import { claimFree, shareWork } from './shared-work';

/** How far an experiment is. */
export interface GridProgress {
  /** Items that need no more work. */
  done: number;
  total: number;
  /** Of all that is left, were this process to do it alone; undefined before anything is known of the speed. */
  secondsLeft?: number;
}

/** What happens while an experiment runs. */
export type GridEvent = GridProgress &
  (
    | { type: 'start'; title: string }
    | { type: 'progress'; title: string; stage: string; stageDone: number; stageTotal: number; note: string }
    | { type: 'result'; title: string; result: ItemResult }
    | { type: 'failure'; title: string; message: string }
    /** All that is left is in the hands of other processes. */
    | { type: 'waiting'; titles: string[] }
  );

export interface GridOptions {
  /** Whether results of another version of the code count as done. */
  keepOlder?: boolean;
  onEvent?: (event: GridEvent) => void;
  signal?: AbortSignal;
  places?: Places;
  /** Milliseconds between two looks at what other processes do. */
  interval?: number;
}

/** An item, and how it stands with its result. */
export interface ItemStatus {
  item: GridItem;
  /** `older`: by another version of the code than today's. */
  state: 'done' | 'older' | 'to do';
  /** How long it took, or is expected to take; undefined where nothing is known. */
  seconds?: number;
}

/** What of an experiment is there, and what is to do. */
export function gridStatus(grid: Grid, places: Places = defaultPlaces): ItemStatus[] {
  const results = grid.items.map(item => knownItem(grid, item, places));
  const there = results.filter(result => result !== undefined);
  return grid.items.map((item, i) => {
    const result = results[i];
    if (result === undefined) return { item, state: 'to do', seconds: expectedSeconds(item, there) };
    return { item, state: isCurrent(result) ? 'done' : 'older', seconds: totalSeconds([result]) };
  });
}

/** What an item takes, by the mean of those of its method, or of all runs where there is none. */
function expectedSeconds({ run }: GridItem, results: readonly ItemResult[]): number | undefined {
  const runs = results.filter(result => (result.run === undefined) === (run === undefined));
  const alike = runs.filter(result => result.run?.method === run?.method);
  const of = alike.length > 0 ? alike : runs;
  return of.length > 0 ? totalSeconds(of) / of.length : undefined;
}

/**
 * Computes what an experiment lacks, in its order, and writes each result when it is there: stopping at any moment loses at most what
 * was in the making. Other processes may work at the same experiment, or at another with the same runs: nothing is computed twice.
 *
 * A run that fails does not keep the others from running.
 *
 * @returns the items that failed, with the reason
 * @throws AbortError when the signal is aborted
 */
export async function runGrid(
  grid: Grid,
  { onEvent = () => {}, signal, places = defaultPlaces, keepOlder = false, interval }: GridOptions = {},
): Promise<{ title: string; message: string }[]> {
  const base = loadModelFolder(join(places.models, grid.base));
  const done = new Map<string, ItemResult>();
  const failures = new Map<string, { title: string; message: string }>();
  const isDone = (item: GridItem) => {
    if (done.has(item.id)) return true;
    const result = knownItem(grid, item, places);
    if (result === undefined || !(keepOlder || isCurrent(result))) return false;
    done.set(item.id, result);
    return true;
  };
  /** How far all is, `spent` seconds after the work on an item began. */
  const progress = (current?: GridItem, spent = 0): GridProgress => {
    const open = grid.items.filter(({ id }) => !done.has(id) && !failures.has(id));
    const expected = open.map(item => {
      const seconds = expectedSeconds(item, [...done.values()]);
      return item === current && seconds !== undefined ? Math.max(0, seconds - spent) : seconds;
    });
    const secondsLeft = expected.includes(undefined)
      ? undefined
      : (expected as number[]).reduce((sum, seconds) => sum + seconds, 0);
    return { done: grid.items.length - open.length, total: grid.items.length, secondsLeft };
  };
  const work = async (item: GridItem, check: () => void) => {
    const { title, run, measure, dissect } = item;
    const started = performance.now();
    const since = () => (performance.now() - started) / 1000;
    const begin = () => onEvent({ type: 'start', title, ...progress(item) });
    const onProgress: OnProgress = ({ stage, done, total, note }) => {
      check();
      const at = { stage, stageDone: done, stageTotal: total, note };
      onEvent({ type: 'progress', title, ...at, ...progress(item, since()) });
    };
    const hooks = { signal, onProgress, models: places.models };
    try {
      if (!run) begin();
      const tuned = run && (await tune(base, grid, { run, dissect }, { ...hooks, begin }, places));
      const { value: score, seconds } = await timedMeasurement(tuned?.model ?? base, measure, hooks);
      check();
      const { preparing = 0, seconds: training = 0, looking = 0, summary, log = [], points } = tuned ?? {};
      const took = { preparing, training, measuring: seconds + looking };
      const result = writeItem(grid, item, { score, examples: summary, log, looks: points, took }, places);
      done.set(item.id, result);
      onEvent({ type: 'result', title, result, ...progress() });
    } catch (error) {
      if (signal?.aborted || error instanceof TakenError) throw error;
      const { message } = error as Error;
      failures.set(item.id, { title, message });
      onEvent({ type: 'failure', title, message, ...progress() });
    }
  };
  await shareWork({
    items: grid.items,
    lock: ({ training, id }) => join(places.locks, training ? `run-${training}` : `base-${id}`),
    isDone,
    work,
    onWait: left => onEvent({ type: 'waiting', titles: left.map(({ title }) => title), ...progress() }),
    signal,
    interval,
  });
  return [...failures.values()];
}

interface Hooks {
  signal?: AbortSignal;
  onProgress: OnProgress;
  models: string;
  /** Called when nothing keeps the run from starting. */
  begin(): void;
}

/**
 * Prepares and trains a run. Runs that share their examples leave making them to the first.
 *
 * @throws TakenError when another process is making them
 */
async function tune(
  base: ChatModel,
  grid: Grid,
  { run, dissect: looks }: { run: RunConfig; dissect?: DissectConfig },
  { begin, ...hooks }: Hooks,
  { locks }: Places,
): Promise<TunedModel & Partial<DissectedModel> & { preparing: number; summary: ExamplesSummary }> {
  const shared = { base: grid.base, teacher: run.teacher, ...preparation(run) };
  const held = claimFree(join(locks, `examples-${fingerprint(shared)}`));
  if (held === undefined) throw new TakenError('another process is preparing these examples');
  const started = performance.now();
  let examples: TranslationExample[];
  try {
    begin();
    examples = await trainingExamples(base, run, hooks);
  } finally {
    held.release();
  }
  const preparing = (performance.now() - started) / 1000;
  const summary = summariseExamples(examples, itemsByPrompt(run), base.tokenizer);
  const tuned = looks ? await dissect(base, run, looks, hooks) : await fineTune(base, run, hooks);
  return { ...tuned, preparing, summary };
}
