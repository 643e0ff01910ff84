import { checkerboard } from './checkerboard';
import { drawn } from './drawn';
import { eightGaussians } from './gaussians';
import { twoMoons } from './moons';
import { rings } from './rings';
import { pinwheel, spirals, swissRoll } from './spirals';
import type { PointSet } from './types';

export { eightGaussiansModes } from './gaussians';
export type { DrawnPoint, PointBatch, PointSet } from './types';

/** Every set of points, in the order to show them. */
export const pointSets: readonly PointSet[] = [
  eightGaussians,
  twoMoons,
  swissRoll,
  checkerboard,
  spirals,
  rings,
  pinwheel,
  drawn,
];

/**
 * The set with this id.
 * @throws RangeError if there is none.
 */
export function pointSet(id: string): PointSet {
  const found = pointSets.find((set) => set.id === id);
  if (found) return found;
  throw new RangeError(
    `point set "${id}": is unknown, expected one of ${pointSets.map((set) => set.id).join(', ')}; choose one of them.`,
  );
}
