import { z } from 'zod';
import { useSession } from '../../state/session';
import { type Lane, laneSettings, MOST_LANES } from '../../trajectory/lanes';
import { moveTo, usePosition, useTrajectoryView } from '../../trajectory/view';
import { commonWalk, placeWords } from '../../trajectory/walk-words';
import { registerLensView } from '../registry';
import { storeView } from '../store-view';

const name = z.string().min(1).max(64).nullable().catch(null);
const lane = z.object({
  id: z
    .int()
    .min(0)
    .max(MOST_LANES - 1),
  sampler: name,
  method: name,
  num_inference_steps: z.int().min(1).max(1_000).nullable().catch(null),
  guidance_scale: z.number().min(0).max(100).nullable().catch(null),
  eta: z.number().min(0).max(1).nullable().catch(null),
  label: z.int().min(0).max(255).nullable().catch(null),
});
const share = z.number().min(0).max(1);

/** Where the lanes are on their way, as their timeline says it. */
function placeNow(lanes: readonly Lane[]): string {
  const probes = useSession.getState().info?.probes;
  const walks = probes ? lanes.map((each) => laneSettings(each, probes)?.walk ?? null) : [];
  return placeWords(commonWalk(walks), usePosition.getState().share);
}

registerLensView(
  'trajectory',
  storeView({
    lens: 'trajectory',
    store: useTrajectoryView,
    fields: {
      lanes: z
        .array(lane)
        .min(1)
        .max(MOST_LANES)
        .refine((lanes) => new Set(lanes.map(({ id }) => id)).size === lanes.length),
      seed: z
        .int()
        .min(0)
        .max(2 ** 31 - 1),
      count: z.int().min(1).max(100_000),
      ground: z.enum(['none', 'velocity', 'score', 'density', 'model_density']),
      trails: z.boolean(),
      x0: z.boolean(),
      data: z.boolean(),
      lattice: z.boolean(),
      colour: z.enum(['class', 'angle', 'plain']),
      follow: z.boolean(),
      loop: z.boolean(),
      speed: z.number().min(0.05).max(16),
      picked: z.int().min(0).nullable(),
      camera: z.boolean(),
      everyStep: z.boolean(),
      pad: z.boolean(),
    },
    words: ({ lanes }) => [...(lanes.length > 1 ? [`${lanes.length} lanes`] : []), placeNow(lanes)],
    more: {
      read: () => ({ share: usePosition.getState().share }),
      show(view) {
        const checked = share.optional().safeParse(view.share);
        if (checked.data !== undefined) moveTo(checked.data);
        return checked.success ? [] : ['share'];
      },
    },
  }),
);
