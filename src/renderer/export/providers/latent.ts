import type { ArrayData } from '../../../core/export';
import type { SessionInfo } from '../../../protocol/worker';
import { useSelection } from '../../latent/brush/selection';
import { possibleLayout } from '../../latent/layout/options';
import { shownPlaces } from '../../latent/layout/shown';
import { movePathHead, usePathHead } from '../../latent/path/head';
import { priorDraws, shownDraws } from '../../latent/points/prior-draws';
import { askedClass, type LatentModel, latentModel } from '../../latent/points/source';
import { availableItems, MOST_POINTS, useLatentView } from '../../latent/view';
import { useTrainingTime } from '../../lenses/time/training-time';
import { useSession } from '../../state/session';
import { integers, jsonArray, named } from '../arrays';
import { registerExport } from '../registry';
import { settled } from '../settled';
import type { Film } from '../types';
import { trainingFilm } from './training';

/** Items that the training process encodes at a time. */
const CHUNK = 20_000;

/** Draws from the prior, where they stand, and the class that they are asked to be. */
function drawnArrays(info: SessionInfo, { width, classes }: LatentModel): ReadonlyMap<string, ArrayData> {
  const { count: asked, seed, label, layout, axes } = useLatentView.getState();
  const count = shownDraws(width, asked);
  const places = shownPlaces(count);
  return named({
    z: { shape: [count, width], data: priorDraws(width, count, seed) },
    positions: places && { shape: [count, places.dimensions], data: places.positions.slice() },
    settings: jsonArray({
      run: info.run,
      seed,
      label: askedClass(classes, label),
      layout: possibleLayout(layout, 'prior'),
      axes,
      classes: info.data.classes,
    }),
  });
}

/**
 * The items of the lens, encoded again: latent means, classes, columns, where they stand, and which are selected; or the draws
 * from the prior.
 */
async function arrays(): Promise<ReadonlyMap<string, ArrayData>> {
  const { client, info } = useSession.getState();
  const model = info && latentModel(info.probes);
  if (info && model?.source === 'prior') return drawnArrays(info, model);
  const width = info?.probes.encode?.width;
  if (!client || !info || !width)
    throw new Error(
      'No model with a latent space is open; train one with an encoder or a generator, then export again.',
    );
  const { split, count: asked, layout, axes } = useLatentView.getState();
  const { step } = useTrainingTime.getState();
  const weights = step === null ? undefined : { step };
  const count = Math.min(asked, availableItems(info, split) ?? MOST_POINTS);
  const z = new Float32Array(count * width);
  const labels = new Int32Array(count);
  const columns = new Map<string, Float32Array>();
  let trained = 0;
  for (let offset = 0; offset < count; offset += CHUNK) {
    const answer = await client.request('probe.encode', {
      channel: 'export.encode',
      weights,
      split,
      offset,
      count: Math.min(CHUNK, count - offset),
      columns: [...(info.probes.encode?.columns ?? [])],
    });
    z.set(answer.z, offset * width);
    labels.set(answer.labels, offset);
    for (const [name, values] of Object.entries(answer.columns)) {
      const all = columns.get(name) ?? new Float32Array(count);
      all.set(values, offset);
      columns.set(name, all);
    }
    trained = answer.step;
  }
  const places = shownPlaces(count);
  const selection = useSelection.getState();
  const chosen = selection.split === split ? selection.indices.filter((index) => index < count) : null;
  return named({
    z: { shape: [count, width], data: z },
    labels: info.data.classes.length > 0 ? { shape: [count], data: labels } : null,
    positions: places && { shape: [count, places.dimensions], data: places.positions.slice() },
    selection: chosen && chosen.length > 0 ? integers(chosen) : null,
    ...Object.fromEntries([...columns].map(([name, data]) => [name, { shape: [count], data }])),
    settings: jsonArray({ run: info.run, split, step: trained, layout, axes, classes: info.data.classes }),
  });
}

/** Along the path, with what is decoded at its play head. */
function pathFilm(): Film[] {
  if (!useLatentView.getState().path) return [];
  const { at } = usePathHead.getState();
  return [
    {
      id: 'path',
      title: 'Along the path',
      seconds: 4,
      stops: null,
      async turnTo(share) {
        movePathHead(share);
        await settled();
      },
      done: () => movePathHead(at),
    },
  ];
}

registerExport('latent', { films: () => [...pathFilm(), ...trainingFilm()], arrays });
