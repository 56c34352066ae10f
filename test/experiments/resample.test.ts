import { describe, expect, it } from 'vitest';
import { mean, standardDeviation } from '../../src/evaluate';
import {
  generalBeyond,
  halvesOfQuestions,
  type Measurement,
  openExperiment,
  overSeedsAndItems,
  readExperiment,
  readResults,
  resampleItems,
} from '../../src/experiments';

const { baselines, runs: all } = readResults(openExperiment(readExperiment('second-base')));
const base = baselines.clinic!;
const runs = all.filter(({ run }) => run.lambda === 1);
const replicas = resampleItems({ runs, base }, { samples: 200 });

describe('runs on other texts and questions', () => {
  it('score around what they scored, an ability as binomially as its questions are drawn', () => {
    const knowledge = replicas.map(replica => replica.base.abilities.knowledge);
    const share = base.abilities.knowledge / 100;
    const expected = 100 * Math.sqrt((share * (1 - share)) / (base.correct.knowledge as string).length);
    expect(standardDeviation(knowledge) / expected).toBeGreaterThan(0.85);
    expect(standardDeviation(knowledge) / expected).toBeLessThan(1.15);
    expect(Math.abs(mean(knowledge) - base.abilities.knowledge)).toBeLessThan((4 * expected) / Math.sqrt(200));
    const bleu = replicas.map(replica => replica.runs[0]!.score.domain.bleu);
    expect(standardDeviation(bleu)).toBeGreaterThan(0.5);
    expect(Math.abs(mean(bleu) - runs[0]!.score.domain.bleu)).toBeLessThan(standardDeviation(bleu));
    // A replica's general ability is the mean of its abilities.
    const { abilities, general } = replicas[7]!.runs[3]!.score;
    expect(general).toBeCloseTo(mean(Object.values(abilities)), 9);
  });

  it('share the items that are drawn: equal runs stay equal, and all else is as it was', () => {
    const twins = resampleItems({ runs: [runs[0]!, runs[0]!], base }, { samples: 3 });
    for (const { runs: pair } of twins) expect(pair[0]!.score).toEqual(pair[1]!.score);
    expect(twins[0]!.runs[0]!.score.domain.bleu).not.toBe(twins[1]!.runs[0]!.score.domain.bleu);
    expect(twins[0]!.runs[0]!.score.everyday).toEqual(runs[0]!.score.everyday);
    expect(resampleItems({ runs, base }, { samples: 1 })).toEqual(resampleItems({ runs, base }, { samples: 1 }));
  });

  it('say how far a difference may be off beside what other seeds would change', () => {
    const beyond = (quality: number) =>
      overSeedsAndItems({ runs, base }, replicas, given =>
        generalBeyond(given.runs, given.base, [{ method: 'radis' }, { method: 'vanilla' }], quality),
      );
    const bySeed = generalBeyond(runs, base, [{ method: 'radis' }, { method: 'vanilla' }], 48);
    expect(beyond(48).mean).toBe(mean(bySeed));
    const [ofSeeds, ofBoth] = [standardDeviation(bySeed) / Math.sqrt(3), beyond(48)];
    // At least what the seeds do, in the units of a normal distribution.
    expect(ofBoth.margin).toBeGreaterThan(1.96 * ofSeeds);
    expect(beyond(99).mean).toBeNaN();
  });

  it('cannot be had of results that are too old to hold what BLEU is made of', () => {
    const old = runs.map(run => ({ ...run, score: { ...run.score, counts: undefined } }));
    expect(() => resampleItems({ runs: old, base })).toThrow('too old to hold the counts of its sentences');
  });
});

describe('runs on half of the questions', () => {
  it('score what together is the whole, in translation as before', () => {
    const halves = halvesOfQuestions({ runs, base });
    for (const [i, { score }] of runs.entries()) {
      const [first, second] = halves.map(half => half.runs[i]!.score) as [Measurement, Measurement];
      expect(mean([first.general, second.general])).toBeCloseTo(score.general, 9);
      expect(mean([first.abilities.safety, second.abilities.safety])).toBeCloseTo(score.abilities.safety, 9);
      expect(first.domain).toEqual(score.domain);
      expect(first.correct.safety).toHaveLength((score.correct.safety as string).length / 2);
    }
  });

  it('have the first and third of four questions, and the second and fourth', () => {
    const four = { ...base, correct: Object.fromEntries(Object.keys(base.correct).map(kind => [kind, '1101'])) };
    const [first, second] = halvesOfQuestions({ runs: [], base: four });
    expect([first.base.general, second.base.abilities.reasoning]).toEqual([50, 100]);
    expect([first.base.correct.safety, second.base.correct.safety]).toEqual(['10', '11']);
  });
});
