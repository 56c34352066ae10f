import { atEqualQuality, differenceOf, type Study, surpriseOf } from '../analysis';
import { formatInterval } from '../evaluate';
import { heading, plotlyText, showFigure } from './figure';
import { colourOf } from './palette';
import { say } from './say';
import { middleQuality } from './show-plane';
import { counted } from './words';

/**
 * Shows how much each set of rationales surprises the base, beside what it keeps beyond the reference at the middle quality. The title tells whether the
 * order of the one is that of the other, and where that is shown.
 */
export async function showSurprise(study: Study, names: readonly string[] = study.others): Promise<void> {
  const quality = middleQuality(study);
  if (quality === undefined) {
    say`Too little was learned to compare at equal translation quality.`;
    return;
  }
  const gains = atEqualQuality(study, { names, qualities: [quality] });
  const placed = names
    .map(name => ({ name, x: surpriseOf(study, name), y: differenceOf(gains, { name, at: quality }) }))
    .sort((a, b) => a.x.mean - b.x.mean);
  // Each beside the one that surprises less.
  const steps = placed.slice(1).map(({ name }, i) => {
    const [difference] = atEqualQuality(study, {
      names: [name],
      against: placed[i]?.name as string,
      qualities: [quality],
    }).differences;
    return { name, isLess: difference?.certainty !== 'open' && (difference?.mean ?? 0) < 0 };
  });
  const less = steps.filter(({ isLess }) => isLess).map(({ name }) => name);
  await showFigure({
    data: placed.map(({ name, x, y }) => ({
      x: [x.mean],
      y: [y.mean],
      error_x: { type: 'data', array: [x.margin], color: colourOf(name) },
      error_y: { type: 'data', array: [y.margin], color: colourOf(name) },
      mode: 'markers',
      marker: { size: 11, color: colourOf(name) },
      name: plotlyText(name),
      hovertemplate: `${plotlyText(name)}: ${formatInterval(x, 2)} nats, ${formatInterval(y)} points<extra></extra>`,
    })),
    layout: {
      title: heading(
        less.length === steps.length
          ? 'The more a set surprises the model, the less is kept'
          : `Less than the set before it keeps: ${less.join(', ') || 'none'}; the others are too close to order`,
        `points beyond ${study.reference} at BLEU ${quality}; 95% intervals, of surprise over ${counted(study.seeds.length, 'seed')}`,
      ),
      xaxis: { title: { text: 'surprise before training (nats a token)' }, rangemode: 'tozero' },
      yaxis: { title: { text: `points beyond ${study.reference}` } },
      legend: { orientation: 'h', y: -0.2 },
    },
  });
}
