import { largest, smallest } from '../extremes';
import { type Figure, formatUncertain, heading, plotlyText, short, topMargin, type Uncertain } from './figure';
import { colourOf } from './palette';

/** A point of a curve. */
export interface PanelPoint {
  x: number;
  y: Uncertain;
}

/** Small multiples: one panel beside the other, with the same curves and the same scales. */
export interface Panels {
  title: string;
  /** A line of smaller letters under the title. */
  subtitle?: string;
  /** What the axes show. */
  x: string;
  y: string;
  /** By the name of the panel, and then by that of the curve. */
  panels: Record<string, Record<string, PanelPoint[]>>;
  /** Colours of curves that are no methods, by their names. */
  colours?: Record<string, string>;
  /** Whether the scale of the values begins at zero; otherwise where they do. Default true. */
  fromZero?: boolean;
}

const ROW_HEIGHT = 230;

/** Plotly counts axes x, x2, x3. */
const suffix = (i: number) => (i === 0 ? '' : String(i + 1));

/** About how wide a line of the legend is, and how high, in pixels. */
const [LEGEND_WIDTH, LEGEND_LINE] = [600, 24];

/** The panels as a figure, three in a row (four in two rows), with intervals as bands around the curves. */
export function panelsFigure(given: Panels): Figure {
  const { title, subtitle, x, y, panels, colours: own = {}, fromZero = true } = given;
  const names = Object.keys(panels);
  const columns = names.length === 4 ? 2 : Math.min(3, names.length);
  const rows = Math.ceil(names.length / columns);
  const everyPoint = names.flatMap(name => Object.values(panels[name] as object).flat() as PanelPoint[]);
  const ends = everyPoint.flatMap(({ y: { mean, margin } }) => [mean - (margin || 0), mean + (margin || 0)]);
  if (fromZero) ends.push(0);
  const [low, high] = [smallest(ends), largest(ends)];
  const room = 0.04 * (high - low || 1);
  const at = everyPoint.map(point => point.x);
  const [first, last] = [smallest(at), largest(at)];
  const margin = 0.03 * (last - first || 1);
  const axes: Record<string, object> = {};
  const data = names.flatMap((panel, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const [xaxis, yaxis] = [`x${suffix(i)}`, `y${suffix(i)}`];
    const gap = { x: 0.05, y: 0.38 / rows };
    const width = (1 - gap.x * (columns - 1)) / columns;
    const height = (1 - gap.y * (rows - 1)) / rows;
    const left = column * (width + gap.x);
    const top = 1 - row * (height + gap.y);
    // The last panel of each column says what the horizontal axis shows, the first of each row what the vertical one does.
    const isLowest = names[i + columns] === undefined;
    const grid = { gridcolor: '#e5e5e5', linecolor: '#888', zerolinecolor: '#888' };
    axes[`xaxis${suffix(i)}`] = {
      ...grid,
      domain: [left, left + width],
      anchor: yaxis,
      range: [first - margin, last + margin],
      zeroline: false,
      title: { text: isLowest ? x : '' },
    };
    axes[`yaxis${suffix(i)}`] = {
      ...grid,
      domain: [top - height, top],
      anchor: xaxis,
      range: [low - room, high + room],
      zeroline: true,
      showticklabels: column === 0,
      title: { text: column === 0 ? y : '' },
    };
    return Object.entries(panels[panel] as Record<string, PanelPoint[]>).flatMap(([name, points]) => {
      const color = own[name] ?? colourOf(name);
      const at = points.map(point => point.x);
      const edge = (sign: 1 | -1) => points.map(point => point.y.mean + sign * (point.y.margin || 0));
      const common = { xaxis, yaxis, legendgroup: name, name: plotlyText(name) };
      const band = {
        ...common,
        x: [...at, ...[...at].reverse()],
        y: [...edge(1), ...edge(-1).reverse()],
        fill: 'toself',
        mode: 'none',
        fillcolor: color,
        opacity: 0.18,
        hoverinfo: 'skip',
        showlegend: false,
      };
      const line = {
        ...common,
        x: at,
        y: points.map(point => point.y.mean),
        mode: 'lines+markers',
        line: { color },
        marker: { size: 5, color },
        hovertext: points.map(
          point => `${plotlyText(name)}<br>${x}: ${short(point.x)}<br>${y}: ${formatUncertain(point.y)}`,
        ),
        hoverinfo: 'text',
        showlegend: names.findIndex(other => panels[other]?.[name] !== undefined) === i,
      };
      return [band, line];
    });
  });
  const annotations = names.map((text, i) => ({
    text: `<b>${plotlyText(text)}</b>`,
    xref: `x${suffix(i)} domain`,
    yref: `y${suffix(i)} domain`,
    x: 0,
    y: 1.02,
    xanchor: 'left',
    align: 'left',
    yanchor: 'bottom',
    showarrow: false,
  }));
  // Each line of the legend takes its room from the panels: the first two are counted in.
  const curves = new Set(names.flatMap(panel => Object.keys(panels[panel] as object)));
  const legendLines = Math.ceil([...curves].reduce((sum, name) => sum + 60 + 7 * name.length, 0) / LEGEND_WIDTH);
  const top = heading(title, subtitle);
  return {
    data,
    layout: {
      title: top,
      height: 107 + topMargin(top.text) + rows * ROW_HEIGHT + Math.max(0, legendLines - 2) * LEGEND_LINE,
      // Between the title and the panels stand their names.
      margin: { l: 70, r: 45, t: 32 + topMargin(top.text), b: 70 },
      ...axes,
      annotations,
      legend: { orientation: 'h', y: -0.1 - 0.2 / rows },
    },
  };
}
