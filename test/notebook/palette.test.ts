import { expect, test } from 'vitest';
import { methods } from '../../src/methods';
import { colours } from '../../src/notebook';

test('every method has a colour of its own, and so has the base', () => {
  const names = ['base', ...Object.values(methods).map(({ name }) => name)];
  expect(Object.keys(colours)).toEqual(expect.arrayContaining(names));
  expect(new Set(Object.values(colours)).size).toBe(Object.keys(colours).length);
});
