import { describe, expect, it } from 'vitest';
import { scheduledRate } from '../../src/train';

const rates = (steps: number, schedule: Parameters<typeof scheduledRate>[3]) =>
  Array.from({ length: steps }, (_, i) => Number(scheduledRate(i + 1, steps, 8, schedule).toFixed(4)));

describe('the learning rate, by hand', () => {
  it('rises in a line and falls in a line', () => {
    expect(rates(6, { warmup: 0.34, decay: 'linear' })).toEqual([4, 8, 8, 6, 4, 2]);
  });

  it('falls in half a cosine', () => {
    // 4 · (1 + cos(π · k / 4))
    expect(rates(4, { warmup: 0, decay: 'cosine' })).toEqual([8, 6.8284, 4, 1.1716]);
    expect(rates(5, { warmup: 0.2 })).toEqual([8, 8, 6.8284, 4, 1.1716]);
  });

  it('stays where it is told to', () => {
    expect(rates(4, { warmup: 0.5, decay: 'constant' })).toEqual([4, 8, 8, 8]);
  });

  it('warms up over a tenth of the steps unless told otherwise, and is at its peak in a run of one step', () => {
    expect(scheduledRate(1, 20, 8)).toBe(4);
    expect(scheduledRate(1, 1, 8)).toBe(8);
  });
});
