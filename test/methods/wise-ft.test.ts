import { describe, expect, it } from 'vitest';
import { methods } from '../../src/methods';
import type { Parameters } from '../../src/model';

const parameter = (...data: number[]): Parameters =>
  new Map([['model.norm.weight', { shape: [data.length], data: Float32Array.from(data) }]]);
const [base, tuned] = [parameter(1, -2, 0.1, 1e-30), parameter(3, -2, 0.7, 1e30)];
const finish = (alpha: number) => methods['wise-ft'].finishes!.parameters(tuned, base, { alpha });

describe('WiSE-FT', () => {
  it('is the tuned model at α = 1 and the base at α = 0, to the last bit', () => {
    expect(finish(1)).toEqual(tuned);
    expect(finish(0)).toEqual(base);
  });

  it('is (1 − α) · θ0 + α · θ between them', () => {
    const [[name, { shape, data }]] = [...finish(0.25)] as [[string, { shape: number[]; data: Float32Array }]];
    expect([name, shape]).toEqual(['model.norm.weight', [4]]);
    expect(data.slice(0, 2)).toEqual(Float32Array.of(1.5, -2));
    expect(data[2]).toBeCloseTo(0.25, 6);
  });

  it('leaves the two models as they were', () => {
    finish(0.5);
    expect([base, tuned]).toEqual([parameter(1, -2, 0.1, 1e-30), parameter(3, -2, 0.7, 1e30)]);
  });

  it('refuses an α outside', () => {
    expect(() => finish(1.5)).toThrow('alpha of WiSE-FT is 1.5: give a number from 0 to 1');
    expect(() => finish(Number.NaN)).toThrow('alpha of WiSE-FT is NaN');
  });
});
