import { countPoints, squaredDistance } from './samples';

/** Bandwidths of the default kernel, as multiples of the median distance. */
const LADDER = [1 / 4, 1 / 2, 1, 2, 4];
/** The median is taken over the first points of each set: 500 of each give 499 500 pairs. */
const MEDIAN_POINTS = 500;

/**
 * Squared maximum mean discrepancy between two sets of points, unbiased (Gretton et al. 2012, "A kernel two-sample
 * test", equation 3): mean of k over pairs within a, plus within b, minus twice across. The kernel is the mean of
 * Gaussians exp(−‖x − y‖² / (2h²)) over the bandwidths h. Without unit; about 0, and as often below as above, where both
 * sets come from one distribution. Costs (n + m)² / 2 distances: keep to a few thousand points.
 * @param a [n, dim], n ≥ 2
 * @param b [m, dim], m ≥ 2
 * @param options.bandwidths in the unit of the points; by default ¼, ½, 1, 2 and 4 times `medianDistance(a, b)`.
 * To compare numbers, give the same bandwidths to each.
 * @throws RangeError if a set has fewer than two points, or a bandwidth is not above 0.
 */
export function squaredMmd(
  a: Float32Array,
  b: Float32Array,
  dim: number,
  options: { bandwidths?: readonly number[] } = {},
): number {
  const { n, m, withinA, withinB, across } = kernelMeans(a, b, dim, options.bandwidths ?? bandwidthLadder(a, b, dim));
  if (n < 2 || m < 2) throw new RangeError(`MMD: got ${n} and ${m} points, expected at least 2 in each set.`);
  return withinA + withinB - 2 * across;
}

/**
 * Maximum mean discrepancy between two sets of points, biased (Gretton et al. 2012, equation 5): the distance between the
 * means of both sets in the space of the kernel of `squaredMmd`, from 0 to √2. Never 0 between two draws of one distribution, about
 * 1 / √n; show it beside that floor.
 * @param a [n, dim]
 * @param b [m, dim]
 * @param options.bandwidths as for `squaredMmd`
 */
export function mmd(
  a: Float32Array,
  b: Float32Array,
  dim: number,
  options: { bandwidths?: readonly number[] } = {},
): number {
  const { n, m, withinA, withinB, across } = kernelMeans(a, b, dim, options.bandwidths ?? bandwidthLadder(a, b, dim));
  // k(x, x) = 1.
  const [all, others] = [1 + (n - 1) * withinA, 1 + (m - 1) * withinB];
  return Math.sqrt(Math.max(0, all / n + others / m - 2 * across));
}

/** The default bandwidths: ¼, ½, 1, 2 and 4 times `medianDistance(a, b)`. */
export const bandwidthLadder = (a: Float32Array, b: Float32Array, dim: number): number[] => {
  const median = medianDistance(a, b, dim);
  return LADDER.map((factor) => factor * median);
};

/** Means of the kernel over pairs of different points within each set, and over pairs across. */
const kernelMeans = (a: Float32Array, b: Float32Array, dim: number, bandwidths: readonly number[]) => {
  const n = countPoints('MMD, first set', a, dim);
  const m = countPoints('MMD, second set', b, dim);
  if (bandwidths.length === 0 || !bandwidths.every((bandwidth) => bandwidth > 0)) {
    throw new RangeError(`MMD: got the bandwidths ${bandwidths.join(', ')}, expected numbers above 0.`);
  }
  const rates = bandwidths.map((bandwidth) => -1 / (2 * bandwidth ** 2));
  const kernel = (distance: number): number => {
    let sum = 0;
    for (const rate of rates) sum += Math.exp(rate * distance);
    return sum / rates.length;
  };
  const within = (points: Float32Array, count: number): number => {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < i; j++) sum += kernel(squaredDistance(points, i, points, j, dim));
    }
    return count > 1 ? (2 * sum) / (count * (count - 1)) : 0;
  };
  let across = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) across += kernel(squaredDistance(a, i, b, j, dim));
  }
  return { n, m, withinA: within(a, n), withinB: within(b, m), across: across / (n * m) };
};

/**
 * Median distance between different points of both sets taken together (of the first 500 points of each).
 * @throws RangeError if a set is empty, or at least half of the pairs coincide, which gives no bandwidth.
 */
export function medianDistance(a: Float32Array, b: Float32Array, dim: number): number {
  const n = Math.min(countPoints('median distance, first set', a, dim), MEDIAN_POINTS);
  const m = Math.min(countPoints('median distance, second set', b, dim), MEDIAN_POINTS);
  const points = new Float32Array((n + m) * dim);
  points.set(a.subarray(0, n * dim));
  points.set(b.subarray(0, m * dim), n * dim);
  const count = n + m;
  const distances = new Float64Array((count * (count - 1)) / 2);
  for (let i = 0, at = 0; i < count; i++) {
    for (let j = 0; j < i; j++) distances[at++] = Math.sqrt(squaredDistance(points, i, points, j, dim));
  }
  distances.sort();
  const middle = distances.length / 2;
  const median = (distances[Math.floor(middle - 0.5)] + distances[Math.floor(middle)]) / 2;
  if (median > 0) return median;
  throw new RangeError('median distance: at least half of the points coincide; give the bandwidths instead.');
}
