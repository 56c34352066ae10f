import { expect, test } from 'vitest';
// @ts-expect-error: the scripts are plain JavaScript
import { plainText } from '../../scripts/lib/plain-text.mjs';
// @ts-expect-error: the scripts are plain JavaScript
import { createReporter } from '../../scripts/lib/terminal.mjs';

test.each([
  ['colours', 'a \x1b[1;31mred\x1b[0m b', 'a red b'],
  ['moves and deletions', 'a\x1b[2K\x1b[1A\x1b[?25lb', 'ab'],
  ['titles and links', 'a\x1b]0;title\x07b \x1b]8;;http://x.example\x1b\\link\x1b]8;;\x1b\\', 'ab link'],
  ['device strings', 'a\x1bP1$r0m\x1b\\b', 'ab'],
  ['sequences of one byte (C1)', 'a\x9b31mb', 'a31mb'],
  ['bells, backspaces, carriage returns', 'a\x07\b\rb', 'ab'],
  ['turned directions', 'a\u202eb', 'ab'],
])('of a text for the terminal %s are taken out', (_, text, shown) => {
  expect(plainText(text)).toBe(shown);
});

test('letters, tabs and line ends stay', () => {
  expect(plainText('Grüße\t你好 👩‍👩‍👧\n ± λ ١')).toBe('Grüße\t你好 👩‍👩‍👧\n ± λ ١');
});

test('many beginnings of sequences take no time', () => {
  const begun = performance.now();
  plainText('\x1b]'.repeat(200_000));
  expect(performance.now() - begun).toBeLessThan(5000);
});

test('a heading of a notebook is one line of the terminal, and no command to it', () => {
  const written: string[] = [];
  const report = createReporter({ isTTY: false, columns: 80, write: (text: string) => written.push(text) });
  report({ type: 'cell', at: 0, total: 2, heading: 'A \x1b[31mred\x1b[2J heading\nand more' });
  expect(written).toHaveLength(1);
  expect(written[0]).toMatch(/^\[ 1\/2\] +0 s {2}A red heading and more\n$/);
});

test.each([
  ['plain\ttext\nstays, ä 猫 🦙', 'plain\ttext\nstays, ä 猫 🦙'],
  ['\x1b[31mred\x1b[0m', 'red'],
  ['\x1b]0;a title\x07after', 'after'],
  ['\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\', 'link'],
  ['\x1bc\x1b(Bx', 'x'],
  ['a\rb\bc\x00\x7f\x9b31m', 'abc31m'],
  ['right \u202eto left\u202c', 'right to left'],
])('%j is shown as %j', (text, shown) => {
  expect(plainText(text)).toBe(shown);
});
