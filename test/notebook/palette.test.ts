import { expect, test } from 'vitest';
import { methods } from '../../src/methods';
import { colours } from '../../src/notebook';

test('every method has a colour of its own, and so has the base', () => {
  const names = ['base', ...Object.values(methods).map(({ name }) => name)];
  expect(Object.keys(colours)).toEqual(expect.arrayContaining(names));
  // RaDis with λ = 1 is RaDis: where other weights stand beside it, it is called so.
  const { 'RaDis, λ = 1': again, ...different } = colours;
  expect(again).toBe(colours.RaDis);
  expect(new Set(Object.values(different)).size).toBe(Object.keys(different).length);
});
