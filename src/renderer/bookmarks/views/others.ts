import { z } from 'zod';
import { useAdversarialView } from '../../adversarial/view';
import { useCodesView } from '../../codes/view';
import { useCurvesView } from '../../curves/view';
import { useDensityView } from '../../density/view';
import { useSamplesView } from '../../samples/view';
import { LONGEST_PROMPT } from '../../text/use-writing';
import { LONGEST, useTextView } from '../../text/view';
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
    fields: {
      seed,
      frozen: z.string().max(80).nullable(),
      item: z.int().min(0).max(10_000_000),
      given: z.int().min(0).max(4_096).nullable(),
    },
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

const densityNode = z.string().max(64).nullable();

registerLensView(
  'density',
  storeView({
    lens: 'density',
    store: useDensityView,
    fields: {
      node: densityNode,
      beside: densityNode,
      scale: z.enum(['p', 'log']),
      heat: z.boolean(),
      contours: z.boolean(),
      data: z.boolean(),
      samples: z.boolean(),
      label: z.int().min(0).max(255).nullable(),
      seed,
      count: z.int().min(1).max(2_000),
    },
    words: ({ scale, label }) => [
      ...(scale === 'log' ? ['log p'] : []),
      ...(label === null ? [] : [`class ${label + 1}`]),
    ],
  }),
);

const code = z.int().min(0).max(8_191);

registerLensView(
  'codes',
  storeView({
    lens: 'codes',
    store: useCodesView,
    fields: {
      item: z.int().min(0).max(999),
      place: z.int().min(0).max(4_095).nullable(),
      code: code.nullable(),
      order: z.enum(['usage', 'index']),
      look: z.enum(['mean', 'alone']),
      edited: z.array(code).max(4_096).nullable(),
    },
    words: ({ item, edited }) => [`item ${item + 1}`, ...(edited ? ['changed codes'] : [])],
  }),
);

registerLensView(
  'text',
  storeView({
    lens: 'text',
    store: useTextView,
    fields: {
      mode: z.enum(['write', 'read']),
      prompt: z.string().max(LONGEST_PROMPT),
      chosen: z
        .array(
          z.object({
            place: z.int().min(0),
            token: z.int().min(0).max(65_535),
            piece: z.string().max(400),
            logProb: z.number(),
            from: z.literal('chosen'),
          }),
        )
        .max(LONGEST),
      length: z.int().min(0).max(LONGEST),
      cursor: z.int().min(0).nullable(),
      temperature: z.number().min(0.1).max(2),
      topK: z.int().min(0).max(40),
      seed,
      offset: z.int().min(0).max(10_000_000),
    },
    words: ({ mode, prompt }) => (mode === 'read' ? ['held-out'] : prompt === '' ? [] : [`“${prompt.slice(0, 24)}”`]),
  }),
);
