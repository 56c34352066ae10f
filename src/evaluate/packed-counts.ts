/** The character that stands for 0: the first behind the quotation mark, which JSON would escape. */
const ZERO = 35;

/** Beyond it characters come in pairs. */
const HIGHEST = 0xd7ff - ZERO;

/**
 * Rows of small whole numbers as a short text: a character for each number, row after row.
 *
 * @param rows all as long
 * @throws Error when a number is no whole number from 0 to about 55,000, or the rows are not as long
 */
export function packCounts(rows: readonly (readonly number[])[]): string {
  const width = rows[0]?.length;
  if (rows.some(row => row.length !== width)) throw new Error('the rows are to be as long as one another');
  return rows
    .flat()
    .map(count => {
      if (!(Number.isInteger(count) && count >= 0 && count <= HIGHEST))
        throw new Error(`${count} is no count from 0 to ${HIGHEST}`);
      return String.fromCharCode(count + ZERO);
    })
    .join('');
}

/**
 * The rows of {@link packCounts}.
 *
 * @param width numbers in a row
 * @throws Error when the text is no whole number of rows
 */
export function unpackCounts(text: string, width: number): number[][] {
  if (text.length % width !== 0)
    throw new Error(`${text.length} counts are no rows of ${width}: the text is not whole`);
  const counts = Array.from(text, character => character.charCodeAt(0) - ZERO);
  return Array.from({ length: text.length / width }, (_, row) => counts.slice(row * width, (row + 1) * width));
}
