import { inverseDistanceWeights, nearestRows, type Tick } from './nearest';
import { sampleIndices, takeRows } from './sample';

/** How all items follow the few that settle: by their nearest of them in the latent space. */
export interface Placing {
  count: number;
  /** Rows of the items that settle. */
  sample: Int32Array<ArrayBuffer>;
  k: number;
  /** count × k positions in `sample`, and their weights; an item of the sample follows itself alone. */
  anchors: Int32Array<ArrayBuffer>;
  weights: Float32Array<ArrayBuffer>;
}

const FOLLOWED = 3;
/** Multiplications that finding the nearest may take, some seconds; beyond, fewer items of the sample are compared. */
const BUDGET = 6e9;
const FEWEST_ANCHORS = 200;

/** Finds for each of `count` vectors (row-major, `width` wide) the nearest items of the sample and their weights. */
export function planPlaces(
  z: Float32Array,
  width: number,
  count: number,
  sample: Int32Array<ArrayBuffer>,
  tick: Tick = () => {},
): Placing {
  const most = Math.max(FEWEST_ANCHORS, Math.floor(BUDGET / (count * width)));
  const compared = sampleIndices(sample.length, most);
  const near =
    count === sample.length
      ? null
      : nearestRows(z, takeRows(z, width, takeEntries(sample, compared)), width, FOLLOWED, tick);
  const k = near?.k ?? 1;
  const anchors = new Int32Array(count * k);
  const weights = new Float32Array(count * k);
  if (near) {
    for (let i = 0; i < count; i++) {
      const of = inverseDistanceWeights(near.distances.subarray(i * k, (i + 1) * k));
      for (let slot = 0; slot < k; slot++) {
        anchors[i * k + slot] = compared[near.indices[i * k + slot]];
        weights[i * k + slot] = of[slot];
      }
    }
  }
  for (let s = 0; s < sample.length; s++) {
    anchors.fill(s, sample[s] * k, (sample[s] + 1) * k);
    weights.fill(0, sample[s] * k, (sample[s] + 1) * k);
    weights[sample[s] * k] = 1;
  }
  return { count, sample, k, anchors, weights };
}

const takeEntries = (values: Int32Array, at: Int32Array): Int32Array => at.map((index) => values[index]);

/** Places of all items, row-major, from those of the sample. */
export function placeAll(
  plan: Placing,
  places: readonly ArrayLike<number>[],
  dimensions: number,
): Float32Array<ArrayBuffer> {
  const { count, k, anchors, weights } = plan;
  const out = new Float32Array(count * dimensions);
  for (let i = 0; i < count; i++) {
    for (let slot = i * k; slot < (i + 1) * k; slot++) {
      const place = places[anchors[slot]];
      for (let d = 0; d < dimensions; d++) out[i * dimensions + d] += weights[slot] * place[d];
    }
  }
  return out;
}
