import { JSDOM } from 'jsdom';
import { expect, test } from 'vitest';
import {
  barsFigure,
  type Figure,
  figureSvg,
  heading,
  panelsFigure,
  planeFigure,
  show,
  showFigure,
  sliderFigure,
  withHouseStyle,
} from '../../src/notebook';
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

test('the same figure is the same picture, byte for byte; another one shares no name with it', async () => {
  const [first, again] = [await figureSvg(withHouseStyle(figure)), await figureSvg(withHouseStyle(figure))];
  expect(again).toBe(first);
  const other = await figureSvg(withHouseStyle({ ...figure, data: [{ x: [1], y: [2] }] }));
  const names = (svg: string) => [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(names(first).filter(id => names(other).includes(id))).toEqual([]);
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

test('what is no number is a gap in each form of a figure', async () => {
  const { y } = { y: [1, Number.NaN, 3, Number.POSITIVE_INFINITY, 5, undefined, 7] };
  await showFigure({ data: [{ y }, { x: [new Date(Number.NaN), new Date(0)], y: [1, 2] }], layout: {} });
  const { data } = shown[0]!;
  const [gaps, days] = (data['application/vnd.plotly.v1+json'] as { data: Record<string, unknown>[] }).data;
  expect(gaps!.y).toEqual([1, null, 3, null, 5, null, 7]);
  expect(days!.x).toEqual([null, '1970-01-01T00:00:00.000Z']);
  const withNulls = [1, null, 3, null, 5, null, 7];
  const expected = { data: [{ y: withNulls }, { x: [null, '1970-01-01T00:00:00.000Z'], y: [1, 2] }], layout: {} };
  expect(linesIn(String(data['image/svg+xml']))).toEqual(linesIn(await figureSvg(withHouseStyle(expected))));
});

test('a picture of its own is drawn from typed arrays of every kind', async () => {
  const kinds = [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
  ].map(Kind => Kind.of(1, 3, 2));
  const drawn = async (y: unknown) => linesIn(await figureSvg(withHouseStyle({ data: [{ y }], layout: {} })));
  const right = await drawn([1, 3, 2]);
  expect(right).toHaveLength(1);
  const wide = [BigInt64Array.of(1n, 3n, 2n), BigUint64Array.of(1n, 3n, 2n), Float32Array.of(0, 1, 3, 2).subarray(1)];
  for (const y of [...kinds, ...wide]) expect(await drawn(y)).toEqual(right);
});

test('sliders and frames are plain too', async () => {
  const figure = sliderFigure({ data: [], layout: {} }, [
    { label: '1', data: [{ y: Float32Array.of(1, 2) }], layout: { meta: BigInt64Array.of(3n) } },
  ]);
  const frames = [{ name: 'a', data: [{ y: BigInt64Array.of(4n), z: [Float32Array.of(5)] }] }];
  await showFigure({ ...figure, frames, config: { displaylogo: false } });
  const sent = shown[0]!.data['application/vnd.plotly.v1+json'] as Figure;
  expect(sent.data).toEqual([{ y: [1, 2], visible: true }]);
  expect(sent.layout).toMatchObject({ sliders: [{ steps: [{ args: [{}, { meta: [3] }] }] }] });
  expect(sent).toMatchObject({ frames: [{ name: 'a', data: [{ y: [4], z: [[5]] }] }], config: { displaylogo: false } });
});

test('an output goes to the notebook as JSON, and the bytes of a picture as base64', () => {
  show({
    'application/json': { ids: BigInt64Array.of(7n), loss: Float32Array.of(0.5) },
    'image/png': Uint8Array.of(137, 80),
  });
  expect(shown[0]!.data).toEqual({ 'application/json': { ids: [7], loss: [0.5] }, 'image/png': 'iVA=' });
});

test('names are shown to the letter, and nothing that is written becomes code', async () => {
  const hostile = '</noscript><script>alert(1)</script> <b>x</b> &lt; & <a href="javascript:alert(2)">y</a>';
  const interval = { mean: 1, margin: 0 };
  const figures = [
    barsFigure({ title: hostile, y: hostile, values: { [hostile]: { [hostile]: interval } } }),
    panelsFigure({
      title: hostile,
      x: hostile,
      y: hostile,
      panels: { [hostile]: { [hostile]: [{ x: 1, y: interval }] } },
    }),
    planeFigure({
      title: hostile,
      x: hostile,
      y: hostile,
      base: { x: 1, y: 1 },
      curves: { [hostile]: [{ label: hostile, x: interval, y: interval }] },
    }),
  ];
  for (const figure of figures) {
    const svg = await figureSvg(withHouseStyle({ ...figure, layout: { ...figure.layout, showlegend: true } }));
    expect(svg).not.toMatch(/<script|<\/noscript|javascript:alert\(2\)">/);
    // The name, in the legend or over its panel, with the tags that it has.
    const text = new JSDOM(svg).window.document.body.textContent ?? '';
    expect(text).toContain(hostile.replaceAll(/\s+/g, ' '));
  }
});
