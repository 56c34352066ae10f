import { expect, test } from 'vitest';
import { type ShownToken, showTokens } from '../../src/notebook';
import { segmentColours } from '../../src/notebook/palette';
import { recordShown } from './shown';

const shown = recordShown();
const htmlOf = (tokens: ShownToken[]) => {
  showTokens([tokens]);
  return shown.at(-1)?.data['text/html'] as string;
};

test('markup in a token is shown, never obeyed', () => {
  const html = htmlOf([{ text: '<script>alert(1)</script>', segment: 2, weight: 1 }]);
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(html).not.toContain('<script');
});

test('every token says which part it belongs to and what it weighs in the loss', () => {
  const html = htmlOf([
    { text: 'Translate', segment: 0, weight: 0 },
    { text: 'Hallo', segment: 1, weight: 1 },
    { text: 'means', segment: 2, weight: 0.5 },
  ]);
  expect(html).toContain('title="prompt, weight 0"');
  expect(html).toContain('title="translation, weight 1"');
  expect(html).toContain('title="rationale, weight 0.5"');
});

test('a rationale that weighs less is paler', () => {
  // Strength 0.25 + 0.75 · weight of 255: ff at weight 1, 9f at one half, 40 at 0.
  const strength = (weight: number) => {
    const html = htmlOf([
      { text: 'Hallo', segment: 1, weight: 1 },
      { text: 'x', segment: 2, weight },
    ]);
    return new RegExp(`background:${segmentColours.rationale}(..);`).exec(html)?.[1];
  };
  expect([1, 0.5, 0].map(strength)).toEqual(['ff', '9f', '40']);
});

test('a token that is a part of a character is a small box', () => {
  const part = { text: '\uFFFD', segment: 0, weight: 0 };
  expect(htmlOf([part, part, { text: 'pfel', segment: 0, weight: 0 }])).not.toContain('\uFFFD');
  expect(shown.at(-1)?.data['text/plain']).toBe('▯▯pfel');
});

test('line ends are visible, and the plain text is the example itself', () => {
  const html = htmlOf([
    { text: 'Hallo', segment: 1, weight: 1 },
    { text: '\n\n', segment: 2, weight: 1 },
  ]);
  expect(html).toContain('⏎⏎');
  expect(shown[0]?.data['text/plain']).toBe('Hallo\n\n');
});
