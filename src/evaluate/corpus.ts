/** The references of a corpus: one text for each hypothesis, or several. */
export type References = readonly (string | readonly string[])[];

/** @throws Error when the corpus is empty, or hypotheses and references are not as many */
export function checkCorpus(hypotheses: readonly string[], references: References): void {
  if (hypotheses.length === 0) throw new Error('the corpus is empty: give at least one hypothesis');
  if (hypotheses.length !== references.length) {
    throw new Error(`there are ${hypotheses.length} hypotheses but ${references.length} references: give one for each`);
  }
}

/** The references of one hypothesis, as a list. */
export const asList = (reference: string | readonly string[]): readonly string[] =>
  typeof reference === 'string' ? [reference] : reference;

/** How often each n-gram stands in a sequence. */
export function countNgrams(items: readonly string[], n: number, glue: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= items.length; i++) {
    const key = items.slice(i, i + n).join(glue);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Adds lists of numbers place by place. */
export function sumColumns(rows: readonly (readonly number[])[]): number[] {
  const [first, ...others] = rows as [readonly number[], ...(readonly number[])[]];
  const sum = [...first];
  for (const row of others) for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (row[i] as number);
  return sum;
}
