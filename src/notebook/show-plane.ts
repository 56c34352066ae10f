import { type ScoreName, type Study, scores } from '../analysis';
import { type Figure, showFigure } from './figure';
import { type PlanePoint, planeFigure } from './plane';
import { counted } from './words';

/** What figures of a study may be told. */
export interface StudyFigure {
  /** Default: all settings. */
  names?: readonly string[];
  /** In the place of the finding that is computed from the study. */
  title?: string;
  subtitle?: string;
}

/** What the axes of figures say of a score. */
export const axisOf = (score: ScoreName): string =>
  ({ bleu: 'translation in the domain (BLEU)', general: 'general ability (% right)' })[score as string] ??
  scores[score].label;

/** Where a study is read for titles: the middle one of its qualities. */
export const middleQuality = ({ qualities }: Study): number | undefined => qualities[Math.floor(qualities.length / 2)];

/** The finding on the plane: what each setting keeps at the middle quality. */
export function planeFinding(study: Study, names: readonly string[] = study.names): string {
  const quality = middleQuality(study);
  if (quality === undefined) return 'Too little was learned to compare at equal translation quality';
  const kept = names
    .map(name => ({ name, mean: study.kept(name, quality).mean }))
    .filter(({ mean }) => Number.isFinite(mean))
    .map(({ name, mean }) => `${mean.toFixed(0)} % (${name})`);
  return `At BLEU ${quality} general ability is ${kept.join(', ')}`;
}

/** Shows {@link studyPlane}. */
export const showPlane = (study: Study, options: StudyFigure = {}): Promise<void> =>
  showFigure(studyPlane(study, options));

/**
 * A study on the plane of translation and general ability: a curve for each setting, from the base through its learning rates. Where one
 * curve lies above another, more is kept at the same translation quality.
 */
export function studyPlane(
  study: Study,
  { names = study.names, title = planeFinding(study, names), subtitle }: StudyFigure = {},
): Figure {
  const pointsOf = (name: string): PlanePoint[] =>
    study.curve(name).map(({ rate, x, y }) => ({ label: String(rate), x, y }));
  const under = `means of ${counted(study.seeds.length, 'seed')} with 95% intervals; dotted lines join models of the same learning rate`;
  return planeFigure({
    title,
    subtitle: subtitle ?? under,
    x: axisOf('bleu'),
    y: axisOf('general'),
    base: { x: study.base.domain.bleu, y: study.base.general },
    curves: Object.fromEntries(names.map(name => [name, pointsOf(name)])),
  });
}
