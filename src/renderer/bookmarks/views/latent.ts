import { z } from 'zod';
import { DEFAULT_LAYOUT, METHOD_NAMES } from '../../latent/layout/options';
import { useOrbitEye } from '../../latent/orbit/eye';
import { FRAME_COUNTS } from '../../latent/path/path';
import { chooseTwin, useTwin } from '../../latent/twins/twin';
import { MANIFOLD_ROWS, MOST_POINTS, useLatentView } from '../../latent/view';
import { useProject } from '../../state/project';
import { useSession } from '../../state/session';
import { registerLensView } from '../registry';
import { storeView } from '../store-view';

const dimension = z.int().min(0).max(4_095);
const vector = z.array(z.number()).max(4_096);
const interpolation = z.enum(['lerp', 'slerp']);
const zColumn = z.templateLiteral(['z', dimension]);

const layout = z.object({
  method: z.enum(['axes', 'pca', 'umap', 'tsne']).catch(DEFAULT_LAYOUT.method),
  dimensions: z.union([z.literal(2), z.literal(3)]).catch(DEFAULT_LAYOUT.dimensions),
  neighbours: z.int().min(2).max(200).catch(DEFAULT_LAYOUT.neighbours),
  minDist: z.number().min(0).max(1).catch(DEFAULT_LAYOUT.minDist),
  perplexity: z.number().min(2).max(200).catch(DEFAULT_LAYOUT.perplexity),
  seed: z.int().min(0).catch(DEFAULT_LAYOUT.seed),
});

const knot = z.object({
  z: vector,
  item: z.int().min(0).nullable(),
  at: z.tuple([z.number(), z.number()]),
  layout: z.string().max(80),
});
const path = z
  .object({
    knots: z.array(knot).max(64),
    legs: z.array(interpolation).max(64),
    frames: z.literal(FRAME_COUNTS).catch(11),
    snap: z.boolean().catch(false),
  })
  .refine(({ knots, legs }) => legs.length === Math.max(0, knots.length - 1));

const eye = z
  .object({
    layout: z.string().max(80),
    theta: z.number(),
    phi: z.number(),
    distance: z.number().positive(),
    target: z.tuple([z.number(), z.number(), z.number()]),
  })
  .nullable();

function showEye(value: unknown): string[] {
  if (value === undefined) return [];
  const checked = eye.safeParse(value);
  if (checked.success) useOrbitEye.setState({ eye: checked.data });
  return checked.success ? [] : ['eye'];
}

/** A run that has gone, or is the open one, cannot stand beside it. */
function showTwin(value: unknown): string[] {
  if (value === undefined) return [];
  const own = useSession.getState().info?.run;
  const found = useProject.getState().runs.find(({ run, step }) => run === value && run !== own && step > 0);
  chooseTwin(found?.run ?? null);
  return value === null || found ? [] : ['the run beside it'];
}

registerLensView(
  'latent',
  storeView({
    lens: 'latent',
    store: useLatentView,
    fields: {
      split: z.enum(['train', 'test']),
      count: z.int().min(1).max(MOST_POINTS),
      seed: z.int().min(0).max(999_999),
      label: z.int().min(0).max(255).nullable(),
      axes: z.object({ x: dimension, y: dimension }),
      layout,
      colourBy: z.union([
        z.enum(['label', 'distance', 'moved', 'reconstruction_error', 'posterior_std', 'cluster', 'component']),
        zColumn,
      ]),
      density: z.enum(['off', 'lines', 'filled']),
      points: z.boolean(),
      sprites: z.boolean(),
      traversal: z.boolean(),
      isolated: z
        .array(z.int().min(0))
        .max(4_096)
        .transform((labels): ReadonlySet<number> => new Set(labels)),
      manifold: z.boolean(),
      manifoldKind: z.enum(['view', 'prior']),
      manifoldRows: z.literal(MANIFOLD_ROWS),
      path: path.nullable(),
      base: vector,
    },
    words: ({ layout, path }) => [
      ...(layout.method === 'axes' ? [] : [METHOD_NAMES[layout.method]]),
      ...(path ? ['path'] : []),
    ],
    more: {
      read: () => ({ eye: eye.parse(useOrbitEye.getState().eye), twin: useTwin.getState().run }),
      show: (view) => [...showEye(view.eye), ...showTwin(view.twin)],
    },
  }),
);
