import { describe, expect, it } from 'vitest';
import { defaults, parseChoices, runOf } from '../../src/play';

describe('choices of the page', () => {
  it('name a run of the tour by default', () => {
    expect(parseChoices(defaults)).toEqual(defaults);
    expect(runOf(defaults)).toMatchObject({ method: 'radis', lambda: 1, pairs: 200, learningRate: 0.0016 });
  });

  it('name the same vanilla run whatever λ is', () => {
    const vanilla = { ...defaults, method: 'vanilla' as const };
    expect(runOf({ ...vanilla, lambda: 4 })).toEqual(runOf(vanilla));
  });

  it.each([
    [{ method: 'magic' }, /method is to be vanilla or radis/],
    [{ lambda: -1 }, /lambda is to be a number from 0.01 to 8/],
    [{ lambda: '1' }, /lambda is to be a number/],
    [{ learningRate: 1 }, /learningRate is to be a number/],
    [{ pairs: 10.5 }, /pairs is to be a whole number/],
    [{ pairs: 1e6 }, /pairs is to be a number from 8 to 600/],
    [{ epochs: Number.NaN }, /epochs is to be a number/],
  ])('refuse %j', (wrong, message) => {
    expect(() => parseChoices({ ...defaults, ...wrong })).toThrow(message);
  });

  it('refuse what is no choice at all', () => {
    for (const given of [undefined, null, 7, 'radis', []]) expect(() => parseChoices(given)).toThrow();
  });
});
