/**
 * Number of points in [n, dim].
 * @throws RangeError if there is none, or the values do not fill whole points.
 */
export function countPoints(name: string, samples: Float32Array, dim: number): number {
  const n = samples.length / dim;
  if (!Number.isInteger(n) || n < 1) {
    throw new RangeError(`${name}: got ${samples.length} values, expected a multiple of the dimension ${dim} above 0.`);
  }
  return n;
}

/** The points of [·, dim] at these places, in their order. */
export function pointsAt(points: Float32Array, dim: number, places: ArrayLike<number>): Float32Array {
  const out = new Float32Array(places.length * dim);
  for (let i = 0; i < places.length; i++) out.set(points.subarray(places[i] * dim, (places[i] + 1) * dim), i * dim);
  return out;
}

/** Squared Euclidean distance between point i of a and point j of b, both [·, dim]. */
export function squaredDistance(a: Float32Array, i: number, b: Float32Array, j: number, dim: number): number {
  let sum = 0;
  for (let d = 0, p = i * dim, q = j * dim; d < dim; d++, p++, q++) sum += (a[p] - b[q]) ** 2;
  return sum;
}
