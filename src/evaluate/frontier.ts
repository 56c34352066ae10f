/** One setting of a method on the plane of translation (x) against general ability (y). */
export interface FrontierPoint {
  x: number;
  y: number;
}

/** What a line says at some x: between two of its points, by their places in the list. */
export interface FrontierReading {
  y: number;
  from: number;
  to: number;
  /** How far it is from the one to the other, 0 to 1. */
  share: number;
}

/**
 * What a method keeps at a matched translation quality: the highest y at x on the line through its points, in the order given (from the
 * gentlest setting to the harshest). Between two neighbours (x0, y0) and (x1, y1)
 *
 *     y = y0 + s · (y1 − y0),   s = (x − x0) / (x1 − x0).
 *
 * @returns undefined when the line does not reach x
 */
export function frontierReading(points: readonly FrontierPoint[], x: number): FrontierReading | undefined {
  let best: FrontierReading | undefined;
  const reach = (reading: FrontierReading) => {
    if (!(best && best.y >= reading.y)) best = reading;
  };
  points.forEach((end, to) => {
    if (end.x === x) reach({ y: end.y, from: to, to, share: 0 });
    const start = points[to - 1];
    if (start === undefined || (start.x - x) * (end.x - x) >= 0) return;
    const share = (x - start.x) / (end.x - start.x);
    reach({ y: start.y + share * (end.y - start.y), from: to - 1, to, share });
  });
  return best;
}

/** The y of {@link frontierReading}; NaN when the line does not reach x. */
export const frontierAt = (points: readonly FrontierPoint[], x: number): number =>
  frontierReading(points, x)?.y ?? Number.NaN;
