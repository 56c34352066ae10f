import { describe, expect, it } from 'vitest';
import { mean } from '../../src/evaluate';
import {
  halvesOfQuestions,
  type Measurement,
  openExperiment,
  readExperiment,
  readResults,
} from '../../src/experiments';

const { baselines, runs: all } = readResults(openExperiment(readExperiment('second-base')));
const base = baselines.clinic!;
const runs = all.filter(({ run }) => run.lambda === 1);

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
