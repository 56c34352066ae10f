import { expect, it } from 'vitest';
// @ts-expect-error: a script has no types
import { folded, resultsTable } from '../../scripts/lib/results-table.mjs';

const long = 'generative-replay, share 0.1, seed 1, learningRate 0.0004, domain harbour, epochs 2';

it('a table of results fits 80 columns, and keeps all of every title', () => {
  const table: string = resultsTable([
    { title: 'the base', bleu: 11.06, general: 95.4 },
    { title: long, bleu: 100, general: 100 },
  ]);
  const [head, base, first, rest] = table.split('\n') as [string, string, string, string];
  expect(head).toMatch(/^run +domain BLEU {2}general$/);
  expect(base).toMatch(/^the base +11\.1 {4}95\.4%$/);
  expect(first).toMatch(/ 100\.0 {3}100\.0%$/);
  for (const line of [head, base, first]) expect(line).toHaveLength(head.length);
  expect(head.length).toBeLessThan(80);
  expect(`${first.slice(0, -21).trim()} ${rest.trim()}`).toBe(long);
});

it('a long text is folded at spaces', () => {
  expect(folded('one two three', 7)).toEqual(['one two', '  three']);
});
