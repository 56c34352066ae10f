import { describe, expect, it } from 'vitest';
import { drawItems } from '../../src/analysis/draws';
import { type ScoreName, scores } from '../../src/analysis/scores';
import { mean, standardDeviation } from '../../src/evaluate';
import { openExperiment, readExperiment, readResults } from '../../src/experiments';
import { abilityNames } from '../../src/world';

const { baselines } = readResults(openExperiment(readExperiment('second-base')));
const base = baselines.clinic!;
const draws = drawItems(base, { samples: 200 });
const redrawn = (name: ScoreName) => [...scores[name].redrawn!(base, draws)!];

describe('scores on other texts and questions', () => {
  it('lie around what was scored, an ability as binomially as its questions are drawn', () => {
    const share = base.abilities.knowledge / 100;
    const expected = 100 * Math.sqrt((share * (1 - share)) / (base.correct.knowledge as string).length);
    const knowledge = redrawn('knowledge');
    expect(standardDeviation(knowledge) / expected).toBeGreaterThan(0.85);
    expect(standardDeviation(knowledge) / expected).toBeLessThan(1.15);
    expect(Math.abs(mean(knowledge) - base.abilities.knowledge)).toBeLessThan((4 * expected) / Math.sqrt(200));
    const bleu = redrawn('bleu');
    expect(standardDeviation(bleu)).toBeGreaterThan(0.5);
    expect(Math.abs(mean(bleu) - base.domain.bleu)).toBeLessThan(standardDeviation(bleu));
  });

  it('belong together: general ability is the mean of the abilities in each draw', () => {
    const abilities = abilityNames.map(redrawn);
    redrawn('general').forEach((general, i) => {
      expect(general).toBeCloseTo(mean(abilities.map(values => values[i] as number)), 9);
    });
  });

  it('are the same for the same seed, and their texts stay where counts are missing', () => {
    expect(drawItems(base, { samples: 2 })).toEqual(drawItems(base, { samples: 2 }));
    const { counts: _, ...old } = base;
    expect(drawItems(old, { samples: 2 }).texts).toBeUndefined();
    expect(scores.bleu.redrawn!(old, draws)).toBeUndefined();
    expect(scores.general.redrawn!(old, draws)).toHaveLength(200);
  });
});
