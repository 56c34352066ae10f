import type { Study } from '../analysis';
import { mean } from '../evaluate';
import { type Figure, heading, plotlyText, showFigure } from './figure';
import { colourOf } from './palette';
import type { StudyFigure } from './show-plane';

/** The last points of a log over which a loss is averaged for the title. */
const LAST = 10;

/** Loss curves of one seed: the translation solid, the rationale dotted. */
export function lossTraces(study: Study, name: string, rate: number, seed: number): object[] {
  const log = study.runsOf(name, rate).find(({ run }) => run.seed === seed)?.log ?? [];
  const trace = (key: 'translationLoss' | 'rationaleLoss', part: string, dash: string) => {
    const points = log.filter(row => row[key] !== null);
    return {
      x: points.map(({ step }) => step),
      y: points.map(row => row[key]),
      name: plotlyText(`${name}: ${part}`),
      mode: 'lines',
      line: { color: colourOf(name), dash },
    };
  };
  return [trace('translationLoss', 'translation', 'solid'), trace('rationaleLoss', 'rationale', 'dot')].filter(
    ({ x }) => x.length > 0,
  );
}

/** Shows how the losses of translation and rationale fell while the models of one learning rate were trained, for the first seed. */
export async function showLosses(
  study: Study,
  { rate, names = study.names, title, subtitle }: StudyFigure & { rate: number },
): Promise<void> {
  const seed = study.seeds[0] as number;
  const atEnd = (name: string) => {
    const log = study.runsOf(name, rate).find(({ run }) => run.seed === seed)?.log ?? [];
    return mean(log.slice(-LAST).map(({ translationLoss }) => translationLoss ?? Number.NaN)).toFixed(2);
  };
  const finding = `Translation loss at the end: ${names.map(name => `${name} ${atEnd(name)}`).join('; ')}`;
  const figure: Figure = {
    data: names.flatMap(name => lossTraces(study, name, rate, seed)),
    layout: {
      title: heading(
        title ?? finding,
        subtitle ?? `learning rate ${rate}, seed ${seed}; the mean of the last ${LAST} points`,
      ),
      xaxis: { title: { text: 'step' } },
      yaxis: { title: { text: 'loss (nats per token)' }, rangemode: 'tozero' },
      legend: { orientation: 'h', y: -0.2 },
    },
  };
  await showFigure(figure);
}
