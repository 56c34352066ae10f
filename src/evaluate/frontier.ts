/** One setting of a method on the plane of translation (x) against general ability (y). */
export interface FrontierPoint {
  x: number;
  y: number;
}

/**
 * What a method keeps at a matched translation quality: the highest y at x on the line through its points, in the order given (from the
 * gentlest setting to the harshest). Between two neighbours (x0, y0) and (x1, y1)
 *
 *     y = y0 + (y1 − y0) · (x − x0) / (x1 − x0).
 *
 * @returns NaN when the line does not reach x
 */
export function frontierAt(points: readonly FrontierPoint[], x: number): number {
  let best = Number.NaN;
  const reach = (y: number) => {
    if (!(best >= y)) best = y;
  };
  points.forEach((to, i) => {
    if (to.x === x) reach(to.y);
    const from = points[i - 1];
    if (from === undefined || (from.x - x) * (to.x - x) >= 0) return;
    reach(from.y + ((to.y - from.y) * (x - from.x)) / (to.x - from.x));
  });
  return best;
}
