import { type AdamWStep, clipScale, type TrainingState } from './adamw';
import type { Batch } from './batches';
import type { Flats, Marks, ParameterGroups } from './groups';
import type { LossSums } from './loss';
import type { TrainOptions } from './options';
import type { Passes } from './passes';

/** What every step of a run has in common. */
export interface Stepper {
  passes: Passes;
  groups: ParameterGroups;
  /** AdamW or Muon. */
  update(state: TrainingState, gradients: Flats, step: AdamWStep, options: TrainOptions): void | Promise<void>;
  /** Adds its pull to the gradients, and gives what it adds to the loss. */
  anchor?: ((parameters: Flats, gradients: Flats) => number) | undefined;
  /** The numbers that train, where not all do. */
  marks?: Marks | undefined;
  options: TrainOptions;
}

/** Of one step. */
export interface StepPlan {
  step: number;
  learningRate: number;
  /** How much of a batch is asked for, see `askedShare`. */
  share: number;
  /** @throws Error when the number is not finite */
  check(what: string, value: number): void;
}

/** What a step tells of itself. */
export interface StepResult {
  sums: LossSums;
  /** Before clipping. */
  gradientNorm: number;
  penalty: number | undefined;
}

/**
 * One step of training: forward and backward through a batch, clip, and move. Everything else that a run does (checkpoints, evaluation, the log) is around it,
 * in `train`.
 *
 *     g ← ∇ Σ_t w_t · −log p(target_t),   g ← g · min(1, clip / ‖g‖),   θ ← AdamW(θ, g)
 */
export async function takeStep(
  { passes, groups, update, anchor, marks, options }: Stepper,
  state: TrainingState,
  batches: readonly Batch[],
  { step, learningRate, share, check }: StepPlan,
): Promise<StepResult> {
  // Forward and backward; the parts of a batch add up.
  const { loss, sums, gradients } = await passes.gradients(state, batches, share, step);
  check('loss', loss);
  const penalty = anchor?.(state.parameters, gradients);
  if (marks) groups.mask(gradients, marks);
  // Clip: no batch moves the model further than any other.
  const gradientNorm = groups.norm(gradients);
  check('gradient norm', gradientNorm);
  const scale = clipScale(gradientNorm, options.clipNorm ?? 1);
  // Step.
  await update(state, gradients, { step, learningRate, scale, marks }, options);
  return { sums, gradientNorm, penalty };
}
