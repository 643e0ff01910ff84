/** Nearest rows: `k` for each of `count` queries, row-major, the nearest first. */
export interface NearestRows {
  k: number;
  indices: Int32Array<ArrayBuffer>;
  /** Euclidean distances. */
  distances: Float32Array<ArrayBuffer>;
}

/** Called now and then with the queries that are done. */
export type Tick = (done: number) => void;

/** Queries between two ticks. */
const TICK = 256;

/**
 * The `k` nearest of `rows` (row-major, `width` wide) for each query, by Euclidean distance, compared with every one: for some
 * thousand rows that is faster than an index, and exact.
 */
export function nearestRows(
  queries: Float32Array,
  rows: Float32Array,
  width: number,
  most: number,
  tick: Tick = () => {},
): NearestRows {
  const count = queries.length / width;
  const candidates = rows.length / width;
  const k = Math.min(most, candidates);
  const indices = new Int32Array(count * k);
  const distances = new Float32Array(count * k).fill(Number.POSITIVE_INFINITY);
  for (let q = 0; q < count; q++) {
    if (q % TICK === 0) tick(q);
    const at = q * k;
    let worst = Number.POSITIVE_INFINITY;
    for (let row = 0; row < candidates; row++) {
      const square = squareDistance(queries, q * width, rows, row * width, width, worst);
      if (square >= worst) continue;
      let slot = at + k - 1;
      while (slot > at && distances[slot - 1] > square) {
        distances[slot] = distances[slot - 1];
        indices[slot] = indices[slot - 1];
        slot--;
      }
      distances[slot] = square;
      indices[slot] = row;
      worst = distances[at + k - 1];
    }
    for (let slot = at; slot < at + k; slot++) distances[slot] = Math.sqrt(distances[slot]);
  }
  return { k, indices, distances };
}

/** ‖a − b‖², or something above `enough` as soon as that is certain. */
function squareDistance(
  a: Float32Array,
  fromA: number,
  b: Float32Array,
  fromB: number,
  width: number,
  enough: number,
): number {
  let sum = 0;
  let j = 0;
  while (j < width) {
    const stop = Math.min(width, j + 8);
    for (; j < stop; j++) {
      const difference = a[fromA + j] - b[fromB + j];
      sum += difference * difference;
    }
    if (sum > enough) return sum;
  }
  return sum;
}

/** Weights of neighbours at these distances, which sum to 1: inverse squares (Shepard 1968), all on a row at distance zero. */
export function inverseDistanceWeights(distances: ArrayLike<number>): number[] {
  const near = Array.from(distances);
  const zero = near.some((distance) => distance === 0);
  const weights = near.map((distance) => (zero ? Number(distance === 0) : 1 / (distance * distance)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
