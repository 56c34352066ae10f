import { type Figure, formatUncertain, heading, plotlyText, type Uncertain } from './figure';
import { colourOf, colours } from './palette';

/** What one setting of a method reaches, such as one learning rate. */
export interface PlanePoint {
  /** The setting, in a word. */
  label: string;
  x: Uncertain;
  y: Uncertain;
}

/** Two scores against each other: a curve for each method, from the base through its settings. */
export interface Plane {
  title: string;
  /** A line of smaller letters under the title. */
  subtitle?: string;
  /** What the axes show. */
  x: string;
  y: string;
  base: { x: number; y: number };
  /** By the name of the method, which also chooses the colour. */
  curves: Record<string, PlanePoint[]>;
  /** Colours of curves that are no methods, by their names. */
  colours?: Record<string, string>;
}

/**
 * The plane as a figure: intervals as error bars, the base as a star. Settings of the same label are joined by a thin line, so that the
 * methods can be compared both along their curves and setting by setting.
 */
export function planeFigure({ title, subtitle, x, y, base, curves, colours: own = {} }: Plane): Figure {
  const colourIn = (name: string) => own[name] ?? colourOf(name);
  const names = Object.keys(curves);
  const lines = names.map(name => {
    const points = curves[name] as PlanePoint[];
    const bars = (values: Uncertain[]) => ({
      type: 'data',
      array: [0, ...values.map(v => v.margin || 0)],
      thickness: 1,
      width: 3,
    });
    return {
      x: [base.x, ...points.map(point => point.x.mean)],
      y: [base.y, ...points.map(point => point.y.mean)],
      error_x: bars(points.map(point => point.x)),
      error_y: bars(points.map(point => point.y)),
      hovertext: [
        'base',
        ...points.map(
          point =>
            `${plotlyText(`${name}, ${point.label}`)}<br>${x}: ${formatUncertain(point.x)}<br>${y}: ${formatUncertain(point.y)}`,
        ),
      ],
      hoverinfo: 'text',
      mode: 'lines+markers',
      name: plotlyText(name),
      marker: { size: 9, color: colourIn(name) },
      line: { color: colourIn(name) },
    };
  });
  const star = { size: 14, symbol: 'star', color: colours.base };
  const everyPoint = names.flatMap(name => curves[name] as PlanePoint[]);
  const joins = [...new Set(everyPoint.map(point => point.label))].map(label => {
    // The label stands a line below the lowest point, to its left: there is neither a curve nor an error bar.
    const joined = everyPoint.filter(point => point.label === label).sort((a, b) => b.y.mean - a.y.mean);
    return {
      x: joined.map(point => point.x.mean),
      y: joined.map(point => point.y.mean),
      text: joined.map((_, i) => (i === joined.length - 1 ? `<br>${plotlyText(label)}` : '')),
      textposition: 'bottom left',
      textfont: { size: 12, color: '#666' },
      mode: 'lines+text',
      line: { color: '#999', width: 1, dash: 'dot' },
      hoverinfo: 'skip',
      showlegend: false,
    };
  });
  return {
    data: [...joins, ...lines, { x: [base.x], y: [base.y], mode: 'markers', name: 'base', marker: star }],
    layout: {
      title: heading(title, subtitle),
      xaxis: { title: { text: x } },
      yaxis: { title: { text: y }, rangemode: 'tozero' },
      legend: { x: 0.02, y: 0.02, yanchor: 'bottom' },
    },
  };
}
