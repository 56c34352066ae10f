/**
 * Reads a table of tab-separated values whose first column names the entry.
 *
 * @param unique the columns that together name an entry
 * @throws Error naming the file and the entry when a column is missing, a cell is empty, or an entry stands twice
 */
export function parseTable<C extends string>(
  file: string,
  text: string,
  columns: readonly C[],
  { unique }: { unique: readonly C[] },
): Record<C, string>[] {
  const [header, ...lines] = text.trim().split('\n');
  if (header !== columns.join('\t'))
    throw new Error(`${file}: the first line must name the columns ${columns.join(', ')}`);
  const seen = new Set<string>();
  return lines.map((line, i) => {
    const cells = line.split('\t');
    const entry = cells[0] || `line ${i + 2}`;
    if (cells.length !== columns.length) {
      throw new Error(`${file}: ${entry} has ${cells.length} columns instead of ${columns.length}`);
    }
    const empty = columns.find((_, column) => cells[column]?.trim() === '');
    if (empty !== undefined)
      throw new Error(`${file}: ${entry} has no ${empty}: write "-" where the language has no such form`);
    const key = unique.map(column => cells[columns.indexOf(column)]).join(', ');
    if (seen.has(key)) throw new Error(`${file}: ${key} stands twice: remove one of the two lines`);
    seen.add(key);
    return Object.fromEntries(columns.map((column, at) => [column, cells[at] as string])) as Record<C, string>;
  });
}
