import { largest } from '../extremes';

/** One setting of a method on the plane of translation (x) against general ability (y). */
export interface FrontierPoint {
  x: number;
  y: number;
}

/**
 * What a method keeps at a matched translation quality: the highest y at x on the line through its points, in the order given (from the
 * gentlest setting to the harshest). Between two neighbours (x0, y0) and (x1, y1)
 *
 *     y = y0 + s · (y1 − y0),   s = (x − x0) / (x1 − x0).
 *
 * @returns NaN when the line does not reach x
 */
export function frontierAt(points: readonly FrontierPoint[], x: number): number {
  const readings = points.flatMap((end, to) => {
    const start = points[to - 1];
    const atEnd = end.x === x ? [end.y] : [];
    if (start === undefined || (start.x - x) * (end.x - x) >= 0) return atEnd;
    return [...atEnd, start.y + ((x - start.x) / (end.x - start.x)) * (end.y - start.y)];
  });
  return readings.length === 0 ? Number.NaN : largest(readings);
}
