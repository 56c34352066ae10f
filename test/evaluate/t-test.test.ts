import { describe, expect, it } from 'vitest';
import { tTest } from '../../src/evaluate';

describe("Student's t-test", () => {
  it("gives the p-value of Student's own data: hours of sleep gained with one drug instead of another", () => {
    // t = 4.0621 with 9 degrees of freedom, as R's t.test(extra ~ group, data = sleep, paired = TRUE) says.
    expect(tTest([1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4])).toBeCloseTo(0.002833, 6);
  });

  it('is the same whatever the unit and the sign', () => {
    const values = [0.3, -0.1, 0.4, 0.2];
    expect(tTest(values.map(value => -1000 * value))).toBeCloseTo(tTest(values), 12);
    // One degree of freedom: T is a Cauchy variable, p = 1 − 2/π · atan |t|, and t of (0, 2) is 1.
    expect(tTest([0, 2])).toBeCloseTo(0.5, 12);
  });

  it('finds nothing where nothing differs, and all where all differ alike', () => {
    expect(tTest([0, 0, 0])).toBe(1);
    expect(tTest([1, -1])).toBe(1);
    expect(tTest([2, 2, 2])).toBe(0);
  });

  it('refuses what it cannot test', () => {
    expect(() => tTest([1])).toThrow('a t-test takes two values or more, not 1');
    expect(() => tTest([1, Number.NaN])).toThrow('a t-test takes finite numbers, not NaN');
  });
});
