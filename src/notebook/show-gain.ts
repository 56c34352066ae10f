import { atEqualQuality, certaintyMarks, type Study } from '../analysis';
import { showFigure } from './figure';
import { type PanelPoint, panelsFigure } from './panels';
import { say } from './say';
import { axisOf, type StudyFigure } from './show-plane';
import { counted, signed } from './words';

/** Qualities at which a curve is read for the figure. */
const STEPS = 16;

/** The finding of gains: the setting that keeps most, beyond the reference at each quality. */
export function gainFinding(study: Study, names: readonly string[] = study.others): string {
  const { differences } = atEqualQuality(study, { names });
  const total = (name: string) => differences.filter(one => one.name === name).reduce((sum, { mean }) => sum + mean, 0);
  const [best] = names.filter(name => total(name) > 0).sort((a, b) => total(b) - total(a));
  if (best === undefined) return `None of them keeps more than ${study.reference}`;
  const gains = differences.filter(({ name }) => name === best);
  const points = gains.map(({ mean, certainty }) => `${signed(mean)}${certaintyMarks[certainty]}`).join(', ');
  return `${best}: ${points} points beyond ${study.reference} at BLEU ${gains.map(({ at }) => at).join(', ')}`;
}

/** Shows what settings keep beyond the reference at each translation quality, as far as all seeds of both reach, with 95% intervals as bands. */
export async function showGain(
  study: Study,
  { names = study.others, title = gainFinding(study, names), subtitle }: StudyFigure = {},
): Promise<void> {
  const from = study.base.domain.bleu;
  const gainOf = (name: string): PanelPoint[] => {
    const to = Math.min(study.reach(name), study.reach(study.reference));
    const qualities = Array.from({ length: STEPS }, (_, i) => from + ((i + 1) / STEPS) * (to - from));
    return atEqualQuality(study, { names: [name], qualities })
      .differences.filter(({ mean }) => Number.isFinite(mean))
      .map(difference => ({ x: difference.at, y: difference }));
  };
  const gains = names.map(name => [name, gainOf(name)] as const).filter(([, points]) => points.length > 1);
  if (gains.length === 0) {
    say`Too little was learned to compare at equal translation quality.`;
    return;
  }
  await showFigure(
    panelsFigure({
      title,
      subtitle:
        subtitle ??
        `means of ${counted(study.seeds.length, 'seed')}; bands: 95% intervals over seeds, texts and questions; * shown, (*) leaning`,
      x: axisOf('bleu'),
      y: `points beyond ${study.reference}`,
      panels: { 'general ability': Object.fromEntries(gains) },
    }),
  );
}
