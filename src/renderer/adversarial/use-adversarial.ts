import type { AdversarialView, SessionInfo, WeightsRef } from '../../protocol/worker';
import type { Probe } from '../lenses/probe/follower';
import { useProbe } from '../lenses/probe/use-probe';
import { useWeights } from '../lenses/time/training-time';
import { type Standing, standingOf } from './scores';
import { useAdversarialView } from './view';

export interface Game<Grid> {
  view: AdversarialView;
  grid: Grid;
  /** The discriminator's word on the grid alone. */
  heat: Float32Array;
  /** Density of the data on the grid, where it is known. */
  density: Float32Array | null;
  standing: Standing;
}

/** Held-out points that the discriminator's mean word on real data is taken from. */
const HELD_OUT = 500;

interface Query<Grid> {
  weights: WeightsRef | undefined;
  seed: number;
  count: number;
  grid: Grid;
  held: Float32Array;
}

/**
 * The game as it stands, asked again when weights, view or choices change. `places` are the points of `grid`, `gridKey` changes
 * with them. The held-out points ride along at the end of the grid, so that one question answers all.
 */
export function useAdversarial<Grid>(
  info: SessionInfo,
  grid: { value: Grid; key: string } | null,
  placesOf: (grid: Grid) => Float32Array,
  visible: boolean,
): Probe<Game<Grid>> {
  const seed = useAdversarialView((view) => view.seed);
  const count = useAdversarialView((view) => view.count);
  const { weights, key } = useWeights();
  const dimensions = info.data.itemShape[0];
  const held = useProbe({
    query: visible ? Math.min(HELD_OUT, info.data.test) : null,
    key: 'held-out',
    ask: (client, many) =>
      client.request('probe.data', { channel: 'adversarial.data', split: 'test', offset: 0, count: many }),
  });
  const query =
    visible && grid && held.value ? { weights, seed, count, grid: grid.value, held: held.value.values } : null;
  const game = useProbe<Query<Grid>, Game<Grid>>({
    query,
    key: `${key} ${seed} ${count} ${grid?.key}`,
    ask: async (client, asked) => {
      const places = placesOf(asked.grid);
      const points = new Float32Array(places.length + asked.held.length);
      points.set(places);
      points.set(asked.held, places.length);
      const view = await client.request('probe.adversarial', {
        channel: 'adversarial',
        weights: asked.weights,
        seed: asked.seed,
        count: asked.count,
        grid: points,
        gridCount: points.length / dimensions,
      });
      const cells = places.length / dimensions;
      return {
        view,
        grid: asked.grid,
        heat: view.gridScores.slice(0, cells),
        density: view.gridDensity?.slice(0, cells) ?? null,
        standing: standingOf(view, view.gridScores.subarray(cells)),
      };
    },
  });
  return game.error === null && held.error !== null ? { value: game.value, error: held.error } : game;
}
