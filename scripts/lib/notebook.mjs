import { createHash } from 'node:crypto';

/** A cell's or an output's text, which nbformat stores whole or in lines; empty where there is none. */
export const textOf = source => (Array.isArray(source) ? source.join('') : String(source ?? ''));

const tagged = (cell, tag) => cell.metadata?.tags?.includes(tag) ?? false;

/** Whether a cell may fail: the run goes on behind it, and its error is an output like others. */
export const mayFail = cell => tagged(cell, 'raises-exception');

/** Whether a cell is left as it is, with what it shows. */
export const isLeftOut = cell => tagged(cell, 'skip-execution');

/** The cells that run: all of code but those that are to be left out. */
export const codeCells = notebook =>
  notebook.cells.filter(cell => cell.cell_type === 'code' && textOf(cell.source).trim() !== '' && !isLeftOut(cell));

/** A name for the code of a notebook: outputs belong to the code that has it. */
export function codeHash(notebook) {
  const hash = createHash('sha256');
  for (const cell of codeCells(notebook)) hash.update(`${textOf(cell.source)}\0`);
  return hash.digest('hex').slice(0, 16);
}
