import { expect, test } from 'vitest';
import { type Figure, figureSvg, heading, showFigure, withHouseStyle } from '../../src/notebook';
import { recordShown } from './shown';

const shown = recordShown();

const figure: Figure = {
  data: [{ x: [1, 2, 3], y: [2, 4, 8], name: 'series <script>alert(1)</script>', mode: 'lines', showlegend: true }],
  layout: {
    title: { text: 'RaDis keeps more' },
    xaxis: { title: { text: 'step' } },
    yaxis: { title: { text: 'loss (nats)' } },
  },
};

test('a figure becomes an SVG picture with its title and axes, and without scripts', async () => {
  const svg = await figureSvg(withHouseStyle(figure));
  expect(svg).toMatch(/^<svg [^>]*width="760" height="460"/);
  for (const text of ['RaDis keeps more', 'step', 'loss (nats)']) expect(svg).toContain(text);
  expect(svg).toContain('scatterlayer');
  expect(svg).not.toContain('<script');
});

test('drawing leaves the figure as it was', async () => {
  const styled = withHouseStyle(figure);
  const before = structuredClone(styled);
  await figureSvg(styled);
  expect(styled).toEqual(before);
});

test('one output holds the interactive figure, the picture and its title', async () => {
  await showFigure(figure);
  expect(shown).toHaveLength(1);
  const { data } = shown[0]!;
  expect(data['application/vnd.plotly.v1+json']).toEqual(withHouseStyle(figure));
  expect(data['image/svg+xml']).toContain('RaDis keeps more');
  expect(data['text/plain']).toBe('RaDis keeps more');
});

test('a subtitle stands under the title in the picture and behind it where there is only text', async () => {
  await showFigure({ ...figure, layout: { title: heading('RaDis keeps more', 'three seeds') } });
  const { data } = shown[0]!;
  expect(data['image/svg+xml']).toContain('three seeds');
  expect(data['text/plain']).toBe('RaDis keeps more: three seeds');
});

test('the shared style gives way to what a figure sets itself', () => {
  const { layout } = withHouseStyle({ data: [], layout: { width: 400, xaxis: { ticks: '' } } });
  expect(layout).toMatchObject({ width: 400, height: 460, xaxis: { ticks: '', gridcolor: '#e5e5e5' } });
});

/** The curves of a picture. */
const linesIn = (svg: string) => [...svg.matchAll(/class="js-line"[^>]* d="([^"]*)"/g)].map(([, line]) => line);

test('typed arrays and bigints are numbers in the picture and in the interactive figure', async () => {
  const typed = (y: unknown): Figure => ({
    data: [{ type: 'scatter', y, marker: { size: Uint8Array.of(4, 5, 6) }, customdata: [BigInt64Array.of(1n, 2n)] }],
    layout: { title: { text: 'x' }, yaxis: { range: Float64Array.of(0, 4) }, meta: { step: 7n, day: new Date(0) } },
  });
  for (const y of [Float32Array.of(1, 3, 2), Int32Array.of(1, 3, 2), BigInt64Array.of(1n, 3n, 2n), [1n, 3n, 2n]]) {
    await showFigure(typed(y));
    const { data } = shown.at(-1)!;
    const { data: traces, layout } = JSON.parse(JSON.stringify(data['application/vnd.plotly.v1+json']));
    expect(traces).toEqual([{ type: 'scatter', y: [1, 3, 2], marker: { size: [4, 5, 6] }, customdata: [[1, 2]] }]);
    expect(layout).toMatchObject({ yaxis: { range: [0, 4] }, meta: { step: 7, day: '1970-01-01T00:00:00.000Z' } });
    expect(linesIn(String(data['image/svg+xml']))).toEqual(linesIn(await figureSvg(withHouseStyle(typed([1, 3, 2])))));
  }
});

test('a figure of 150,000 numbers is drawn', async () => {
  const x = Float32Array.from({ length: 150_000 }, (_, i) => Math.sin(i));
  await showFigure({ data: [{ type: 'histogram', x }], layout: { title: { text: 'many' } } });
  expect(shown.at(-1)!.data['image/svg+xml']).toContain('many');
});
