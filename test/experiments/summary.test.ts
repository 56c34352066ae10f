import { describe, expect, it } from 'vitest';
import { packCounts, pairedBootstrap, sentenceCounts } from '../../src/evaluate';
import {
  bootstrapOverSeeds,
  generalAt,
  generalBeyond,
  type Measurement,
  marksAt,
  mcnemarOverSeeds,
  overSeeds,
  ownLearningRate,
  pairedDifference,
  type RunConfig,
  runsWith,
  type ScoredRun,
  tTestAt,
} from '../../src/experiments';
import { createRandom } from '../../src/random';

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

  it('tests by the texts whether two settings translate differently well, all seeds together', () => {
    const references = ['a b c d e', 'f g h i j', 'k l m n o', 'p q r s t', 'u v w x y'];
    const spoiled = references.map(text => text.replace(/. .$/, '?'));
    const said = (method: string, seed: number, answers: string[]): ScoredRun => {
      const packed = (metric: 'bleu' | 'chrf') => packCounts(sentenceCounts(answers, references, { metric }));
      const score = { counts: { bleu: packed('bleu'), chrf: packed('chrf') } } as unknown as Measurement;
      return { run: { method, seed } as RunConfig, score };
    };
    const mixed = references.map((text, i) => (i < 2 ? text : (spoiled[i] as string)));
    const both = [
      said('radis', 1, references),
      said('radis', 2, mixed),
      said('vanilla', 1, spoiled),
      said('vanilla', 2, mixed),
    ];
    const settings = [{ method: 'radis' }, { method: 'vanilla' }] as const;
    for (const metric of ['bleu', 'chrf'] as const) {
      const p = bootstrapOverSeeds(both, settings, metric);
      // The same as if the seeds were one corpus of which each resample draws the same texts twice.
      const random = createRandom('bootstrap/0');
      const draws = Array.from({ length: 1000 }, () => references.map(() => random.int(references.length)));
      const together = pairedBootstrap(
        [...spoiled, ...mixed],
        [[...references, ...mixed]],
        [...references, ...references],
        {
          metric,
          draws: draws.map(draw => [...draw, ...draw.map(i => i + 5)]),
        },
      );
      expect(p).toBeCloseTo(together.systems[0]!.pValue, 12);
    }
    expect(bootstrapOverSeeds(both, [{ method: 'radis' }, { method: 'radis' }])).toBe(1);
    const older = both.map(({ run, score }) => ({ run, score: { ...score, counts: undefined } }));
    expect(bootstrapOverSeeds(older, settings)).toBeUndefined();
  });

  it('refuses kinds of questions that were not measured', () => {
    const marked = ['radis', 'vanilla'].map(method => ({
      run: { method, seed: 1, learningRate: 1 } as RunConfig,
      score: { domain: { bleu: 20 }, correct: { safety: '10' } } as unknown as Measurement,
    }));
    const kinds = ['savety', 'safety'];
    const wrong = 'savety was not measured: there are safety';
    expect(() => mcnemarOverSeeds(marked, [{ method: 'radis' }, { method: 'vanilla' }], kinds)).toThrow(wrong);
    expect(() => marksAt(marked, base, { method: 'radis' }, { bleu: 20, kinds })).toThrow(wrong);
  });

  it('refuses to compare runs that were asked different questions', () => {
    const measure = { domain: 'clinic', translations: 2, itemsPerAbility: 2, seed: 1 };
    const asked = (method: string, items: number): ScoredRun => ({
      run: { method, seed: 1, learningRate: 1 } as RunConfig,
      measure: { ...measure, itemsPerAbility: items },
      score: { domain: { bleu: 20 }, correct: { safety: '1'.repeat(items) } } as unknown as Measurement,
    });
    const settings = [{ method: 'radis' }, { method: 'vanilla' }] as const;
    const different = [asked('radis', 2), asked('vanilla', 1)];
    const compared = [
      () => mcnemarOverSeeds(different, settings, ['safety']),
      () => bootstrapOverSeeds(different, settings),
      () => pairedDifference(different, settings, ({ domain }) => domain.bleu),
      () => tTestAt(different, base, settings, { bleu: 20, kinds: ['safety'] }),
    ];
    for (const compare of compared) expect(compare).toThrow('these runs were asked different questions');
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

  it('compares two settings there seed by seed', () => {
    const settings = [{ method: 'radis' }, { method: 'vanilla' }] as const;
    expect(generalBeyond(runs, base, settings, 30)).toEqual([10, 12]);
    expect(generalBeyond(runs, base, settings, 45)).toEqual([Number.NaN, Number.NaN]);
  });

  it('compares two settings there question by question', () => {
    const marked = Object.entries({ radis: '1110', vanilla: '0010' }).map(([method, safety]) => ({
      run: { method, seed: 1, learningRate: 1 } as RunConfig,
      score: { domain: { bleu: 20 }, correct: { safety } } as unknown as Measurement,
    }));
    const at = (bleu: number) =>
      tTestAt(marked, base, [{ method: 'radis' }, { method: 'vanilla' }], { bleu, kinds: ['safety'] });
    // t = √3 with three degrees of freedom: 1 − 2/π (π/4 + 1/2).
    expect(at(20)).toBeCloseTo(1 / 2 - 1 / Math.PI, 10);
    expect(at(21)).toBeUndefined();
  });
});
