import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { JSDOM as Dom } from 'jsdom';
import type { Interval } from '../evaluate';
import { largest } from '../extremes';
import { show } from './display';
import { plainValue } from './plain';
import { folded } from './words';

/** A Plotly figure. */
export interface Figure {
  data: object[];
  layout: object;
  /** States of an animation. */
  frames?: object[];
  /** What the figure offers to who looks at it. */
  config?: object;
}

/** A value and how far it may be off; the margin is NaN where that is not known. */
export type Uncertain = Pick<Interval, 'mean' | 'margin'>;

/** A number with three digits at most behind the point, and no more than it takes. */
export const short = (value: number): string => String(Number(value.toFixed(Math.abs(value) < 1 ? 3 : 1)));

/** A value for people who point at it: `57.7 ± 2.4`. */
export const formatUncertain = ({ mean, margin }: Uncertain): string =>
  margin > 0 ? `${short(mean)} ± ${short(margin)}` : short(mean);

/** What the figures of all notebooks share: white ground, quiet grid, one font. */
const house = {
  width: 760,
  height: 460,
  font: { family: 'DejaVu Sans, Verdana, sans-serif', size: 13, color: '#222' },
  paper_bgcolor: '#fff',
  plot_bgcolor: '#fff',
  margin: { l: 70, r: 45, t: 70, b: 70 },
  // Down the right side: along the top the buttons would lie over the title.
  modebar: { orientation: 'v' },
  xaxis: { gridcolor: '#e5e5e5', zeroline: false, linecolor: '#888', ticks: 'outside' },
  yaxis: { gridcolor: '#e5e5e5', zeroline: false, linecolor: '#888', ticks: 'outside' },
};

/**
 * Shows a figure in two forms: interactive, for JupyterLab and VS Code with Plotly's renderer and for the HTML page; and as an SVG
 * picture drawn by the same library, for GitHub and every viewer that runs no JavaScript.
 */
export async function showFigure(figure: Figure): Promise<void> {
  const styled = plainValue(withHouseStyle(figure)) as Figure;
  show({
    'application/vnd.plotly.v1+json': styled,
    'image/svg+xml': await figureSvg(styled),
    'text/plain': titleOf(styled),
  });
}

/** The figure with the shared style under its own settings. */
export function withHouseStyle({ layout, ...others }: Figure): Figure {
  const own = layout as Record<string, object> & { title?: { text?: string } };
  const top = topMargin(own.title?.text);
  return {
    ...others,
    layout: {
      ...house,
      height: house.height - house.margin.t + top,
      margin: { ...house.margin, t: top },
      ...own,
      ...(own.title && { title: { y: 1, yref: 'container', yanchor: 'top', pad: { t: 16 }, ...own.title } }),
      xaxis: { ...house.xaxis, ...own.xaxis },
      yaxis: { ...house.yaxis, ...own.yaxis },
    },
  };
}

/** The room above a figure, in pixels, that a title takes with its lines. */
export const topMargin = (title = ''): number =>
  house.margin.t + LINE_HEIGHT * Math.max(0, title.split('<br>').length - 2);

const LINE_HEIGHT = 22;

/** Letters in a line of a title, and of the smaller letters under it. */
const [TITLE_LINE, SUBTITLE_LINE] = [72, 104];

/** A title with smaller letters under it, as a figure's layout takes it: both in lines that fit. */
export function heading(title: string, subtitle = ''): { text: string } {
  const unbroken = (text: string) => text.replaceAll(' = ', '\u00a0=\u00a0');
  // A symbol such as λ stays what it is.
  const begun = title.replace(/^[a-zäöü]/, letter => letter.toUpperCase());
  const lines = folded(unbroken(begun), TITLE_LINE).join('<br>');
  const under = subtitle === '' ? [] : folded(unbroken(subtitle), SUBTITLE_LINE);
  return { text: [lines, ...under.map(line => `<sub>${line}</sub>`)].join('<br>') };
}

/** A name or a text of a model as Plotly shows it to the letter, which reads tags and entities in all that it writes. */
export const plotlyText = (text: string): string =>
  text.replace(/[&<>]/g, char => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[char] as string);

const unmarked = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const titleOf = ({ layout }: Figure) => {
  const { text = 'figure' } = (layout as { title?: { text?: string } }).title ?? {};
  return unmarked(
    text
      .replace(/<br><sub>/, ': ')
      .replaceAll('<br>', ' ')
      .replace(/<[^<>]*>/g, ''),
  );
};

interface Plotly {
  newPlot(element: object, data: object[], layout: object): Promise<object>;
  toImage(element: object, options: object): Promise<string>;
  purge(element: object): void;
}

/** Width of the average letter of the house font, in parts of its size. */
const LETTER_WIDTH = 0.6;

let page: { dom: Dom; plotly: Plotly } | undefined;

/** The figure as SVG, drawn by plotly.js in a DOM without a browser. Loading it takes about two seconds, once. */
export async function figureSvg({ data, layout }: Figure): Promise<string> {
  page ??= openPage();
  const element = page.dom.window.document.createElement('div');
  const { width, height } = layout as { width: number; height: number };
  // Plotly writes into what it is given, and these are copies.
  await page.plotly.newPlot(element, plainValue(data) as object[], plainValue(layout) as object);
  const svg = await page.plotly.toImage(element, { format: 'svg', width, height, imageDataOnly: true });
  page.plotly.purge(element);
  return withIdsOfContent(svg);
}

/**
 * Plotly draws by chance the names of the traces, and of what a picture refers to within itself. By place and by content they are the same in each run, and others in
 * another picture.
 */
function withIdsOfContent(svg: string): string {
  const traces = [...new Set([...svg.matchAll(/\btrace([0-9a-f]{6})\b/g)].map(([, id]) => id as string))];
  const numbered = traces.reduce((text, id, i) => text.replaceAll(`trace${id}`, `trace-${i}`), svg);
  const drawn = /id="defs-([0-9a-f]+)"/.exec(numbered)?.[1];
  if (drawn === undefined) return numbered;
  const content = createHash('sha256').update(numbered.replaceAll(drawn, '')).digest('hex');
  return numbered.replaceAll(drawn, content.slice(0, 8));
}

/** A DOM in which plotly.js finds what it measures: text is as wide as the average letter of the house font. */
function openPage(): { dom: Dom; plotly: Plotly } {
  const { JSDOM } = require('jsdom') as typeof import('jsdom');
  const dom = new JSDOM('<!doctype html><body></body>', { runScripts: 'outside-only', pretendToBeVisual: true });
  const { window } = dom;
  const box = (element: Element) => {
    const size = Number.parseFloat((element as SVGElement).style?.fontSize || '12');
    const lines = element.querySelectorAll('tspan.line');
    const texts = lines.length > 0 ? [...lines] : [element];
    const width = largest(texts.map(line => (line.textContent ?? '').length)) * size * LETTER_WIDTH;
    const height = 1.25 * size * texts.length;
    return {
      x: 0,
      y: -0.8 * size,
      left: 0,
      top: -0.8 * size,
      right: width,
      bottom: height - 0.8 * size,
      width,
      height,
    };
  };
  Object.assign(window.SVGElement.prototype, {
    getBBox(this: Element) {
      return box(this);
    },
    getBoundingClientRect(this: Element) {
      return box(this);
    },
    getComputedTextLength(this: Element) {
      return box(this).width;
    },
  });
  window.HTMLCanvasElement.prototype.getContext = () => null;
  window.URL.createObjectURL = () => '';
  window.eval(readFileSync(require.resolve('plotly.js-dist/plotly.js'), 'utf8'));
  return { dom, plotly: (window as unknown as { Plotly: Plotly }).Plotly };
}
