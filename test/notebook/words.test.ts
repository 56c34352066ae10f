import { expect, test } from 'vitest';
import { counted, signed } from '../../src/notebook';

test('a noun stands in the plural unless there is one', () => {
  expect([0, 1, 3].map(count => counted(count, 'seed'))).toEqual(['0 seeds', '1 seed', '3 seeds']);
});

test('a difference shows its sign', () => {
  expect([1.26, -2, 0, -0.04].map(value => signed(value))).toEqual(['+1.3', '−2.0', '+0.0', '+0.0']);
});
