import { z } from 'zod';
import { useAdversarialView } from '../../adversarial/view';
import { useCurvesView } from '../../curves/view';
import { useSamplesView } from '../../samples/view';
import { registerLensView } from '../registry';
import { storeView } from '../store-view';

const seed = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);

registerLensView(
  'curves',
  storeView({
    lens: 'curves',
    store: useCurvesView,
    fields: {
      smoothing: z.number().min(0).max(1),
      log: z.boolean(),
      hidden: z
        .array(z.string().max(80))
        .max(200)
        .transform((names): ReadonlySet<string> => new Set(names)),
    },
    words: ({ log }) => (log ? ['logarithmic'] : []),
  }),
);

registerLensView(
  'samples',
  storeView({
    lens: 'samples',
    store: useSamplesView,
    fields: { seed },
    words: () => [`noise ${useSamplesView.getState().seed}`],
  }),
);

registerLensView(
  'adversarial',
  storeView({
    lens: 'adversarial',
    store: useAdversarialView,
    fields: {
      heat: z.boolean(),
      boundary: z.boolean(),
      real: z.boolean(),
      fake: z.boolean(),
      arrows: z.boolean(),
      optimal: z.boolean(),
      seed,
      count: z.int().min(1).max(100_000),
    },
    words: () => [],
  }),
);
