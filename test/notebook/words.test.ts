import { expect, test } from 'vitest';
import { counted, signed } from '../../src/notebook';
import { folded } from '../../src/notebook/words';

test('a noun stands in the plural unless there is one', () => {
  expect([0, 1, 3].map(count => counted(count, 'seed'))).toEqual(['0 seeds', '1 seed', '3 seeds']);
});

test('a difference shows its sign', () => {
  expect([1.26, -2, 0, -0.04].map(value => signed(value))).toEqual(['+1.3', '−2.0', '+0.0', '+0.0']);
});

test('a text is folded at spaces, and a word that is longer than a line anywhere', () => {
  expect(folded('one two three', 7)).toEqual(['one two', 'three']);
  expect(folded('a steamshipping b', 5)).toEqual(['a', 'steam', 'shipp', 'ing b']);
});
