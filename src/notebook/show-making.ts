import type { TinyChatLog, TinyChatPoint } from '../experiments';
import { heading, plotlyText, showFigure } from './figure';

/** Lines that are told apart in print, too. */
const styles = [
  { color: '#0072B2', dash: 'solid' },
  { color: '#661100', dash: 'dash' },
  { color: '#5E3C99', dash: 'dot' },
];

/**
 * Shows how the held-out loss of models fell while they were made, from the third point on; a sketch of the first one is shown as dots.
 *
 * @param logs by the names of the models
 */
export async function showMaking(
  logs: Record<string, TinyChatLog>,
  sketch: readonly TinyChatPoint[] = [],
): Promise<void> {
  const ends = Object.entries(logs).map(([name, { points }]) => `${points.at(-1)?.heldOut.toFixed(2)} (${name})`);
  const trace = (name: string, points: readonly TinyChatPoint[], style: object) => ({
    x: points.map(({ tokens }) => tokens / 1e6),
    y: points.map(({ heldOut }) => heldOut),
    name: plotlyText(name),
    hovertemplate: `${plotlyText(name)}, %{x:.1f} million tokens: %{y:.2f}<extra></extra>`,
    ...style,
  });
  const dots = { mode: 'markers', marker: { color: '#D55E00', size: 8 } };
  await showFigure({
    data: [
      ...Object.entries(logs).map(([name, { points }], i) =>
        trace(name, points.slice(2), { mode: 'lines', line: styles[i % styles.length] }),
      ),
      ...(sketch.length > 0 ? [trace('a sketch, here', sketch, dots)] : []),
    ],
    layout: {
      title: heading(
        `The loss of an answer falls to ${ends.join(', ')}`,
        'nats per token, on held-out conversations of its own kind; each learning rate falls to zero at the end of its line',
      ),
      xaxis: { title: { text: 'tokens read (millions)' } },
      yaxis: { title: { text: 'loss (nats per token)' }, rangemode: 'tozero' },
      legend: { orientation: 'h', y: -0.2 },
    },
  });
}
