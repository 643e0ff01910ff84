import type { Point } from '../../lenses/plane/transform';

/** Latent vectors put into a plane or a room to be seen. */
export interface Layout {
  /** Short and unique, for instance `axes 0 1`, `pca`, `umap 15 0.1 3`: changes when the places mean something else. */
  key: string;
  dimensions: 2 | 3;
  /** count × dimensions, row-major. */
  positions: Float32Array;
  count: number;
  /** Names of the axes, where they mean something. */
  axes: readonly string[];
  /** Whether the origin and the circles of the prior stand for what they say (an orthonormal view of z). */
  prior: boolean;
  /**
   * The latent vector that stands at a point: exact where the layout is linear, else that of the nearest items weighted
   * by their distance. Null where nothing is near.
   */
  toLatent(point: Point): Float32Array<ArrayBuffer> | null;
  /** Where a latent vector stands; null where the layout gives places to its own items alone. */
  toPlane: ((z: Float32Array) => Point) | null;
  /** The same in a room; null in a plane as well. */
  toRoom: ((z: Float32Array) => readonly [number, number, number]) | null;
}
