import type { Extent } from '../../lenses/plane/transform';

/** What a search needs of a k-d tree over places in the plane (a `KDBush`). */
export interface PointIndex {
  /** Index of each point, in the order of the tree. */
  ids: ArrayLike<number>;
  /** x, y of each point, in the order of the tree. */
  coords: ArrayLike<number>;
  nodeSize: number;
}

/** Left, right, axis and squared distance of each waiting branch; trees of 2³² points are not deeper. */
const stack = new Float64Array(4 * 64);

/**
 * Index of the point nearest to (x, y), or −1 when none lies within `radius` world units. `shown` may leave points out.
 * Branches farther away than what was found are not looked at, so a crowd under the pointer costs no more than a single point.
 */
export function nearestInIndex(
  { ids, coords, nodeSize }: PointIndex,
  x: number,
  y: number,
  radius: number,
  shown?: (index: number) => boolean,
): number {
  let best = -1;
  let bestSquare = radius * radius;
  let top = 0;
  const look = (at: number) => {
    const square = (coords[2 * at] - x) ** 2 + (coords[2 * at + 1] - y) ** 2;
    if (square > bestSquare || (shown && !shown(ids[at]))) return;
    best = ids[at];
    bestSquare = square;
  };
  const push = (left: number, right: number, axis: number, square: number) => {
    stack.set([left, right, axis, square], top);
    top += 4;
  };
  if (ids.length > 0) push(0, ids.length - 1, 0, 0);
  while (top > 0) {
    top -= 4;
    const [left, right, axis, square] = [stack[top], stack[top + 1], stack[top + 2], stack[top + 3]];
    if (square > bestSquare) continue;
    if (right - left <= nodeSize) {
      for (let at = left; at <= right; at++) look(at);
      continue;
    }
    const middle = (left + right) >> 1;
    look(middle);
    const away = (axis === 0 ? x : y) - coords[2 * middle + axis];
    // The near side is looked at first, so it is pushed last.
    if (away <= 0) {
      push(middle + 1, right, 1 - axis, away * away);
      push(left, middle - 1, 1 - axis, 0);
    } else {
      push(left, middle - 1, 1 - axis, away * away);
      push(middle + 1, right, 1 - axis, 0);
    }
  }
  return best;
}

/** Indices of all points in a box, or null when there are more than `most`. */
export function pointsInBox(
  { ids, coords, nodeSize }: PointIndex,
  { minX, maxX, minY, maxY }: Extent,
  most: number,
): number[] | null {
  const found: number[] = [];
  const waiting = [{ left: 0, right: ids.length - 1, axis: 0 }];
  const look = (at: number) => {
    const [x, y] = [coords[2 * at], coords[2 * at + 1]];
    if (x >= minX && x <= maxX && y >= minY && y <= maxY) found.push(ids[at]);
  };
  for (let branch = waiting.pop(); branch; branch = waiting.pop()) {
    if (found.length > most) return null;
    const { left, right, axis } = branch;
    if (right - left <= nodeSize) {
      for (let at = left; at <= right; at++) look(at);
      continue;
    }
    const middle = (left + right) >> 1;
    look(middle);
    const place = coords[2 * middle + axis];
    const [low, high] = axis === 0 ? [minX, maxX] : [minY, maxY];
    if (low <= place) waiting.push({ left, right: middle - 1, axis: 1 - axis });
    if (high >= place) waiting.push({ left: middle + 1, right, axis: 1 - axis });
  }
  return found.length > most ? null : found;
}
