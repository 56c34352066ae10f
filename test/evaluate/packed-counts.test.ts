import { describe, expect, it } from 'vitest';
import { packCounts, unpackCounts } from '../../src/evaluate';

describe('counts as a short text', () => {
  it('are the same when they are read again, also from JSON', () => {
    const rows = [
      [0, 1, 57, 255],
      [3, 12_345, 0, 9],
    ];
    const text = packCounts(rows);
    expect(text).toHaveLength(8);
    expect(unpackCounts(JSON.parse(JSON.stringify(text)), 4)).toEqual(rows);
    expect(unpackCounts(packCounts([]), 4)).toEqual([]);
  });

  it('are whole numbers, in rows of one length', () => {
    for (const count of [-1, 0.5, Number.NaN, 60_000])
      expect(() => packCounts([[count]])).toThrow(`${count} is no count`);
    expect(() => packCounts([[1, 2], [3]])).toThrow('the rows are to be as long as one another');
    expect(() => unpackCounts('###', 2)).toThrow('3 counts are no rows of 2');
  });
});
