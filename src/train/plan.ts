import { createRandom } from '../random';

/** One step of a run: which examples its batch holds, in parts that are computed one after the other. */
export interface PlannedStep {
  /** Indices of examples. */
  parts: readonly (readonly number[])[];
  /** Passes over the data when the step is done. */
  epoch: number;
}

/**
 * All steps of a run in their order. Each pass takes the examples in an order of its own, which follows from the seed; the last step of
 * a pass may be smaller.
 *
 * @throws Error when there is no example
 */
export function planSteps(
  count: number,
  {
    epochs,
    batchSize,
    accumulate,
    seed,
  }: { epochs: number; batchSize: number; accumulate: number; seed: number | string },
): PlannedStep[] {
  if (count === 0) throw new Error('there is nothing to train on: the list of examples is empty');
  const random = createRandom(seed);
  const all = Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: epochs }, (_, epoch) => {
    const parts = cut(random.fork(`epoch ${epoch}`).shuffle(all), batchSize);
    const steps = cut(parts, accumulate);
    return steps.map((parts, at) => ({ parts, epoch: epoch + (at + 1) / steps.length }));
  }).flat();
}

/** Pieces of a list, in order; the last one may be shorter. */
export function cut<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}
