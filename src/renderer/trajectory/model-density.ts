/** The density that a model itself says, as a picture under the particles. */
import { useMemo } from 'react';
import type { DensityInfo, SessionInfo, WeightsRef } from '../../protocol/worker';
import type { WorkerClient } from '../client/worker-client';
import { cellMiddles, type HeatGrid } from '../lenses/plane/heat-layer';
import { niceCeiling } from '../lenses/plane/ticks';
import type { Extent } from '../lenses/plane/transform';
import { useProbe } from '../lenses/probe/use-probe';
import { useWeights } from '../lenses/time/training-time';
import { paintDensity } from './density';
import type { LaneSettings } from './lanes';
import type { FollowedLane } from './use-lanes';
import { usePosition } from './view';

/** Cells along the longer side of the box. */
const CELLS = 96;
/** The box grows and shrinks by this, so that passing weights do not move it. */
const STEP = 0.5;

export interface ModelDensity {
  grid: HeatGrid;
  pixels: Uint8Array;
  /** The density that gets the last colour. */
  top: number;
  kind: DensityInfo['kind'];
}

/** By lane. */
export type ModelDensities = ReadonlyMap<number, ModelDensity>;

/** A density of points in the plane. */
export const ofPlane = ({ dimensions, latent }: Pick<DensityInfo, 'dimensions' | 'latent'>): boolean =>
  dimensions === 2 && !latent;

type Asked = { node: string; label?: number | null };

/** What a lane's particles are drawn from, or the first density of the plane. */
export function densityOfLane(densities: readonly DensityInfo[], { sampler, label }: LaneSettings): Asked | null {
  const known = densities.filter(ofPlane);
  const found = known.find((each) => each.sampler === sampler.node) ?? known[0];
  return found ? { node: found.node, ...(found.classes > 0 && { label }) } : null;
}

/** Cells of equal sides over a box and a little more. */
export function densityGrid({ minX, minY, maxX, maxY }: Extent): HeatGrid {
  const low = (value: number) => STEP * Math.floor(value / STEP);
  const high = (value: number) => STEP * Math.ceil(value / STEP);
  const extent = { minX: low(minX), minY: low(minY), maxX: high(maxX), maxY: high(maxY) };
  const [wide, tall] = [Math.max(STEP, extent.maxX - extent.minX), Math.max(STEP, extent.maxY - extent.minY)];
  const cell = Math.max(wide, tall) / CELLS;
  return { columns: Math.max(2, Math.round(wide / cell)), rows: Math.max(2, Math.round(tall / cell)), extent };
}

/** A picture of log p at the cells of a grid. What is known up to a factor is shown as a share of its largest value. */
export function densityPicture(logProb: Float32Array, grid: HeatGrid, kind: DensityInfo['kind']): ModelDensity {
  const shift = kind === 'unnormalised' ? logProb.reduce((most, value) => Math.max(most, value), -Infinity) : 0;
  const density = logProb.map((value) => Math.exp(value - shift));
  const top = niceCeiling(density.reduce((most, value) => (value > most ? value : most), 1e-9));
  const pixels = new Uint8Array(4 * density.length);
  paintDensity(density, top, pixels);
  return { grid, pixels, top, kind };
}

/** Asks the model for its density over a box, for every lane, with the weights that the lens looks at. */
export function useModelDensities(
  info: SessionInfo,
  lanes: readonly Pick<FollowedLane, 'settings'>[],
  box: Extent | null,
  wanted: boolean,
): ModelDensities {
  const { weights, key: version } = useWeights();
  const hold = usePosition(({ scrubbing }) => scrubbing);
  const asked = lanes.flatMap(({ settings }) => {
    const of = densityOfLane(info.probes.densities, settings);
    return of ? [{ id: settings.id, of }] : [];
  });
  const { minX, minY, maxX, maxY } = box ?? NOWHERE;
  const grid = useMemo(() => densityGrid({ minX, minY, maxX, maxY }), [minX, minY, maxX, maxY]);
  const { columns, rows, extent } = grid;
  const { value } = useProbe({
    query: wanted && box && asked.length > 0 ? { asked, grid, weights } : null,
    key: JSON.stringify([asked, columns, rows, extent, version]),
    hold,
    ask: async (client, query) => {
      const points = cellMiddles(query.grid);
      const pictures = new Map<string, ModelDensity>();
      const found = new Map<number, ModelDensity>();
      for (const { id, of } of query.asked) {
        const key = JSON.stringify(of);
        const known = pictures.get(key) ?? (await densityOver(client, query, points, of));
        pictures.set(key, known);
        found.set(id, known);
      }
      return found;
    },
  });
  return wanted && value ? value : NONE;
}

async function densityOver(
  client: WorkerClient,
  { grid, weights }: { grid: HeatGrid; weights: WeightsRef | undefined },
  points: Float32Array<ArrayBuffer>,
  asked: Asked,
): Promise<ModelDensity> {
  const { logProb, kind } = await client.request('probe.density', {
    channel: 'trajectory.density',
    weights,
    of: { points },
    count: points.length / 2,
    ...asked,
  });
  return densityPicture(logProb, grid, kind);
}

const NONE: ModelDensities = new Map();
const NOWHERE: Extent = { minX: 0, minY: 0, maxX: 0, maxY: 0 };
