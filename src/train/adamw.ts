import type { Flats, Group, Marks } from './groups';

/** Settings of AdamW. */
export interface AdamWOptions {
  /** Decay of the mean of the gradients. */
  beta1?: number;
  /** Decay of the mean of their squares: 0.95 forgets sooner than the usual 0.999, which suits runs of a few hundred steps. */
  beta2?: number;
  epsilon?: number;
  /** Decoupled weight decay, applied to matrices and tables of tokens only: gains and biases are not pulled to zero. */
  weightDecay?: number;
}

/** The settings with their defaults. */
export const adamWSettings = ({
  beta1 = 0.9,
  beta2 = 0.95,
  epsilon = 1e-8,
  weightDecay = 0.01,
}: AdamWOptions = {}): Required<AdamWOptions> => ({ beta1, beta2, epsilon, weightDecay });

/** What a step of training changes. */
export interface TrainingState {
  parameters: Flats;
  /** Moving means of the gradients and of their squares. */
  means: Flats;
  squares: Flats;
}

/** A step of the optimizer. */
export interface AdamWStep {
  /** t, counted from 1. */
  step: number;
  learningRate: number;
  /** What every gradient is multiplied by, see {@link clipScale}. */
  scale: number;
  /** Numbers without a mark stay as they are, decay included; all change by default. */
  marks?: Marks;
}

/**
 * Step t of AdamW, in place:
 *
 *     m ← β1 m + (1 − β1) g,   v ← β2 v + (1 − β2) g²,   g the gradient times the scale
 *     p ← p − lr · ( m/(1 − β1^t) / (sqrt(v/(1 − β2^t)) + ε) + decay · p )
 *
 * A loop over arrays that lie in memory already: a graph would copy all of them out of it in every step.
 *
 * Source: Loshchilov and Hutter 2019 (1711.05101).
 */
export function adamW(
  { parameters, means, squares }: TrainingState,
  gradients: Flats,
  { step, learningRate, scale, marks }: AdamWStep,
  options: AdamWOptions = {},
): void {
  const { beta1, beta2, epsilon, weightDecay } = adamWSettings(options);
  const rate = learningRate / (1 - beta1 ** step);
  const correction = 1 / Math.sqrt(1 - beta2 ** step);
  for (const group of Object.keys(parameters) as Group[]) {
    const [p, g] = [parameters[group] as Float32Array, gradients[group] as Float32Array];
    const [m, v] = [means[group] as Float32Array, squares[group] as Float32Array];
    const shrink = group === 'vectors' ? 1 : 1 - learningRate * weightDecay;
    const kept = marks?.[group];
    for (let i = 0; i < p.length; i++) {
      if (kept?.[i] === 0) continue;
      const gradient = (g[i] as number) * scale;
      const mean = beta1 * (m[i] as number) + (1 - beta1) * gradient;
      const square = beta2 * (v[i] as number) + (1 - beta2) * gradient * gradient;
      m[i] = mean;
      v[i] = square;
      p[i] = shrink * (p[i] as number) - (rate * mean) / (Math.sqrt(square) * correction + epsilon);
    }
  }
}

/** The factor that brings gradients of a global norm down to a maximum: min(1, maximum / (norm + 1e-6)), as in PyTorch. */
export const clipScale = (norm: number, maximum: number): number => Math.min(1, maximum / (norm + 1e-6));
