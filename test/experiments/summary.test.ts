import { describe, expect, it } from 'vitest';
import { packCounts, pairedBootstrap, sentenceCounts } from '../../src/evaluate';
import { bootstrapOverSeeds, type Measurement, type RunConfig, runsWith, type ScoredRun } from '../../src/experiments';
import { createRandom } from '../../src/random';

const measured = (bleu: number, general: number) => ({ domain: { bleu }, general }) as Measurement;
const scored = (method: string, learningRate: number, seed: number, bleu: number, general: number): ScoredRun => ({
  run: { method, learningRate, seed } as RunConfig,
  score: measured(bleu, general),
});
describe('a summary of runs', () => {
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

  it('refuses runs of which a seed is lacking or double, or which were asked different questions', () => {
    const asked = (method: string, seed: number, items = 2): ScoredRun => ({
      run: { method, seed, learningRate: 1 } as RunConfig,
      measure: { domain: 'clinic', translations: 2, itemsPerAbility: items, seed: 1 },
      score: { domain: { bleu: 20 } } as unknown as Measurement,
    });
    const settings = [{ method: 'radis' }, { method: 'vanilla' }] as const;
    const comparing = (...runs: ScoredRun[]) => expect(() => bootstrapOverSeeds(runs, settings));
    comparing(asked('radis', 1), asked('vanilla', 1, 1)).toThrow('these runs were asked different questions');
    comparing(asked('radis', 1)).toThrow('there is no run of {"method":"vanilla"} with seed 1');
    comparing(asked('radis', 1), asked('radis', 1), asked('vanilla', 1)).toThrow('matches several runs of a seed');
  });
});
