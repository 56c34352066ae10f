import { describe, expect, it } from 'vitest';
import { tokenWeights } from '../../src/train';

/** Two prompt tokens, three of the translation, two of the rationale, one of padding. */
const segments = Uint8Array.of(0, 0, 1, 1, 1, 2, 2, 0);
const rounded = (weights: Float32Array) => Array.from(weights, weight => Number(weight.toFixed(6)));

describe('token weights, by hand', () => {
  it('are a weighted mean over all tokens: 1 on the translation, λ on the rationale', () => {
    // 3 · 1 + 2 · 0.5 = 4
    expect(rounded(tokenWeights(segments, { lambda: 0.5, normalisation: 'token' }))).toEqual([
      0, 0, 0.25, 0.25, 0.25, 0.125, 0.125, 0,
    ]);
    expect(rounded(tokenWeights(segments))).toEqual([0, 0, 0.2, 0.2, 0.2, 0.2, 0.2, 0]);
    // 3 · 1 + 2 · 3.5 = 10
    expect(rounded(tokenWeights(segments, { lambda: 3.5 }))).toEqual([0, 0, 0.1, 0.1, 0.1, 0.35, 0.35, 0]);
  });

  it('are, per segment, a mean over the translation and λ times a mean over the rationale', () => {
    const third = 0.333333;
    expect(rounded(tokenWeights(segments, { lambda: 0.5, normalisation: 'segment' }))).toEqual([
      0,
      0,
      third,
      third,
      third,
      0.25,
      0.25,
      0,
    ]);
    expect(rounded(tokenWeights(segments, { lambda: 4, normalisation: 'segment' }))).toEqual([
      0,
      0,
      third,
      third,
      third,
      2,
      2,
      0,
    ]);
  });

  it('leave the rationale out at λ = 0, whichever the normalisation', () => {
    const third = 0.333333;
    for (const normalisation of ['token', 'segment'] as const) {
      expect(rounded(tokenWeights(segments, { lambda: 0, normalisation }))).toEqual([
        0,
        0,
        third,
        third,
        third,
        0,
        0,
        0,
      ]);
    }
  });

  it('are finite where a batch has no rationale, or nothing else', () => {
    for (const normalisation of ['token', 'segment'] as const) {
      expect(rounded(tokenWeights(Uint8Array.of(0, 1, 1), { lambda: 2, normalisation }))).toEqual([0, 0.5, 0.5]);
    }
    expect(rounded(tokenWeights(Uint8Array.of(0, 2, 2), { lambda: 0.5, normalisation: 'token' }))).toEqual([
      0, 0.5, 0.5,
    ]);
    expect(rounded(tokenWeights(Uint8Array.of(0, 2, 2), { lambda: 0.5, normalisation: 'segment' }))).toEqual([
      0, 0.25, 0.25,
    ]);
  });
});

describe('token weights refuse', () => {
  it.each([-1, -1e-9, Number.NaN, Number.POSITIVE_INFINITY])('λ = %d', lambda => {
    expect(() => tokenWeights(segments, { lambda })).toThrow(
      `the loss weight λ is ${lambda}: give a number of 0 or more`,
    );
  });

  it('a batch in which no token has a weight', () => {
    expect(() => tokenWeights(Uint8Array.of(0, 0))).toThrow('no token of the batch has a weight');
    expect(() => tokenWeights(Uint8Array.of(0, 2), { lambda: 0 })).toThrow('no token of the batch has a weight');
  });
});
