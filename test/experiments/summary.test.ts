import { describe, expect, it } from 'vitest';
import {
  generalAt,
  type Measurement,
  marksAt,
  mcnemarOverSeeds,
  overSeeds,
  ownLearningRate,
  pairedDifference,
  type RunConfig,
  runsWith,
  type ScoredRun,
} from '../../src/experiments';

const measured = (bleu: number, general: number) => ({ domain: { bleu }, general }) as Measurement;
const scored = (method: string, learningRate: number, seed: number, bleu: number, general: number): ScoredRun => ({
  run: { method, learningRate, seed } as RunConfig,
  score: measured(bleu, general),
});
const base = measured(10, 90);
const runs = [
  // The harsher setting first: the order of the list does not matter.
  scored('vanilla', 2, 1, 40, 30),
  scored('vanilla', 1, 1, 20, 70),
  scored('vanilla', 1, 2, 30, 60),
  scored('vanilla', 2, 2, 50, 20),
  scored('radis', 1, 1, 20, 80),
  scored('radis', 1, 2, 30, 72),
  scored('radis', 2, 1, 30, 60),
  scored('radis', 2, 2, 40, 52),
];
const general = (score: Measurement) => score.general;

describe('a summary of runs', () => {
  it('gives means over the seeds of one setting', () => {
    expect(() => overSeeds(runs, { method: 'magic' }, general)).toThrow('there is no run of {"method":"magic"}');
    expect(overSeeds(runs, { method: 'vanilla', learningRate: 1 }, general)).toMatchObject({ mean: 65, count: 2 });
  });

  it('tells settings apart by any of their values, also those of a method or of adapters', () => {
    const of = (seed: number, more: Partial<RunConfig>) => {
      const plain = scored('kl', 1, seed, 20, 10 * seed);
      return { ...plain, run: { ...plain.run, ...more } };
    };
    const many = [of(1, { settings: { beta: 1 } }), of(2, { settings: { beta: 2 } }), of(3, { lora: { rank: 4 } })];
    const seeds = (setting: object) => runsWith(many, setting).map(({ run }) => run.seed);
    expect(seeds({ method: 'kl' })).toEqual([1, 2, 3]);
    expect(seeds({ settings: { beta: 2 } })).toEqual([2]);
    expect(seeds({ lora: { rank: 4 } })).toEqual([3]);
    expect(seeds({ lora: undefined })).toEqual([1, 2]);
    const twice = [...many, of(1, { settings: { beta: 3 } })];
    expect(overSeeds(twice, { settings: { beta: 3 } }, general).count).toBe(1);
    expect(() => overSeeds(twice, { method: 'kl' }, general)).toThrow(
      '{"method":"kl"} matches several runs of a seed: say what tells them apart',
    );
  });

  it("names the learning rate of a method's own, by a score of the caller's choice", () => {
    const bleu = (score: Measurement) => score.domain.bleu;
    expect(ownLearningRate(runs, { method: 'vanilla' }, bleu)).toBe(2);
    expect(ownLearningRate(runs, { method: 'vanilla' }, general)).toBe(1);
    // Of equal ones the gentlest.
    expect(ownLearningRate(runs, { method: 'vanilla' }, () => 1)).toBe(1);
    expect(() => ownLearningRate(runs, { method: 'other' }, bleu)).toThrow('there is no run of {"method":"other"}');
  });

  it('compares two methods seed by seed', () => {
    const at = (method: string) => ({ method, learningRate: 1 });
    const { mean, margin } = pairedDifference(runs, [at('radis'), at('vanilla')], general);
    expect(mean).toBe(11);
    // Differences 10 and 12: s = √2, and t = 12.706 for one degree of freedom.
    expect(margin).toBeCloseTo((12.7062 * Math.SQRT2) / Math.SQRT2, 3);
    expect(() => pairedDifference(runs, [at('radis'), at('other')], general)).toThrow(
      'there is no run of {"method":"other","learningRate":1} with seed 1',
    );
  });

  it('tests which of two settings has questions right in more of the seeds', () => {
    const marked = (method: string, seed: number, knowledge: string, reasoning: string): ScoredRun => ({
      run: { method, seed } as RunConfig,
      score: { correct: { knowledge, reasoning } } as unknown as Measurement,
    });
    const both = [
      marked('radis', 1, '11111100', '0'),
      marked('radis', 2, '11100001', '1'),
      marked('vanilla', 1, '00000001', '1'),
      marked('vanilla', 2, '00000001', '1'),
    ];
    const settings = [{ method: 'radis' }, { method: 'vanilla' }] as const;
    // Six questions for RaDis, one for vanilla (right twice, not once), one as often: 2 · (1 + 7) / 2⁷ of seven coins.
    expect(mcnemarOverSeeds(both, settings, ['knowledge'])).toBeCloseTo(0.125, 12);
    // One more for vanilla: 2 · (1 + 8 + 28) / 2⁸ of eight.
    expect(mcnemarOverSeeds(both, settings, ['knowledge', 'reasoning'])).toBeCloseTo(74 / 256, 12);
    const lacking = [...both, marked('radis', 3, '11111111', '1')];
    expect(() => mcnemarOverSeeds(lacking, settings, ['knowledge'])).toThrow(
      'there is no run of {"method":"vanilla"} with seed 3',
    );
  });

  it('reads general ability at a translation quality from the line of each seed, which starts at the base', () => {
    expect(generalAt(runs, base, { method: 'vanilla' }, 30)).toEqual([50, 60]);
    expect(generalAt(runs, base, { method: 'radis' }, 30)).toEqual([60, 72]);
    expect(generalAt(runs, base, { method: 'radis' }, 15)).toEqual([85, 85.5]);
    expect(generalAt(runs, base, { method: 'radis' }, 35)).toEqual([Number.NaN, 62]);
    // A seed that only others have.
    const more = [...runs, scored('kl', 1, 3, 20, 80)];
    expect(generalAt(more, base, { method: 'radis' }, 30)).toEqual([60, 72, Number.NaN]);
  });

  it('reads each question there as general ability is read', () => {
    const asked = (bleu: number, knowledge: string, reasoning: string) =>
      ({ domain: { bleu }, general: 0, correct: { knowledge, reasoning } }) as unknown as Measurement;
    const start = asked(10, '11', '11');
    const marked = [
      { run: { method: 'kl', learningRate: 2, seed: 1 } as RunConfig, score: asked(30, '10', '00') },
      { run: { method: 'kl', learningRate: 1, seed: 1 } as RunConfig, score: asked(20, '11', '01') },
      { run: { method: 'kl', learningRate: 1, seed: 2 } as RunConfig, score: asked(50, '01', '11') },
    ];
    const at = (bleu: number, kinds = ['knowledge', 'reasoning']) =>
      marksAt(marked, start, { method: 'kl' }, { bleu, kinds });
    // Half of the way of the first seed from 20 to 30, and three eighths of the second's from the base to 50.
    expect(at(25)).toEqual([(1 + 0.625) / 2, (0.5 + 1) / 2, (0 + 1) / 2, (0.5 + 1) / 2]);
    expect(at(20, ['reasoning'])).toEqual([(0 + 1) / 2, 1]);
    expect(at(40)).toEqual([]);
  });
});
