import { expect, test } from 'vitest';
import { dataFrame, showTable, tableText } from '../../src/notebook';
import { recordShown } from './shown';

const shown = recordShown();

test('as text, words stand left, numbers and intervals right, under a rule', () => {
  const rows = [
    ['base', 7, '81.5 ± 0.4'],
    ['RaDis', 1234, '9.0 ± 12.3'],
  ];
  expect(tableText(['model', 'n', 'BLEU'], rows, 'Scores')).toBe(
    [
      'Scores',
      'model     n        BLEU',
      '─────  ────  ──────────',
      'base      7  81.5 ± 0.4',
      'RaDis  1234  9.0 ± 12.3',
    ].join('\n'),
  );
});

test('as text no line has more than 80 characters: words are folded, numbers are not', () => {
  const rows = [
    ['What does a bear eat? '.repeat(6).trim(), 'A bear eats fish. '.repeat(4).trim(), '81.5 ± 0.4'],
    ['Donaudampfschifffahrtsgesellschaftskapitän'.repeat(2), '', '9.0 ± 12.3'],
  ];
  const columns = ['question', 'answer', 'general ability beyond vanilla (points)'];
  const lines = tableText(columns, rows, 'Answers to a question that is asked again and again. '.repeat(3)).split('\n');
  expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(80);
  for (const [, , number] of rows) expect(lines.some(line => line.endsWith(number as string))).toBe(true);
  expect(lines.join(' ')).toContain('general');
  // Nothing is lost: the pieces of the long word, one below the other, and an empty line between the rows.
  expect(lines.map(line => line.trim().split(/ {2,}/)[0]).join('')).toContain(rows[1]![0] as string);
  expect(lines.filter(line => line === '')).toHaveLength(1);
});

test('a table without rows still shows its columns', () => {
  expect(tableText(['a', 'bc'], [])).toBe('a  bc\n─  ──');
});

test('markup in cells, columns and captions is shown, never obeyed', () => {
  showTable([{ '<b>answer</b>': '<script>alert(1)</script>' }], { caption: '<i>said</i>' });
  const html = shown[0]?.data['text/html'] as string;
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(html).toContain('&lt;b&gt;answer&lt;/b&gt;');
  expect(html).toContain('&lt;i&gt;said&lt;/i&gt;');
  expect(html).not.toMatch(/<script|<b>|<i>/);
});

test('an interval stays on one line, a text may be broken', () => {
  showTable([{ method: 'RaDis, λ = 0.25', BLEU: '57.2 ± 0.8 *' }]);
  const html = shown[0]?.data['text/html'] as string;
  expect(html).toMatch(/white-space:nowrap">57\.2 ± 0\.8 \*<\/td>/);
  expect(html).toMatch(/white-space:pre-line">RaDis, λ = 0\.25<\/td>/);
});

test('a danfo.js DataFrame and its rows give the same table, in HTML and in text', () => {
  const rows = [
    { model: 'base', score: 81.5 },
    { model: 'RaDis', score: 9 },
  ];
  showTable(rows);
  showTable(dataFrame(rows));
  expect(shown[1]?.data).toEqual(shown[0]?.data);
  expect(shown[0]?.data['text/html']).toContain(
    'text-align:right;padding:4px 12px;vertical-align:top;white-space:nowrap">81.5</td>',
  );
  expect(shown[0]?.data['text/plain']).toBe('model  score\n─────  ─────\nbase    81.5\nRaDis      9');
});

test('rows are read by their keys, in whatever order these stand', () => {
  const rows = [
    { name: 'a', bleu: 1 },
    { bleu: 2, name: 'b' },
  ];
  expect(dataFrame(rows).values).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
  expect(dataFrame(rows).columns).toEqual(['name', 'bleu']);
});

test('what is not known leaves a cell empty, in columns of numbers as well', () => {
  showTable([
    { n: 1, m: 10n, word: 'x' },
    { n: null, m: undefined, word: null },
    { n: Number.NaN, m: 2n ** 60n, word: '<b>' },
  ]);
  const { data } = shown.at(-1)!;
  expect(data['text/plain']).toBe(
    [
      'n                    m  word',
      '─  ───────────────────  ────',
      '1                   10  x',
      '',
      '   1152921504606846976  <b>',
    ].join('\n'),
  );
  expect(data['text/html']).toContain('&lt;b&gt;');
  expect(data['text/html']).not.toMatch(/null|NaN|undefined/);
});

test('lists and typed arrays in a cell are written out, and a column of numbers may begin with nothing', () => {
  const rows = [
    { n: null, list: Float32Array.of(0.5, 2), ids: BigInt64Array.of(1n, 2n) },
    { n: 3, list: [1, 2], ids: BigInt64Array.of() },
  ];
  const frame = dataFrame(rows);
  expect(frame.values).toEqual([
    [null, '0.5, 2', '1, 2'],
    [3, '1, 2', ''],
  ]);
  expect(frame.dtypes[0]).toMatch(/^(float32|int32)$/);
  expect(frame.n!.mean()).toBe(3);
});

test('a word of many characters is cut into as many lines as it takes', () => {
  expect(tableText(['a'], [['x'.repeat(20_000_000)]])).toMatch(/^a\n─+\nx{80}\nx/);
});

test('a row with other keys is named', () => {
  expect(() => dataFrame([{ a: 1 }, { a: 1, b: 2 }])).toThrow('row 2 of the table has a, b, and the first a');
});

test('a table of 150,000 rows is written', () => {
  const rows = Array.from({ length: 150_000 }, (_, i) => ['x', i]);
  expect(tableText(['a', 'b'], rows).split('\n')).toHaveLength(150_002);
});
