import { atEqualQuality, certaintyMarks, type Study } from '../analysis';
import { showFigure } from './figure';
import { panelsFigure } from './panels';
import { middleQuality, type StudyFigure } from './show-plane';
import { counted, signed } from './words';

/** The finding of several studies: what one setting keeps beyond the reference in each, at its middle quality; without a name the best of each. */
export function planesFinding(studies: Record<string, Study>, name?: string): string {
  if (name === undefined) return bestFinding(studies);
  const gains = Object.entries(studies).flatMap(([place, study]) => {
    const quality = middleQuality(study);
    if (quality === undefined || !study.others.includes(name)) return [];
    const gain = atEqualQuality(study, { names: [name] }).differences.find(({ at }) => at === quality);
    return gain && Number.isFinite(gain.mean)
      ? [`${signed(gain.mean)}${certaintyMarks[gain.certainty]} (${place})`]
      : [];
  });
  return gains.length === 0
    ? 'Too little was learned to compare'
    : `${name}, points beyond the reference: ${gains.join(', ')}`;
}

function bestFinding(studies: Record<string, Study>): string {
  const bests = Object.values(studies).flatMap(study => {
    const quality = middleQuality(study);
    if (quality === undefined) return [];
    const { differences } = atEqualQuality(study, { qualities: [quality] });
    const [best] = differences.filter(({ mean }) => Number.isFinite(mean)).sort((a, b) => b.mean - a.mean);
    return best ? [{ quality, ...best }] : [];
  });
  const [first] = bests;
  if (first === undefined) return 'Too little was learned to compare';
  const said = bests.map(({ name, mean, certainty }) => `${name} ${signed(mean)}${certaintyMarks[certainty]}`);
  return `Points beyond ${first.against} at BLEU ${first.quality}, the best of each panel: ${said.join(', ')}`;
}

/**
 * Shows several studies beside one another, such as other bases and domains: general ability against translation quality, the same scales in all panels.
 *
 * @param options.highlight the setting that the title speaks of; default: the best of each panel
 */
export async function showPlanes(
  studies: Record<string, Study>,
  { highlight, title, subtitle }: Omit<StudyFigure, 'names'> & { highlight?: string } = {},
): Promise<void> {
  const [first] = Object.values(studies);
  if (first === undefined) throw new Error('give one study at least');
  const curveOf = (study: Study, name: string) => [
    { x: study.base.domain.bleu, y: { mean: study.base.general, margin: 0 } },
    ...study.curve(name).map(({ x, y }) => ({ x: x.mean, y })),
  ];
  const panels = Object.entries(studies).map(([place, study]) => [
    place,
    Object.fromEntries(study.names.map(name => [name, curveOf(study, name)])),
  ]);
  const seeds = Math.min(...Object.values(studies).map(study => study.seeds.length));
  await showFigure(
    panelsFigure({
      title: title ?? planesFinding(studies, highlight),
      subtitle:
        subtitle ??
        `read in the middle of each curve; bands: 95% intervals over ${counted(seeds, 'seed')} or more; * shown, (*) leaning`,
      x: 'BLEU of the domain',
      y: 'general ability (%)',
      panels: Object.fromEntries(panels),
      fromZero: false,
    }),
  );
}
