import { codeCells, isExercise, textOf } from './notebook.mjs';

/** What one can take in at a glance, and read from the last row. */
const LIMITS = { median: 8, lines: 20, width: 100, words: 900, functionLines: 3 };

/** Prose that is open: what is folded may be long. */
export const openProse = notebook =>
  notebook.cells
    .filter(cell => cell.cell_type === 'markdown')
    .map(cell => textOf(cell.source))
    .join('\n')
    .replace(/<details>[\s\S]*?<\/details>/g, '');

/** How long a notebook's cells and prose are. */
export function measures(notebook) {
  const sources = codeCells(notebook).map(cell => textOf(cell.source).split('\n'));
  const lengths = sources.map(lines => lines.length).sort((a, b) => a - b);
  return {
    cells: lengths.length,
    median: lengths[Math.floor(lengths.length / 2)] ?? 0,
    longest: lengths.at(-1) ?? 0,
    words: openProse(notebook).split(/\s+/).filter(Boolean).length,
    exercises: notebook.cells.filter(isExercise).length,
  };
}

/** A result that was typed: an interval, or a percentage. */
const TYPED_RESULT = /\d\s*±|\d\s?%/;

/** What makes a notebook of the project hard to read, or to learn from. */
export function* unreadable(notebook) {
  const { median, longest, words, exercises } = measures(notebook);
  if (median > LIMITS.median) yield `has cells of ${median} lines at the median: ${LIMITS.median} at most`;
  if (longest > LIMITS.lines) yield `has a cell of ${longest} lines: ${LIMITS.lines} at most`;
  if (words >= LIMITS.words)
    yield `has ${words} words of open prose: fewer than ${LIMITS.words}, fold the rest in <details>`;
  if (exercises < 2 || exercises > 4) yield `has ${exercises} exercises: two to four`;
  const wide = codeCells(notebook)
    .flatMap(cell => textOf(cell.source).split('\n'))
    .find(line => [...line].length > LIMITS.width);
  if (wide !== undefined)
    yield `has a line of ${[...wide].length} characters, ${LIMITS.width} at most: ${wide.slice(0, 60)}…`;
  for (const cell of codeCells(notebook)) {
    const long = longFunction(textOf(cell.source));
    if (long) yield `defines a function of more than ${LIMITS.functionLines} lines in a cell: ${long}`;
  }
  const typed = TYPED_RESULT.exec(openProse(notebook).replace(/\[[^\]]*\]\([^)]*\)/g, ''));
  if (typed) yield `has a result typed into its prose, "${typed[0]}": let radis.say write it`;
  const [first, code] = notebook.cells;
  const opening = textOf(first?.source);
  if (!/^# .+\n+\*\*Question\.\*\*/.test(opening)) yield 'does not begin with its title and its question';
  if (!/\*\d+ minutes/.test(opening)) yield 'does not say in its first cell how many minutes it takes';
  if (code?.cell_type !== 'code' || !/radis\.show/.test(textOf(code?.source)))
    yield 'shows no picture in its first cell of code';
  for (const section of ['What differs', '**Try.**', '**Next.**'])
    if (!openProse(notebook).includes(section)) yield `says nowhere "${section.replaceAll('*', '')}"`;
}

/** The first line of a named function whose body is too long; undefined where there is none. */
function longFunction(source) {
  const lines = source.split('\n');
  for (const [i, line] of lines.entries()) {
    if (!/^\s*(const \w+ = (async )?\([^)]*\)(: [^=]+)? =>|(async )?function )/.test(line)) continue;
    const indent = /^\s*/.exec(line)[0].length;
    // What belongs to it is indented further, or closes it.
    let end = i + 1;
    while (end < lines.length && (lines[end].trim() === '' || /^\s*/.exec(lines[end])[0].length > indent)) end++;
    if (/^\s*[}\])]/.test(lines[end] ?? '')) end++;
    const body = end - i - (line.trimEnd().endsWith('{') ? 2 : 0);
    if (body > LIMITS.functionLines) return line.trim().slice(0, 60);
  }
  return undefined;
}
