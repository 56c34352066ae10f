import { type Figure, formatUncertain, heading, plotlyText, type Uncertain } from './figure';
import { colourOf } from './palette';

/** Shares beside one another: a group of bars for each thing measured, a bar for each model. */
export interface Bars {
  title: string;
  /** A line of smaller letters under the title. */
  subtitle?: string;
  /** What the axis shows; shares are in percent. */
  y: string;
  /** By the name of the model, which also chooses the colour, and then by what was measured. */
  values: Record<string, Record<string, Uncertain>>;
}

/** The bars as a figure, with intervals as error bars, which end at 100%. */
export function barsFigure({ title, subtitle, y, values }: Bars): Figure {
  const data = Object.entries(values).map(([name, shares]) => {
    const intervals = Object.values(shares);
    const margins = intervals.map(({ margin }) => margin || 0);
    return {
      type: 'bar',
      name: plotlyText(name),
      x: Object.keys(shares).map(plotlyText),
      y: intervals.map(({ mean }) => mean),
      marker: { color: colourOf(name) },
      hovertext: Object.entries(shares).map(([what, share]) =>
        plotlyText(`${name}, ${what}: ${formatUncertain(share)}`),
      ),
      hoverinfo: 'text',
      error_y: {
        type: 'data',
        symmetric: false,
        array: intervals.map(({ mean }, i) => Math.min(margins[i] as number, 100 - mean)),
        arrayminus: intervals.map(({ mean }, i) => Math.min(margins[i] as number, mean)),
        thickness: 1,
        width: 3,
      },
    };
  });
  const layout = {
    title: heading(title, subtitle),
    barmode: 'group',
    yaxis: { title: { text: y }, range: [0, 102] },
    legend: { orientation: 'h', y: -0.15 },
  };
  return { data, layout };
}
