import type { RandomKey } from '../../tensor/random';

/** A batch of points in the plane. */
export interface PointBatch {
  /** [n, 2] */
  x: Float32Array;
  /** [n], below the set's `labelCount`. */
  label: Uint8Array;
}

/** A point as a user draws it, each coordinate in [-1, 1]. */
export type DrawnPoint = readonly [x: number, y: number];

/**
 * A set of points in the plane, of which any number can be drawn.
 *
 * Every set is standardised: zero mean and unit variance of its *distribution* (the formula stands in each file), never
 * of a batch, so that any two draws have the same scale.
 */
export interface PointSet {
  /** Stable name, kept in documents. */
  id: string;
  title: string;
  help: string;
  /** What a label counts, for instance `mode` or `arm`. */
  labelName: string;
  labelCount: number;
  /**
   * Draws n points. The same key gives the same points, on every machine.
   * @param drawn what the user drew; only the set `drawn` looks at it.
   * @throws RangeError if the set is `drawn` and nothing was drawn.
   */
  sample(n: number, key: RandomKey, drawn?: readonly DrawnPoint[]): PointBatch;
}

/** Mean and variance of each coordinate of a distribution before it is standardised. */
export interface Moments {
  mean: readonly [x: number, y: number];
  variance: readonly [x: number, y: number];
}
