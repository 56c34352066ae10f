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

/** The fences of code in the solution that a reader unfolds. */
const SOLUTION =
  /<details>\s*<summary>Solution<\/summary>[\s\S]*?```(?:ts|typescript)\n([\s\S]*?)```[\s\S]*?<\/details>/;

/** Whether a cell is an exercise: it holds a gap, and asks for a check. */
export const isExercise = cell => cell.cell_type === 'code' && /\bradis\.check\(/.test(textOf(cell.source));

/**
 * The notebook with each exercise solved: the code of the solution that the next prose cell folds away stands in its place.
 *
 * @throws Error naming an exercise without a solution
 */
export function withSolutions(notebook) {
  const solved = notebook.cells.map((cell, i) => {
    if (!isExercise(cell)) return cell;
    const next = notebook.cells[i + 1];
    const code = next?.cell_type === 'markdown' ? SOLUTION.exec(textOf(next.source))?.[1] : undefined;
    if (code === undefined)
      throw new Error(
        `the exercise "${textOf(cell.source).trim().split('\n').at(-1)}" has no solution in the cell behind it`,
      );
    return { ...cell, source: code };
  });
  return { ...notebook, cells: solved };
}

/** A name for the code of a notebook: outputs belong to the code that has it. */
export function codeHash(notebook) {
  const hash = createHash('sha256');
  for (const cell of codeCells(notebook)) hash.update(`${textOf(cell.source)}\0`);
  return hash.digest('hex').slice(0, 16);
}
