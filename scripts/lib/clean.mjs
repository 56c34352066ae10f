import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A notebook as nobody has run it yet: the same cells, without what they showed. */
export function withoutOutputs(notebook) {
  const cells = notebook.cells.map(cell =>
    cell.cell_type === 'code' ? { ...cell, execution_count: null, outputs: [] } : cell,
  );
  return { ...notebook, cells };
}

/**
 * Copies notebooks without their outputs into a folder. Copies that are there may hold somebody's answers: they stay.
 *
 * @returns the names of those that were written
 */
export function cleanNotebooks(from, to) {
  mkdirSync(to, { recursive: true });
  const names = readdirSync(from).filter(name => name.endsWith('.ipynb') && !existsSync(join(to, name)));
  for (const name of names) {
    const notebook = withoutOutputs(JSON.parse(readFileSync(join(from, name), 'utf8')));
    // Links lead to other notebooks and to docs: from there one folder further up.
    const text = JSON.stringify(notebook, null, 1).replaceAll('](../', '](../../');
    const unfinished = join(to, `.${name}.${process.pid}`);
    writeFileSync(unfinished, `${text}\n`);
    renameSync(unfinished, join(to, name));
  }
  return names;
}
