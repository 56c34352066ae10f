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
