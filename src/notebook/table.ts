import type { DataFrame } from 'danfojs-node';
import { largest } from '../extremes';
import { show } from './display';
import { escapeHtml } from './html';
import { folded } from './words';

/** What stands in a table; null and undefined leave a cell empty, and lists are written out. */
export type Cell = string | number | bigint | boolean | null | undefined | List;

type List = readonly (string | number | bigint)[] | ArrayBufferView;

/** Rows of a table: one object a row, the same keys in each, in any order. */
export type Rows = Record<string, Cell>[];

/**
 * A danfo.js DataFrame of the rows. The library takes a second to load, so it is loaded when the first table is made.
 *
 * @throws Error naming a row that has not the columns of the first
 */
export function dataFrame(rows: Rows): DataFrame {
  const columns = Object.keys(rows[0] ?? {});
  for (const [i, row] of rows.entries())
    if (columns.length !== Object.keys(row).length || !columns.every(column => Object.hasOwn(row, column)))
      throw new Error(
        `row ${i + 1} of the table has ${Object.keys(row).join(', ')}, and the first ${columns.join(', ')}`,
      );
  const danfo = require('danfojs-node') as typeof import('danfojs-node');
  // By their places: danfo.js does not look at the keys of a row. It knows neither bigint, undefined nor typed arrays.
  const values = rows.map(row => columns.map(column => plain(row[column])));
  return new danfo.DataFrame(values, { columns });
}

function plain(cell: Cell): Exclude<Cell, bigint | List | undefined> {
  if (isList(cell)) return Array.from(cell as ArrayLike<unknown>).join(', ');
  if (typeof cell !== 'bigint') return cell ?? null;
  return Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell);
}

const isList = (cell: Cell): cell is List => Array.isArray(cell) || ArrayBuffer.isView(cell);

/** Rows with what stands above them, as comparisons of a study are. */
export interface CaptionedRows {
  rows: Rows;
  caption: string;
}

/** Shows a DataFrame, rows, or rows with their caption as a table: numbers right-aligned, text escaped. */
export function showTable(table: DataFrame | Rows | CaptionedRows, options: { caption?: string } = {}): void {
  const isCaptioned = !Array.isArray(table) && 'rows' in table;
  const caption = options.caption ?? (isCaptioned ? table.caption : '');
  const given = isCaptioned ? table.rows : table;
  const frame = Array.isArray(given) ? dataFrame(given) : given;
  const columns = frame.columns;
  const rows = (frame.values as Cell[][]).map(row => row.map(shown));
  show({ 'text/html': tableHtml(columns, rows, caption), 'text/plain': tableText(columns, rows, caption) });
}

/** A cell as it is shown: nothing where nothing is known. */
const shown = (cell: Cell): string | number =>
  cell === null || cell === undefined || Number.isNaN(cell) ? '' : typeof cell === 'number' ? cell : String(cell);

const isNumeric = (cell: string | number) =>
  typeof cell === 'number' ||
  /^([-+−]?\d[\d.,]*( ± [\d.]+)?( %)?( \([-−]?[\d.]+ to [-−]?[\d.]+\))?( \*| \(\*\))?|–)$/.test(cell);

/** Whether a column holds numbers, and nothing else but empty cells. */
const isNumericColumn = (rows: readonly (string | number)[][], i: number): boolean => {
  const filled = rows.map(row => row[i] as string | number).filter(cell => cell !== '');
  return filled.length > 0 && filled.every(isNumeric);
};

const MANY_COLUMNS = 6;

function tableHtml(columns: string[], rows: (string | number)[][], caption: string): string {
  const numeric = columns.map((_, i) => isNumericColumn(rows, i));
  // Many columns stand closer together, so that the last one is seen.
  const padding = columns.length > MANY_COLUMNS ? '4px 5px' : '4px 12px';
  const size = columns.length > MANY_COLUMNS ? ';font-size:13px' : '';
  const style = (i: number, space: string) =>
    `style="text-align:${numeric[i] ? 'right' : 'left'};padding:${padding};vertical-align:top;white-space:${space}"`;
  const head = columns.map((column, i) => `<th ${style(i, 'pre-line')}>${escapeHtml(column)}</th>`).join('');
  // An interval is not broken after its ±.
  const cellHtml = (cell: string | number, i: number) =>
    `<td ${style(i, numeric[i] ? 'nowrap' : 'pre-line')}>${escapeHtml(String(cell))}</td>`;
  const body = rows.map(row => `<tr>${row.map(cellHtml).join('')}</tr>`);
  const title = caption ? `<caption style="text-align:left;padding:4px 12px">${escapeHtml(caption)}</caption>` : '';
  return `<table style="border-collapse:collapse${size}">${title}<thead><tr style="border-bottom:1px solid #888">${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

/** Characters in a line of a terminal. */
const LINE = 80;

/** The table as aligned text, for terminals and viewers without HTML: what is wider than a line is folded, numbers last. */
export function tableText(columns: string[], rows: (string | number)[][], caption = ''): string {
  const cells = [columns, ...rows.map(row => row.map(cell => String(cell).replaceAll('\n', ' ⏎ ')))];
  const numeric = columns.map((_, i) => isNumericColumn(rows, i));
  const widths = fittingWidths(cells, numeric);
  const pad = (cell: string, i: number) => cell[numeric[i] ? 'padStart' : 'padEnd'](widths[i] as number);
  const linesOf = (row: string[]) => {
    const cells = row.map((cell, i) => folded(cell, widths[i] as number));
    const height = largest(cells.map(lines => lines.length));
    return Array.from({ length: height }, (_, at) =>
      cells
        .map((lines, i) => pad(lines[at] ?? '', i))
        .join('  ')
        .trimEnd(),
    );
  };
  const [head, ...body] = cells.map(linesOf) as [string[], ...string[][]];
  // Rows of several lines are told apart by an empty one.
  const apart = body.some(lines => lines.length > 1) ? [''] : [];
  const text = [
    ...head,
    widths.map(width => '─'.repeat(width)).join('  '),
    ...body.flatMap((lines, i) => (i > 0 ? [...apart, ...lines] : lines)),
  ];
  return [...(caption ? caption.split('\n').flatMap(line => folded(line, LINE)) : []), ...text].join('\n');
}

/** A word that is longer may be cut. */
const LONG_WORD = 24;

/**
 * The widths of columns, made smaller from the widest on until a row fits into a line: first down to where only their names are folded, then
 * those of text further. Cells with numbers are never cut.
 */
function fittingWidths(cells: readonly string[][], numeric: readonly boolean[]): number[] {
  const longest = (texts: readonly string[]) => Math.max(0, largest(texts.map(text => text.length)));
  const longestWord = (texts: readonly string[]) =>
    Math.min(LONG_WORD, longest(texts.flatMap(text => text.split(' '))));
  const columns = (cells[0] ?? []).map((name, i) => ({ name, column: cells.slice(1).map(row => row[i] as string) }));
  const widths = columns.map(({ name, column }) => longest([name, ...column]));
  const ofNames = columns.map(({ name, column }) => Math.max(longestWord([name]), longest(column)));
  const ofWords = columns.map(({ name, column }, i) =>
    numeric[i] ? (ofNames[i] as number) : longestWord([name, ...column]),
  );
  for (const least of [ofNames, ofWords]) {
    while (widths.reduce((sum, width) => sum + width, 0) + 2 * (widths.length - 1) > LINE) {
      const [widest] = [...widths.keys()]
        .filter(i => (widths[i] as number) > (least[i] as number))
        .sort((a, b) => (widths[b] as number) - (widths[a] as number));
      if (widest === undefined) break;
      widths[widest] = (widths[widest] as number) - 1;
    }
  }
  return widths;
}
