import type { ArrayData } from '../../../core/export';
import { chosenDensity } from '../../density/choose';
import { useDensityView } from '../../density/view';
import { endOf } from '../../lenses/probe/end-of';
import { useTrainingTime } from '../../lenses/time/training-time';
import { useSession } from '../../state/session';
import { integers, jsonArray, named } from '../arrays';
import { registerExport } from '../registry';
import { trainingFilm } from './training';

/** Held-out items whose log p is taken out. */
const ITEMS = 10_000;

/** Held-out items with their log p, and drawn items where a sampler draws from the density. */
async function arrays(): Promise<ReadonlyMap<string, ArrayData>> {
  const { client, info } = useSession.getState();
  const view = useDensityView.getState();
  const density = info && chosenDensity(info, view.node);
  if (!client || !info || !density)
    throw new Error('No model with a density is open; press Train or take one step, then export again.');
  const { step } = useTrainingTime.getState();
  const weights = step === null ? undefined : { step };
  const label = view.label !== null && view.label < density.classes ? view.label : null;
  const count = Math.min(ITEMS, info.data.test);
  const channel = 'export.density';
  const items = await client.request('probe.data', { channel, split: 'test', offset: 0, count });
  const of = { split: 'test', offset: 0 } as const;
  const values = await client.request('probe.density', { channel, weights, node: density.node, of, count, label });
  const { sampler } = density;
  const draws =
    sampler === null
      ? null
      : await client.request('probe.sample', {
          channel,
          weights,
          node: sampler,
          seed: view.seed,
          count: view.count,
          num_inference_steps: 1,
          label,
        });
  return named({
    items: { shape: [items.count, ...items.itemShape], data: items.values },
    labels: info.data.classes.length > 0 ? integers(items.labels) : null,
    log_prob: { shape: [values.count], data: values.logProb },
    samples: draws && {
      shape: [draws.count, ...draws.itemShape],
      data: endOf(draws).slice(),
    },
    settings: jsonArray({
      run: info.run,
      node: density.node,
      kind: density.kind,
      label,
      seed: view.seed,
      step: values.step,
    }),
  });
}

registerExport('density', { films: trainingFilm, arrays });
