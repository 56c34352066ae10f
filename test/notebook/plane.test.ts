import { expect, test } from 'vitest';
import { barsFigure, colours, figureSvg, planeFigure, withHouseStyle } from '../../src/notebook';

const at = (mean: number, margin = Number.NaN) => ({ mean, margin });
type Trace = Record<string, unknown> & {
  name?: string;
  text?: string[];
  error_y: { array: number[]; arrayminus: number[] };
};

const plane = planeFigure({
  title: 'Gain and cost',
  subtitle: 'three seeds',
  x: 'BLEU',
  y: 'right (%)',
  base: { x: 10, y: 95 },
  curves: {
    'vanilla fine-tuning': [
      { label: '0.1', x: at(15, 1), y: at(90, 2) },
      { label: '0.2', x: at(30, 3), y: at(40, 4) },
    ],
    RaDis: [
      { label: '0.1', x: at(14), y: at(92) },
      { label: '0.2', x: at(28), y: at(50) },
    ],
  },
});
const traces = plane.data as Trace[];
const named = (name: string) => traces.find(trace => trace.name === name) as Trace;

test('a curve of the plane starts at the base, which has no interval, and has the colour of its method', () => {
  const { x, y, error_y, marker } = named('vanilla fine-tuning');
  expect({ x, y, bars: error_y.array }).toEqual({ x: [10, 15, 30], y: [95, 90, 40], bars: [0, 2, 4] });
  expect(marker).toMatchObject({ color: colours['vanilla fine-tuning'] });
});

test('a setting without an interval has a bar of no length', () => {
  expect(named('RaDis').error_y.array).toEqual([0, 0, 0]);
});

test('the points of one setting are joined, and its label stands once, at the lower one', () => {
  const joins = traces.filter(trace => trace.showlegend === false);
  expect(joins.map(({ x, text }) => ({ x, text }))).toEqual([
    { x: [14, 15], text: ['', '<br>0.1'] },
    { x: [28, 30], text: ['', '<br>0.2'] },
  ]);
});

test('the plane is drawn with its title, subtitle, axes and labels', async () => {
  const svg = await figureSvg(withHouseStyle(plane));
  for (const text of ['Gain and cost', 'three seeds', 'BLEU', 'right (%)', '0.2', 'RaDis']) expect(svg).toContain(text);
});

test('the error bars of shares stay between 0 and 100%', () => {
  const figure = barsFigure({
    title: 'Kept',
    y: 'right (%)',
    values: { base: { sums: at(98, 5), facts: at(2, 5) }, RaDis: { sums: at(50, 5), facts: at(60) } },
  });
  const [base, radis] = figure.data as Trace[];
  expect(base).toMatchObject({ name: 'base', x: ['sums', 'facts'], y: [98, 2] });
  expect(base?.error_y).toMatchObject({ array: [2, 5], arrayminus: [5, 2] });
  expect(radis?.error_y).toMatchObject({ array: [5, 0], arrayminus: [5, 0] });
});
