import KDBush from 'kdbush';
import type { Point } from '../../lenses/plane/transform';
import type { Layout } from './layout';
import type { LatentVectors } from './linear';
import { inverseDistanceWeights } from './nearest';

/** Places that were found by settling. */
export interface SettledPlaces {
  key: string;
  dimensions: 2 | 3;
  /** count × dimensions. */
  positions: Float32Array;
  count: number;
  /** Rows of the items that settled. */
  sample: Int32Array;
}

/** Items that say together what lies at a point. */
const NEIGHBOURS = 8;
/** Share of the picture's diagonal within which they are looked for. */
const NEAR = 0.03;

/**
 * A layout whose places have no formula. What lies at a point is the mean of the vectors of its nearest items, weighted by
 * the inverse square of their distance (Shepard 1968); nothing where no item is near.
 */
export function scatteredLayout(places: SettledPlaces, { z, width, count }: LatentVectors, name: string): Layout {
  const { key, dimensions, positions, sample } = places;
  let index: { tree: KDBush; radius: number } | null = null;
  const toLatent = ([x, y]: Point): Float32Array<ArrayBuffer> | null => {
    if (dimensions === 3) return null;
    index ??= plant(positions, sample);
    const squares = (row: number) => (positions[2 * row] - x) ** 2 + (positions[2 * row + 1] - y) ** 2;
    const near = index.tree
      .within(x, y, index.radius)
      .map((entry) => ({ row: sample[entry], square: squares(sample[entry]) }))
      .sort((a, b) => a.square - b.square)
      .slice(0, NEIGHBOURS);
    return near.length === 0 ? null : blend(z, width, near);
  };
  return {
    key,
    dimensions,
    positions,
    count,
    axes: Array.from({ length: dimensions }, (_, k) => `${name} ${k + 1}`),
    prior: false,
    toLatent,
    toPlane: null,
    toRoom: null,
  };
}

function plant(positions: Float32Array, sample: Int32Array): { tree: KDBush; radius: number } {
  const tree = new KDBush(sample.length);
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of sample) {
    tree.add(positions[2 * row], positions[2 * row + 1]);
    for (let k = 0; k < 2; k++) {
      low[k] = Math.min(low[k], positions[2 * row + k]);
      high[k] = Math.max(high[k], positions[2 * row + k]);
    }
  }
  tree.finish();
  return { tree, radius: NEAR * Math.hypot(high[0] - low[0], high[1] - low[1]) };
}

function blend(
  z: Float32Array,
  width: number,
  near: readonly { row: number; square: number }[],
): Float32Array<ArrayBuffer> {
  const weights = inverseDistanceWeights(near.map(({ square }) => Math.sqrt(square)));
  const out = new Float32Array(width);
  near.forEach(({ row }, slot) => {
    for (let j = 0; j < width; j++) out[j] += weights[slot] * z[row * width + j];
  });
  return out;
}
