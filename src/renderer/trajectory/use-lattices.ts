import type { WalkInfo } from '../../protocol/worker';
import { useProbe } from '../lenses/probe/use-probe';
import { useWeights } from '../lenses/time/training-time';
import type { Frames } from './frames';
import type { LaneSettings } from './lanes';
import { latticeOf } from './lattice';
import type { FollowedLane } from './use-lanes';
import { usePosition } from './view';

const LATTICE = latticeOf();

/** Whether the plane of noise is bent layer by layer, so that lines drawn in it can be followed. */
export const bendsPlane = ({ unit, noise }: Pick<WalkInfo, 'unit' | 'noise'>): boolean =>
  unit === 'layer' && noise === 2;

/** One map of the plane: of a walk that asks each class in turn there are as many as classes. */
const bends = ({ walk, classes, label }: LaneSettings): boolean =>
  walk !== null && bendsPlane(walk) && (classes === 0 || label !== null);

/** Where the points of the lattice are on the way from noise to data, for every lane that bends the plane, by lane. */
export function useLattices(
  lanes: readonly Pick<FollowedLane, 'settings'>[],
  wanted: boolean,
): ReadonlyMap<number, Frames> {
  const { weights, key: version } = useWeights();
  const hold = usePosition(({ scrubbing }) => scrubbing);
  const asked = lanes
    .filter(({ settings }) => bends(settings))
    .map(({ settings: { id, sampler, classes, label } }) => ({
      id,
      node: sampler.node,
      ...(classes > 0 && { label }),
    }));
  const { value } = useProbe({
    query: wanted && asked.length > 0 ? { asked, weights } : null,
    key: JSON.stringify([asked, version]),
    hold,
    ask: async (client, query) => {
      const found = new Map<number, Frames>();
      for (const { id, ...of } of query.asked) {
        const answer = await client.request('probe.sample', {
          channel: `trajectory.lattice.${id}`,
          weights: query.weights,
          ...of,
          seed: 0,
          count: LATTICE.count,
          num_inference_steps: 1,
          noise: LATTICE.points,
        });
        found.set(id, { ...answer, width: 2 });
      }
      return found;
    },
  });
  return wanted && value ? value : NONE;
}

const NONE: ReadonlyMap<number, Frames> = new Map();
