import { existsSync, readFileSync } from 'node:fs';
import { projectPath } from '../paths';

/**
 * The text of a file of `data/world`.
 *
 * @throws Error naming the file when it is missing
 */
export function textOf(file: string): string {
  const path = projectPath('data', 'world', file);
  if (!existsSync(path)) throw new Error(`data/world/${file} is missing: the world cannot speak without it`);
  return readFileSync(path, 'utf8');
}

/**
 * Reads a table of tab-separated values whose first column names the entry.
 *
 * @param unique the columns that together name an entry
 * @param optional the columns in which "-" says that there is none
 * @throws Error naming the file and the entry when a column is missing, a cell is empty, or an entry stands twice
 */
export function parseTable<C extends string>(
  file: string,
  text: string,
  columns: readonly C[],
  { unique, optional = [] }: { unique: readonly C[]; optional?: readonly C[] },
): Record<C, string>[] {
  const [header, ...lines] = text.trim().split('\n');
  if (header !== columns.join('\t'))
    throw new Error(`${file}: the first line must name the columns ${columns.join(', ')}`);
  const seen = new Set<string>();
  return lines.map((line, i) => {
    const cells = line.split('\t');
    const entry = cells[0] || `line ${i + 2}`;
    if (cells.length !== columns.length) {
      const missing = columns.slice(cells.length).join(', ');
      const last = missing && `: at the end of the line, ${missing} may be missing`;
      throw new Error(`${file}: ${entry} has ${cells.length} columns instead of ${columns.length}${last}`);
    }
    const empty = columns.find((_, column) => cells[column]?.trim() === '');
    if (empty !== undefined) {
      const advice = optional.includes(empty) ? 'write it, or "-" where there is none' : 'it is required';
      throw new Error(`${file}: ${entry} has no ${empty}: ${advice}`);
    }
    const key = unique.map(column => cells[columns.indexOf(column)]).join(', ');
    if (seen.has(key)) throw new Error(`${file}: ${key} stands twice: remove one of the two lines`);
    seen.add(key);
    return Object.fromEntries(columns.map((column, at) => [column, cells[at] as string])) as Record<C, string>;
  });
}
