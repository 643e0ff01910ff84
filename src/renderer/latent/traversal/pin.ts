import type { LatentVectors } from '../layout/linear';
import { changeLatentView } from '../view';

/** Standard deviations of the prior that a slider reaches each way. */
export const REACH = 3;

/** Takes the traversal sliders to an item, as far as they reach. */
export function pinItem({ z, width }: LatentVectors, item: number): void {
  const own = z.subarray(item * width, (item + 1) * width);
  changeLatentView({ base: Array.from(own, (part) => Math.min(REACH, Math.max(-REACH, part))), traversal: true });
}
