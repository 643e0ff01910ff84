/**
 * Index of the point (row-major x, y) nearest to (x, y), or −1 when none lies within `radius` world units.
 * `shown` may leave points out.
 */
export function nearestPoint(
  points: Float32Array,
  count: number,
  x: number,
  y: number,
  radius: number,
  shown?: (index: number) => boolean,
): number {
  let best = -1;
  let bestSquare = radius * radius;
  for (let i = 0; i < count; i++) {
    const dx = points[2 * i] - x;
    const dy = points[2 * i + 1] - y;
    const square = dx * dx + dy * dy;
    if (square <= bestSquare && (!shown || shown(i))) {
      best = i;
      bestSquare = square;
    }
  }
  return best;
}
