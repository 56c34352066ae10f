import { describe, expect, it } from 'vitest';
import { colours, figureSvg, type PanelPoint, panelsFigure, withHouseStyle } from '../../src/notebook';

const curve = (...values: number[]): PanelPoint[] => values.map((mean, x) => ({ x, y: { mean, margin: 1 } }));
const figure = panelsFigure({
  title: 'Safety goes last',
  x: 'step',
  y: 'right (%)',
  panels: {
    reasoning: { RaDis: curve(90, 80), 'vanilla fine-tuning': curve(90, 60) },
    knowledge: { RaDis: curve(90, 70) },
    instructions: { RaDis: curve(90, 70) },
    conversation: { RaDis: curve(90, 70) },
    safety: { RaDis: [{ x: 0, y: { mean: 99, margin: Number.NaN } }] },
  },
});
type Axis = { domain: [number, number]; range: [number, number]; title: { text: string } };
const layout = figure.layout as Record<string, Axis>;
type Trace = { xaxis: string; mode: string; y: number[]; line: { color: string }; showlegend: boolean; name: string };
const traces = figure.data as Trace[];

describe('panels', () => {
  it('hold a curve for each method in its colour, once in the legend, with its interval as a band', () => {
    const lines = traces.filter(({ mode }) => mode !== 'none');
    expect(lines.map(({ xaxis, name }) => [xaxis, name])).toEqual([
      ['x', 'RaDis'],
      ['x', 'vanilla fine-tuning'],
      ['x2', 'RaDis'],
      ['x3', 'RaDis'],
      ['x4', 'RaDis'],
      ['x5', 'RaDis'],
    ]);
    expect(lines[1]!.line.color).toBe(colours['vanilla fine-tuning']);
    expect(lines.filter(({ showlegend }) => showlegend).map(({ name }) => name)).toEqual([
      'RaDis',
      'vanilla fine-tuning',
    ]);
    expect(traces[0]!.y).toEqual([91, 81, 79, 89]);
  });

  it('have the same scales, that of values from zero, and stand three in a row', () => {
    const [xaxis, xaxis2, xaxis3, xaxis4, yaxis, yaxis4] = ['x', 'x2', 'x3', 'x4', 'y', 'y4'].map(
      name => layout[name.replace(/^./, '$&axis')]!,
    ) as [Axis, Axis, Axis, Axis, Axis, Axis];
    expect(yaxis.range).toEqual(yaxis4.range);
    expect(yaxis.range[0]).toBeLessThanOrEqual(0);
    expect(yaxis.range[1]).toBeGreaterThan(99);
    // Safety, the fifth panel, has a point at 0 only.
    expect(layout.xaxis5!.range).toEqual(xaxis.range);
    expect(xaxis.range[1]).toBeGreaterThanOrEqual(1);
    expect(xaxis.domain[1]).toBeLessThan(xaxis2.domain[0]);
    expect(xaxis2.domain[1]).toBeLessThan(xaxis3.domain[0]);
    expect(xaxis4.domain).toEqual(xaxis.domain);
    expect(yaxis4.domain[1]).toBeLessThan(yaxis.domain[0]);
    // What the axis shows is said under the last panel of a column only.
    expect([xaxis, xaxis2, xaxis3, xaxis4].map(axis => axis.title.text)).toEqual(['', '', 'step', 'step']);
  });

  it('are drawn with their names', async () => {
    const svg = await figureSvg(withHouseStyle(figure));
    for (const name of ['reasoning', 'safety', 'Safety goes last', 'right (%)']) expect(svg).toContain(name);
  });
});
