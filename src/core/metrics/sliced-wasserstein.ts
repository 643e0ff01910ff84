import { normal, type RandomKey } from '../tensor/random';
import { countPoints } from './samples';

export interface SlicedWassersteinOptions {
  /** Number of random directions, 128 by default. */
  projections?: number;
  /** Chooses the directions. Compare numbers only where it is the same: then the directions are the same too. */
  key: RandomKey;
}

/**
 * Sliced Wasserstein-1 distance between two sets of points, in the unit of the points: the mean over random directions,
 * uniform on the sphere, of the mean distance |F⁻¹(q) − G⁻¹(q)| between the quantiles of the projected sets
 * (Bonneel et al. 2015, "Sliced and Radon Wasserstein barycenters of measures", with p = 1). Exact for each direction,
 * also where the counts differ. Shifting a set in the plane by v gives 2/pi·|v| (the mean |cos|), not |v|.
 *
 * It is never 0 between two draws of one distribution; `realFloor` says what to expect. On the standardised eight
 * Gaussians, 10 000 points against 10 000, the floor is 0.015 on average, and a rectified flow trained in PyTorch
 * (MLP 128 × 3, 6 000 steps, 50 Euler steps, three seeds) stood at 0.019 to 0.024. The floor falls with the square root
 * of the count (0.023 at 4 000 points), so show a number only beside the floor of the same count.
 *
 * Takes about one sort of both sets a direction.
 * @param a [n, dim]
 * @param b [m, dim]
 * @throws RangeError if a set is empty or does not fill whole points.
 */
export function slicedWasserstein(
  a: Float32Array,
  b: Float32Array,
  dim: number,
  { projections = 128, key }: SlicedWassersteinOptions,
): number {
  const n = countPoints('sliced Wasserstein, first set', a, dim);
  const m = countPoints('sliced Wasserstein, second set', b, dim);
  // A normal vector has a uniform direction.
  const directions = new Float32Array(projections * dim);
  normal(directions, key);
  const projectedA = new Float64Array(n);
  const projectedB = new Float64Array(m);
  let sum = 0;
  for (let p = 0; p < projections; p++) {
    const direction = directions.subarray(p * dim, (p + 1) * dim);
    const length = Math.hypot(...direction);
    project(a, direction, length, projectedA);
    project(b, direction, length, projectedB);
    sum += wasserstein1d(projectedA.sort(), projectedB.sort());
  }
  return sum / projections;
}

function project(points: Float32Array, direction: Float32Array, length: number, out: Float64Array): void {
  const dim = direction.length;
  for (let i = 0, at = 0; i < out.length; i++) {
    let dot = 0;
    for (let d = 0; d < dim; d++) dot += points[at++] * direction[d];
    out[i] = dot / length;
  }
}

/** Wasserstein-1 distance between two ascending lists of equally heavy points: the integral of |F⁻¹(q) − G⁻¹(q)| over q. */
function wasserstein1d(a: Float64Array, b: Float64Array): number {
  const [n, m] = [a.length, b.length];
  let sum = 0;
  // q runs in units of 1 / (n·m), where every step of both quantile functions is a whole number.
  for (let i = 0, j = 0, q = 0; i < n && j < m; ) {
    const next = Math.min((i + 1) * m, (j + 1) * n);
    sum += (next - q) * Math.abs(a[i] - b[j]);
    q = next;
    if (q === (i + 1) * m) i++;
    if (q === (j + 1) * n) j++;
  }
  return sum / (n * m);
}

/**
 * The real-against-real floor: sliced Wasserstein-1 between independent draws of the same distribution, with the options
 * that the model's own number is measured with.
 * @param draw gives the index-th independent draw, [n, dim]; it is asked for the indices 0 … 2·repeats − 1.
 * @returns mean and standard deviation over the repeats.
 */
export function realFloor(
  draw: (index: number) => Float32Array,
  dim: number,
  { repeats, ...options }: SlicedWassersteinOptions & { repeats: number },
): { mean: number; std: number } {
  const distances = Array.from({ length: repeats }, (_, repeat) =>
    slicedWasserstein(draw(2 * repeat), draw(2 * repeat + 1), dim, options),
  );
  const mean = distances.reduce((sum, value) => sum + value, 0) / repeats;
  const variance = distances.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, repeats - 1);
  return { mean, std: Math.sqrt(variance) };
}
