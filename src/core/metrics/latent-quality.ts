import { countPoints, squaredDistance } from './samples';

/**
 * The value below which a share of the values lies, linear between neighbours (Hyndman & Fan 1996, type 7).
 * @param share 0 gives the least, 0.5 the median, 1 the largest.
 * @throws RangeError where there are no values.
 */
export function quantile(values: Float32Array, share: number): number {
  if (values.length === 0) throw new RangeError('quantile: got no values, expected at least one.');
  const sorted = Float64Array.from(values).sort();
  const at = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return below + (above - below) * (at - Math.floor(at));
}

/** Share of the values that are at most `limit`; those that are not finite are above every limit. */
export function shareWithin(values: Float32Array, limit: number): number {
  let within = 0;
  for (const value of values) if (value <= limit) within++;
  return within / values.length;
}

/**
 * Mean Euclidean distance between rows of the same place in two sets, [n, dim] each.
 * @throws RangeError where the sets are not equally large, or empty.
 */
export function meanDistance(a: Float32Array, b: Float32Array, dim: number): number {
  const n = countPoints('mean distance, first set', a, dim);
  if (countPoints('mean distance, second set', b, dim) !== n)
    throw new RangeError(`mean distance: got ${n} and ${b.length / dim} points, expected as many in each set.`);
  let total = 0;
  for (let i = 0; i < n; i++) total += Math.sqrt(squaredDistance(a, i, b, i, dim));
  return total / n;
}

/**
 * How different neighbours are, measured by how different strangers are: the mean distance between each row and its
 * neighbour over the mean distance between each row and the one half the set further, of which it knows nothing. 0 where
 * all rows are the same.
 * @param items [n, dim], in no particular order
 * @param neighbours [n, dim], a neighbour of each
 */
export function roughness(items: Float32Array, neighbours: Float32Array, dim: number): number {
  const half = Math.floor(items.length / dim / 2) * dim;
  const turned = new Float32Array(items.length);
  turned.set(items.subarray(half));
  turned.set(items.subarray(0, half), items.length - half);
  const strangers = meanDistance(items, turned, dim);
  return strangers > 0 ? meanDistance(items, neighbours, dim) / strangers : 0;
}

/** Standard deviation of each column of [n, dim]. */
export function spread(rows: Float32Array, dim: number): Float32Array {
  const n = countPoints('spread', rows, dim);
  return Float32Array.from({ length: dim }, (_, d) => {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < n; i++) sum += rows[i * dim + d];
    const mean = sum / n;
    for (let i = 0; i < n; i++) squares += (rows[i * dim + d] - mean) ** 2;
    return Math.sqrt(squares / n);
  });
}
