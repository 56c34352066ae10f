import type { DataFrame } from 'danfojs-node';
import { show } from './display';
import { escapeHtml } from './html';

/** Rows of a table: one object a row, the same keys in each. */
export type Rows = Record<string, string | number>[];

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
  return new danfo.DataFrame(rows);
}

/** Shows a DataFrame, or rows, as a table: numbers right-aligned, text escaped. */
export function showTable(table: DataFrame | Rows, { caption = '' }: { caption?: string } = {}): void {
  const frame = Array.isArray(table) ? dataFrame(table) : table;
  const columns = frame.columns;
  const rows = frame.values as (string | number)[][];
  show({ 'text/html': tableHtml(columns, rows, caption), 'text/plain': tableText(columns, rows, caption) });
}

const isNumeric = (cell: string | number) =>
  typeof cell === 'number' ||
  /^([-+−]?\d[\d.,]*( ± [\d.]+)?( %)?( \([-−]?[\d.]+ to [-−]?[\d.]+\))?( \*)?|–)$/.test(cell);

/** Whether a column holds numbers, and nothing else but empty cells. */
const isNumericColumn = (rows: readonly (string | number)[][], i: number): boolean => {
  const filled = rows.map(row => row[i] as string | number).filter(cell => cell !== '');
  return filled.length > 0 && filled.every(isNumeric);
};

function tableHtml(columns: string[], rows: (string | number)[][], caption: string): string {
  const aligned = columns.map((_, i) => (isNumericColumn(rows, i) ? 'right' : 'left'));
  const align = (i: number) =>
    `style="text-align:${aligned[i]};padding:4px 12px;vertical-align:top;white-space:pre-line"`;
  const head = columns.map((column, i) => `<th ${align(i)}>${escapeHtml(column)}</th>`).join('');
  const body = rows.map(
    row => `<tr>${row.map((cell, i) => `<td ${align(i)}>${escapeHtml(String(cell))}</td>`).join('')}</tr>`,
  );
  const title = caption ? `<caption style="text-align:left;padding:4px 12px">${escapeHtml(caption)}</caption>` : '';
  return `<table style="border-collapse:collapse">${title}<thead><tr style="border-bottom:1px solid #888">${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

/** The table as aligned text, for terminals and viewers without HTML. */
export function tableText(columns: string[], rows: (string | number)[][], caption = ''): string {
  const cells = [columns, ...rows.map(row => row.map(cell => String(cell).replaceAll('\n', ' ⏎ ')))];
  const widths = columns.map((_, i) => Math.max(...cells.map(row => (row[i] as string).length)));
  const numeric = columns.map((_, i) => isNumericColumn(rows, i));
  const line = (row: string[]) =>
    row
      .map((cell, i) => (numeric[i] ? cell.padStart(widths[i] as number) : cell.padEnd(widths[i] as number)))
      .join('  ')
      .trimEnd();
  const text = cells.map(row => line(row));
  text.splice(1, 0, widths.map(width => '─'.repeat(width)).join('  '));
  return (caption ? [caption, ...text] : text).join('\n');
}
