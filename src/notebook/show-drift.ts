import { driftMap, driftPicks, type Looks } from '../analysis';
import { largest } from '../extremes';
import { type Figure, heading, plotlyText, showFigure } from './figure';
import { counted } from './words';

/** A map of numbers: rows, columns, and a value for each. */
export interface Heatmap {
  title: string;
  subtitle?: string;
  /** By the name of the panel: what its rows and columns are, and its values, row by row. */
  panels: Record<
    string,
    { rows: readonly string[]; columns: readonly string[]; values: readonly (readonly number[])[] }
  >;
}

/** Maps beside one another on one scale, drawn as squares: what needs no canvas is drawn without a browser, too. */
export function heatmapFigure({ title, subtitle, panels }: Heatmap): Figure {
  const names = Object.keys(panels);
  const most = largest(Object.values(panels).flatMap(({ values }) => values.flat()));
  const width = (1 - 0.04 * (names.length - 1)) / names.length;
  const axes: Record<string, object> = {};
  const data = names.map((name, i) => {
    const { rows, columns, values } = panels[name] as Heatmap['panels'][string];
    const suffix = i === 0 ? '' : String(i + 1);
    const left = i * (width + 0.04);
    axes[`xaxis${suffix}`] = { domain: [left, left + width], showgrid: false, anchor: `y${suffix}` };
    axes[`yaxis${suffix}`] = { autorange: 'reversed', showgrid: false, anchor: `x${suffix}`, showticklabels: i === 0 };
    const flat = values.flat();
    return {
      x: rows.flatMap(() => columns.map(plotlyText)),
      y: rows.flatMap(row => columns.map(() => plotlyText(row))),
      text: flat.map(value => value.toFixed(2)),
      mode: 'markers+text',
      textfont: { size: 12, color: flat.map(value => (value > 0.7 * most ? '#fff' : '#222')) },
      hovertemplate: '%{y}, %{x}: %{text}<extra></extra>',
      marker: { symbol: 'square', size: 40, color: flat, cmin: 0, cmax: most, colorscale: SCALE },
      showlegend: false,
      xaxis: `x${suffix}`,
      yaxis: `y${suffix}`,
    };
  });
  const annotations = names.map((name, i) => ({
    ...{ text: `<b>${plotlyText(name)}</b>`, x: i * (width + 0.04) + width / 2, y: 1.02, xref: 'paper', yref: 'paper' },
    ...{ xanchor: 'center', yanchor: 'bottom', showarrow: false },
  }));
  const layout = { title: heading(title, subtitle), ...axes, annotations };
  return { data, layout: { ...layout, height: 620, width: 900, margin: { l: 170, r: 30, t: 130, b: 50 } } };
}

const SCALE = [
  [0, '#ffffff'],
  [1, '#2b6ca3'],
];

/** Shows how far each matrix is from where it was at the end of training, ‖θ − θ0‖ / ‖θ0‖. */
export async function showDrift(looks: Looks): Promise<void> {
  const moved = driftPicks['matrices of the layers'] as (typeof driftPicks)[string];
  const said = looks.names.map(name => `${(100 * looks.end(name, moved).mean).toFixed(1)} % (${name})`);
  const panels = looks.names.map(name => {
    const { kinds, layers, values } = driftMap(looks, name);
    return [name, { rows: kinds, columns: layers.map(layer => `layer ${Number(layer) + 1}`), values }];
  });
  await showFigure(
    heatmapFigure({
      title: `The mean matrix has moved by ${said.join(', ')}`,
      subtitle: `‖θ − θ0‖ / ‖θ0‖ at the end of training; ${counted(looks.seeds, 'seed')}`,
      panels: Object.fromEntries(panels),
    }),
  );
}
