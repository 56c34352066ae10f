import type { Random } from '../random';

/** One training example: a token sequence, and what each token is to the loss (see `Segment`). */
export interface TrainingExample {
  ids: ArrayLike<number>;
  segments: ArrayLike<number>;
}

/** Examples as a rectangle: row-major [rows, time], padded on the right with prompt tokens, which have no weight. */
export interface Batch {
  rows: number;
  time: number;
  ids: Int32Array;
  targets: Int32Array;
  /** What each target is to the loss. */
  segments: Uint8Array;
  /** Tokens that are not padding. */
  tokens: number;
}

/** Every length is rounded up to a multiple of this, so that few shapes need compiling. */
const LENGTH_STEP = 32;

/** Cells of one batch, padding included: what a step needs in memory grows with them. Longer examples make smaller batches. */
const MAX_CELLS = 6144;

/** Batches in a pool that is sorted by length before it is cut: larger pools have less padding and less varied batches. */
const POOL = 16;

/**
 * Puts examples into batches of `size` in random order, examples of like length together. The last batch of a pool may hold fewer, and so
 * do batches of long examples.
 *
 * @throws Error when there is no example
 */
export function* epochBatches(examples: readonly TrainingExample[], size: number, random: Random): Generator<Batch> {
  if (examples.length === 0) throw new Error('there is nothing to train on: the list of examples is empty');
  const shuffled = random.shuffle(examples);
  const batches: { rows: number; examples: TrainingExample[] }[] = [];
  for (let from = 0; from < shuffled.length; from += size * POOL) {
    const pool = shuffled.slice(from, from + size * POOL).sort((a, b) => a.ids.length - b.ids.length);
    for (let at = 0; at < pool.length; ) {
      const rows = rowsFor(pool.slice(at, at + size), size);
      batches.push({ rows, examples: pool.slice(at, at + rows) });
      at += rows;
    }
  }
  for (const { rows, examples } of random.shuffle(batches)) yield toBatch(examples, rows);
}

/** How many rows fit, for examples of these lengths (sorted): at most `size`, fewer when they are long. */
function rowsFor(sorted: readonly TrainingExample[], size: number): number {
  const time = paddedLength(sorted);
  return Math.max(1, Math.min(size, Math.floor(MAX_CELLS / time)));
}

/** The length that examples are padded to: position t is asked for token t + 1, so the last token is not read. */
function paddedLength(examples: readonly TrainingExample[]): number {
  const longest = Math.max(...examples.map(example => example.ids.length)) - 1;
  return Math.ceil(longest / LENGTH_STEP) * LENGTH_STEP;
}

/** A batch of at most `rows` examples; missing rows are padding. Position t reads token t and is asked for token t + 1. */
export function toBatch(examples: readonly TrainingExample[], rows: number): Batch {
  const time = paddedLength(examples);
  const ids = new Int32Array(rows * time);
  const targets = new Int32Array(rows * time);
  const segments = new Uint8Array(rows * time);
  let tokens = 0;
  examples.forEach((example, row) => {
    const length = example.ids.length - 1;
    tokens += length;
    for (let t = 0; t < length; t++) {
      ids[row * time + t] = example.ids[t] as number;
      targets[row * time + t] = example.ids[t + 1] as number;
      segments[row * time + t] = example.segments[t + 1] as number;
    }
  });
  return { rows, time, ids, targets, segments, tokens };
}
