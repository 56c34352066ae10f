/** How the learning rate changes over a run. */
export interface Schedule {
  /** Share of the steps over which the rate rises from 0; default 0.1. */
  warmup?: number;
  /** What it does afterwards: a half cosine or a line down to 0, or nothing. Default `cosine`. */
  decay?: 'cosine' | 'linear' | 'constant';
}

/**
 * The learning rate of a step: linear warm-up to `peak`, then the decay, which would reach 0 one step after the last.
 *
 * @param step counted from 1
 */
export function scheduledRate(
  step: number,
  steps: number,
  peak: number,
  { warmup = 0.1, decay = 'cosine' }: Schedule = {},
): number {
  const rising = Math.floor(steps * warmup);
  if (step <= rising) return (peak * step) / rising;
  const progress = (step - rising - 1) / Math.max(1, steps - rising);
  if (decay === 'cosine') return (peak * (1 + Math.cos(Math.PI * progress))) / 2;
  return decay === 'linear' ? peak * (1 - progress) : peak;
}
