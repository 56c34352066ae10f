import { describe, expect, it } from 'vitest';
import { frontierAt } from '../../src/evaluate';

const line = [
  { x: 10, y: 90 },
  { x: 20, y: 70 },
  { x: 30, y: 10 },
];

describe('general ability at a matched translation quality', () => {
  it('is that of a setting which has this quality', () => {
    for (const { x, y } of line) expect(frontierAt(line, x)).toBe(y);
  });

  it('lies on the straight line between two settings', () => {
    expect(frontierAt(line, 15)).toBe(80);
    expect(frontierAt(line, 27.5)).toBe(25);
  });

  it('is unknown beyond the settings that were tried', () => {
    expect(frontierAt(line, 9.9)).toBeNaN();
    expect(frontierAt(line, 30.1)).toBeNaN();
    expect(frontierAt([], 10)).toBeNaN();
  });

  it('is the best there is when a harsher setting translates worse', () => {
    expect(frontierAt([...line, { x: 25, y: 5 }], 27.5)).toBe(25);
    expect(
      frontierAt(
        [
          { x: 10, y: 20 },
          { x: 30, y: 20 },
          { x: 10, y: 60 },
        ],
        20,
      ),
    ).toBe(40);
  });
});
