import type { LatentVectors } from '../layout/linear';
import { changeLatentView } from '../view';

/** Standard deviations of the prior that a slider reaches each way. */
export const REACH = 3;

/** Takes the sliders to a draw from the prior, where there are sliders and a draw was found. */
export function pinDraw(set: LatentVectors, row: number): void {
  if (set.width > 2 && row >= 0) pinItem(set, row);
}

/** Takes the traversal sliders to an item, as far as they reach. */
export function pinItem({ z, width }: LatentVectors, item: number): void {
  const own = z.subarray(item * width, (item + 1) * width);
  changeLatentView({ base: Array.from(own, (part) => Math.min(REACH, Math.max(-REACH, part))), traversal: true });
}
