import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { float32, type Values } from '../compile';
import { discard } from '../files';
import { type ModelConfig, type Parameters, readSafetensors, type StoredTensor, writeSafetensors } from '../model';
import type { TrainingExample } from './batches';

/** Where a run keeps its state, to go on from when it is stopped. */
export interface CheckpointOptions {
  folder: string;
  /** Steps between two checkpoints; default 100. */
  every?: number;
  /** How many are kept, the newest ones; default 2. */
  keep?: number;
}

/** A state of training: with the run it belongs to, all that the next step depends on. */
export interface Checkpoint {
  /** Steps done. */
  step: number;
  /** Tokens read. */
  tokens: number;
  /** Parameters that train, and their moments. */
  state: Values;
}

/** The fields of a checkpoint that are no tensors. */
interface Description {
  run: string;
  step: number;
  tokens: number;
}

const fileOf = (step: number) => `step-${String(step).padStart(8, '0')}.safetensors`;
const isCheckpoint = (name: string) => /^step-\d{8,}\.safetensors$/.test(name);

/**
 * Writes a checkpoint under a temporary name, renames it, and removes those beyond the newest `keep`. Being killed at any moment leaves
 * the earlier ones whole.
 */
export function saveCheckpoint(run: string, { step, tokens, state }: Checkpoint, options: CheckpointOptions): void {
  const { folder, keep = 2 } = options;
  const tensors = new Map(
    Object.entries(state).map(([name, { shape, data }]) => [name, { shape, data } as StoredTensor]),
  );
  const description: Description = { run, step, tokens };
  writeSafetensors(join(folder, fileOf(step)), tensors, 'F32', { checkpoint: JSON.stringify(description) });
  for (const name of checkpointsIn(folder).slice(keep)) discard(join(folder, name));
}

/**
 * The newest checkpoint that is whole; nothing when there is none.
 *
 * @throws Error when the folder belongs to a run with other data or settings
 */
export function latestCheckpoint(run: string, { folder }: CheckpointOptions): Checkpoint | undefined {
  for (const name of checkpointsIn(folder)) {
    const read = readCheckpoint(join(folder, name));
    if (read === undefined) continue;
    const { description, tensors } = read;
    if (description.run !== run) {
      throw new Error(
        `${basename(folder)} holds checkpoints of another run: give this one a folder of its own, or remove that`,
      );
    }
    const state = Object.fromEntries([...tensors].map(([key, { shape, data }]) => [key, float32(shape, data)]));
    return { step: description.step, tokens: description.tokens, state };
  }
  return undefined;
}

/** A damaged file counts as none: the one before it is as good, only older. */
function readCheckpoint(path: string): { description: Description; tensors: Parameters } | undefined {
  try {
    const metadata: Record<string, string> = {};
    const tensors = readSafetensors(path, metadata);
    return { description: JSON.parse(metadata.checkpoint as string), tensors };
  } catch {
    return undefined;
  }
}

/** The path of the newest checkpoint, for messages. */
export function newestCheckpoint(folder: string): string | undefined {
  const [name] = checkpointsIn(folder);
  return name === undefined ? undefined : join(folder, name);
}

/** Newest first. */
function checkpointsIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter(isCheckpoint).sort().reverse() : [];
}

/** A name for a run: the same for the same model, start, examples and settings. */
export function runName(
  config: ModelConfig,
  parameters: Parameters,
  examples: readonly TrainingExample[],
  settings: object,
): string {
  const plain = (_: string, value: unknown) => (value instanceof RegExp ? String(value) : value);
  const hash = createHash('sha256').update(JSON.stringify([config, settings], plain));
  for (const [name, { data }] of parameters) {
    hash.update(name).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  for (const { ids, segments } of examples) {
    hash.update(Int32Array.from(ids)).update(Uint8Array.from(segments));
  }
  return hash.digest('hex').slice(0, 16);
}
