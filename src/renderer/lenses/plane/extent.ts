import type { Extent } from './transform';

/** Enough points to know where the bulk lies; of more, every so many is looked at. */
const SAMPLED = 20_000;

/**
 * Box around the bulk of `count` points (row-major x, y), leaving out the outermost `tail` share on each side.
 * Null without a finite point.
 */
export function robustExtent(points: Float32Array, count: number, tail = 0.005): Extent | null {
  const stride = Math.max(1, Math.ceil(count / SAMPLED));
  const xs = new Float32Array(Math.ceil(count / stride));
  const ys = new Float32Array(xs.length);
  let kept = 0;
  for (let i = 0; i < count; i += stride) {
    const x = points[2 * i];
    const y = points[2 * i + 1];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    xs[kept] = x;
    ys[kept++] = y;
  }
  if (kept === 0) return null;
  const cut = Math.floor(kept * tail);
  const sortedX = xs.subarray(0, kept).sort();
  const sortedY = ys.subarray(0, kept).sort();
  return {
    minX: sortedX[cut],
    maxX: sortedX[kept - 1 - cut],
    minY: sortedY[cut],
    maxY: sortedY[kept - 1 - cut],
  };
}

export const unionExtent = (a: Extent, b: Extent): Extent => ({
  minX: Math.min(a.minX, b.minX),
  maxX: Math.max(a.maxX, b.maxX),
  minY: Math.min(a.minY, b.minY),
  maxY: Math.max(a.maxY, b.maxY),
});

/** A square around the origin that reaches `radius` each way. */
export const originExtent = (radius: number): Extent => ({ minX: -radius, maxX: radius, minY: -radius, maxY: radius });
