import { type CoveredQuestion, steeperBy, thirdsByCoverage } from '../analysis';
import { bootstrapInterval, mean } from '../evaluate';
import { abilityNames } from '../world';
import { showFigure } from './figure';
import { panelsFigure } from './panels';
import { signed } from './words';

/**
 * Shows whether questions are kept the better, the more of their answers stands in the rationales: a panel for each ability, a point for each third of its
 * questions. The title compares what one setting keeps beyond the other where least and where most is covered.
 */
export async function showCoverage(
  questions: readonly CoveredQuestion[],
  name: string,
  against: string,
): Promise<void> {
  const { least, most, difference } = steeperBy(questions, name, against);
  const curveOf = (ability: (typeof abilityNames)[number], setting: string) =>
    thirdsByCoverage(questions, ability)
      .filter(part => part.length > 0)
      .map(part => {
        const share = (sample: readonly CoveredQuestion[]) =>
          100 * mean(sample.map(({ kept }) => kept[setting] as number));
        const [low, high] = bootstrapInterval(part, share);
        return {
          x: 100 * mean(part.map(({ covered }) => covered)),
          y: { mean: share(part), margin: (high - low) / 2 },
        };
      });
  const panels = abilityNames.map(ability => [
    ability,
    Object.fromEntries([against, name].map(setting => [setting, curveOf(ability, setting)])),
  ]);
  await showFigure(
    panelsFigure({
      title: `Kept beyond ${against}: ${signed(least)} points where least is covered, ${signed(most)} where most is`,
      subtitle: `of the questions that the base has right; most minus least: ${difference.mean.toFixed(1)} ± ${difference.margin.toFixed(1)}, over questions`,
      x: 'covered (%)',
      y: 'still right (%)',
      panels: Object.fromEntries(panels),
    }),
  );
}
