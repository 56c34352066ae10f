import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { float32, type Values } from '../compile';
import { discard } from '../files';
import {
  describeSafetensors,
  type ModelConfig,
  type Parameters,
  readSafetensors,
  type StoredTensor,
  writeSafetensors,
} from '../model';
import type { TrainingExample } from './batches';
import { MEAN, SQUARE } from './groups';

/** Where a run keeps its state, to go on from when it is stopped. */
export interface CheckpointOptions {
  folder: string;
  /** Steps between two checkpoints; default 100. */
  every?: number;
  /** How many are kept, the newest ones; default 2. Where there is an evaluation, the best one is kept as well, as `best.safetensors`. */
  keep?: number;
}

/** A state of training: with the run it belongs to, all that the next step depends on. */
export interface Checkpoint {
  path: string;
  /** Steps done. */
  step: number;
  /** Tokens read. */
  tokens: number;
  /** The lowest evaluation loss so far, and of which examples; undefined before the first evaluation. */
  best?: { loss: number; examples: string };
  /** Parameters that train, and their moments. */
  state: Values;
}

/** The fields of a checkpoint that are no tensors. */
interface Description {
  run: string;
  step: number;
  tokens: number;
  best?: { loss: number; examples: string };
}

/** Changes when the same settings no longer mean the same steps, for example because batches are packed otherwise. */
const FORMAT = 3;

/** The file that says which run has the folder. */
export const LOCK = '.radis-lock';

const fileOf = (step: number) => `step-${String(step).padStart(8, '0')}.safetensors`;
const BEST = 'best.safetensors';
const isCheckpoint = (name: string) => /^step-\d{8,}\.safetensors$/.test(name);

/**
 * Writes a checkpoint under a temporary name, renames it, and removes those beyond the newest `keep`. Being killed at any moment leaves
 * the earlier ones whole.
 *
 * @returns the path of the file
 */
export function saveCheckpoint(run: string, checkpoint: Omit<Checkpoint, 'path'>, options: CheckpointOptions): string {
  const { folder, keep = 2 } = options;
  const file = fileOf(checkpoint.step);
  const path = join(folder, file);
  write(path, run, checkpoint);
  const others = checkpointsIn(folder).filter(name => name !== file);
  for (const name of others.slice(keep - 1)) discard(join(folder, name));
  return path;
}

/** Keeps the state with the lowest evaluation loss as `best.safetensors`, beside the newest ones. */
export function saveBest(run: string, checkpoint: Omit<Checkpoint, 'path'>, { folder }: CheckpointOptions): void {
  write(join(folder, BEST), run, checkpoint);
}

function write(path: string, run: string, { step, tokens, best, state }: Omit<Checkpoint, 'path'>): void {
  const tensors = new Map(
    Object.entries(state).map(([name, { shape, data }]) => [name, { shape, data } as StoredTensor]),
  );
  const description: Description = { run, step, tokens, best };
  writeSafetensors(path, tensors, 'F32', { checkpoint: JSON.stringify(description) });
}

/**
 * The newest checkpoint that is whole; nothing when there is none. What a killed process left half-written, and files that are damaged,
 * are removed.
 *
 * @throws Error when the folder belongs to a run with other data or settings
 */
export function latestCheckpoint(run: string, { folder }: CheckpointOptions): Checkpoint | undefined {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (/^(step-|best\.).*\.tmp$/.test(name)) discard(join(folder, name));
  }
  for (const name of [...(existsSync(join(folder, BEST)) ? [BEST] : []), ...checkpointsIn(folder)]) {
    const path = join(folder, name);
    const read = readCheckpoint(path);
    if (read === undefined) {
      discard(path);
      continue;
    }
    const { description, tensors } = read;
    if (description.run !== run) {
      throw new Error(
        `${basename(folder)} holds checkpoints of another run: give this one a folder of its own, or remove that`,
      );
    }
    if (name === BEST) continue;
    const state = Object.fromEntries([...tensors].map(([key, { shape, data }]) => [key, float32(shape, data)]));
    const { step, tokens, best } = description;
    return { path, step, tokens, best, state };
  }
  return undefined;
}

/**
 * A damaged file counts as none: the one before it is as good, only older.
 *
 * @throws Error when the file cannot be read for now, or is whole and no checkpoint
 */
function readCheckpoint(path: string): { description: Description; tensors: Parameters } | undefined {
  let metadata: Record<string, string>;
  let tensors: Parameters;
  try {
    ({ metadata } = describeSafetensors(path));
    tensors = readSafetensors(path);
  } catch (error) {
    // The system's own errors, such as too little memory, say nothing about the file.
    if (error instanceof RangeError || (error as NodeJS.ErrnoException).code !== undefined) throw error;
    return undefined;
  }
  if (metadata.checkpoint === undefined)
    throw new Error(`${path} is no checkpoint of a training run: give checkpoints a folder of their own`);
  try {
    return { description: JSON.parse(metadata.checkpoint), tensors };
  } catch {
    return undefined;
  }
}

/** The parameters that a checkpoint holds, without the optimizer's moments: to start another run from, or to look at. */
export function checkpointParameters(path: string): Parameters {
  const isMoment = (name: string) => name.startsWith(MEAN) || name.startsWith(SQUARE);
  return new Map([...readSafetensors(path)].filter(([name]) => !isMoment(name)));
}

/** The path of the newest checkpoint in a folder, whichever run it is of; undefined when there is none. */
export function newestCheckpoint(folder: string): string | undefined {
  const [newest] = checkpointsIn(folder);
  return newest && join(folder, newest);
}

/** Newest first. */
function checkpointsIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter(isCheckpoint).sort().reverse() : [];
}

/** A name for examples: the same for the same ones. */
export function examplesName(examples: readonly TrainingExample[]): string {
  const hash = createHash('sha256');
  for (const { ids, segments, teacherIds } of examples) {
    hash.update(Int32Array.from(ids)).update(Uint8Array.from(segments));
    if (teacherIds) hash.update('teacher').update(Int32Array.from(teacherIds));
  }
  return hash.digest('hex').slice(0, 16);
}

/** A name for a run: the same for the same model, start, examples and settings. */
export function runName(
  config: ModelConfig,
  parameters: Parameters,
  examples: readonly TrainingExample[],
  settings: object,
): string {
  const hash = createHash('sha256').update(JSON.stringify([FORMAT, Object.entries(config).sort(), settings]));
  for (const [name, { data }] of parameters) {
    hash.update(name).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  hash.update(examplesName(examples));
  return hash.digest('hex').slice(0, 16);
}
