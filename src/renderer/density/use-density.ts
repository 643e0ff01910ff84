import type {
  DataItems,
  DensityInfo,
  DensityScanValues,
  DensityValues,
  SessionInfo,
  Trajectory,
  WeightsRef,
} from '../../protocol/worker';
import type { Probe } from '../lenses/probe/follower';
import { useProbe } from '../lenses/probe/use-probe';
import { type AskedWeights, useWeights } from '../lenses/time/training-time';
import { useSession } from '../state/session';
import { useDensityView } from './view';

/** A density, and what asks about it: several lanes ask beside each other. */
export interface AskedDensity {
  info: SessionInfo;
  density: DensityInfo;
  lane: number;
  visible: boolean;
}

/** Weights that are asked, with a key that also changes when a live setting was moved: bandwidths are such settings. */
function useAsked(): AskedWeights {
  const { weights, key } = useWeights();
  const live = useSession((session) => session.liveVersion);
  return { weights, key: `${key} ${live}` };
}

/** The class that a density is asked for: the chosen one where it takes labels. */
const useLabel = ({ classes }: DensityInfo): number | null => {
  const label = useDensityView((view) => view.label);
  return label !== null && label < classes ? label : null;
};

/** What is on a grid, and its answer. */
export interface Gridded<Grid> {
  grid: Grid;
  values: DensityValues;
}

/** log p at places; `key` of the grid changes with them. */
export function useDensityGrid<Grid>(
  { density, lane, visible }: AskedDensity,
  grid: { value: Grid; key: string } | null,
  placesOf: (grid: Grid) => Float32Array<ArrayBuffer>,
): Probe<Gridded<Grid>> {
  const { weights, key } = useAsked();
  const label = useLabel(density);
  const { node, dimensions } = density;
  return useProbe<{ weights: WeightsRef | undefined; grid: Grid }, Gridded<Grid>>({
    query: visible && grid ? { weights, grid: grid.value } : null,
    key: `${key} ${node} ${label} ${grid?.key}`,
    ask: async (client, asked) => {
      const points = placesOf(asked.grid);
      const values = await client.request('probe.density', {
        channel: `density.grid.${lane}`,
        weights: asked.weights,
        node,
        of: { points },
        count: points.length / dimensions,
        label,
      });
      return { grid: asked.grid, values };
    },
  });
}

/** log p of the first items of a split. */
export function useDensityOfItems(
  { density, lane, visible }: AskedDensity,
  split: 'train' | 'test',
  count: number,
): Probe<DensityValues> {
  const { weights, key } = useAsked();
  const label = useLabel(density);
  const { node } = density;
  return useProbe({
    query: visible && count > 0 ? { weights, count } : null,
    key: `${key} ${node} ${label} ${split} ${count}`,
    ask: (client, asked) =>
      client.request('probe.density', {
        channel: `density.${split}.${lane}`,
        weights: asked.weights,
        node,
        of: { split, offset: 0 },
        count: asked.count,
        label,
      }),
  });
}

/** Single held-out items. */
export const useItems = (items: readonly number[] | null, name: string): Probe<DataItems> =>
  useProbe({
    query: items,
    key: `${items}`,
    ask: (client, positions) =>
      client.request('probe.data', {
        channel: `density.${name}`,
        split: 'test',
        offset: 0,
        count: positions.length,
        items: [...positions],
      }),
  });

/** Held-out items, as the data has them. */
export const useHeldOut = (info: SessionInfo, most: number, visible: boolean): Probe<DataItems> =>
  useProbe({
    query: visible ? Math.min(most, info.data.test) : null,
    key: `held-out ${most}`,
    ask: (client, count) => client.request('probe.data', { channel: 'density.data', split: 'test', offset: 0, count }),
  });

/** Items drawn from a density, where a sampler of the study draws from it. */
export function useDraws({ density, lane, visible }: AskedDensity, count: number): Probe<Trajectory> {
  const { weights, key } = useAsked();
  const label = useLabel(density);
  const seed = useDensityView((view) => view.seed);
  const { sampler } = density;
  return useProbe({
    query: visible && sampler !== null ? { weights, sampler } : null,
    key: `${key} ${sampler} ${seed} ${count} ${label}`,
    ask: (client, asked) =>
      client.request('probe.sample', {
        channel: `density.sample.${lane}`,
        weights: asked.weights,
        node: asked.sampler,
        seed,
        count,
        num_inference_steps: 1,
        label,
      }),
  });
}

/** Mean log p at other values of the setting that a density is scanned by. */
export function useScan(
  { density, visible }: Omit<AskedDensity, 'lane'>,
  values: Float32Array<ArrayBuffer>,
  count: number,
): Probe<DensityScanValues> {
  const { weights, key } = useAsked();
  const { node, scan } = density;
  return useProbe({
    query: visible && scan ? { weights, values } : null,
    key: `${key} ${node} ${values[0]} ${values.length} ${values[values.length - 1]}`,
    ask: (client, asked) =>
      client.request('probe.density-scan', {
        channel: 'density.scan',
        weights: asked.weights,
        node,
        values: asked.values,
        count,
      }),
  });
}
