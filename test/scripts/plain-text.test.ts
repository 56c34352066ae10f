import { expect, it } from 'vitest';
// @ts-expect-error a script without types
import { plainText } from '../../scripts/lib/plain-text.mjs';

it.each([
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
