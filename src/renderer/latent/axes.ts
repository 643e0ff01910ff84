import type { Point } from '../lenses/plane/transform';

/** The two latent dimensions that the plane shows. Both are 0 when z has one number, which then lies along x. */
export interface PlaneAxes {
  x: number;
  y: number;
  /** Into the depth, where three are shown. */
  z?: number;
}

/** The latent vector at a point of the plane; the dimensions that the plane does not show are taken from `base`. */
export function embed([x, y]: Point, axes: PlaneAxes, base: ArrayLike<number>): Float32Array<ArrayBuffer> {
  const z = Float32Array.from(base);
  if (z.length > 1) z[axes.y] = y;
  z[axes.x] = x;
  return z;
}

/** Which axes a model of this width can show, keeping the present ones where they fit. */
export const fittingAxes = (axes: PlaneAxes, width: number): PlaneAxes => {
  if (width === 1) return { x: 0, y: 0 };
  if (axes.x < width && axes.y < width && axes.x !== axes.y) return axes;
  return { x: 0, y: 1 };
};

/** The dimension that goes into the depth: the chosen one, or the first that the plane does not show. */
export function thirdAxis(axes: PlaneAxes, width: number): number {
  const free = (axis: number) => axis < width && axis !== axes.x && axis !== axes.y;
  if (axes.z !== undefined && free(axes.z)) return axes.z;
  return [0, 1, 2].find(free) ?? 0;
}

export const subscript = (n: number): string => [...String(n)].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('');
