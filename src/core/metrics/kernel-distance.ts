import { countPoints } from './samples';

/**
 * Kernel distance between two sets, unbiased: the squared maximum mean discrepancy under k(x, y) = (xᵀy / dim + 1)³, as a mean over blocks of as many
 * points of each set (of features of pictures: Bińkowski et al. 2018, "Demystifying MMD GANs", section 4, KID). About 0, and as often below as above,
 * where both sets come from one distribution.
 * @param a [n, dim]
 * @param b [m, dim]
 * @param block points of each set in a block, 1 000 at most unless given; what does not fill the last block is left out.
 * @throws RangeError if a set has fewer than two points.
 */
export function kernelDistance(a: Float32Array, b: Float32Array, dim: number, block = 1_000): number {
  const least = Math.min(
    countPoints('kernel distance, first set', a, dim),
    countPoints('kernel distance, second set', b, dim),
  );
  const n = Math.min(block, least);
  if (n < 2) throw new RangeError(`kernel distance: got sets of ${least} points, expected at least 2 in each.`);
  const blocks = Math.floor(least / n);
  let total = 0;
  for (let k = 0; k < blocks; k++) {
    const [one, other] = [a, b].map((points) => points.subarray(k * n * dim, (k + 1) * n * dim));
    total += within(one, n, dim) + within(other, n, dim) - 2 * across(one, other, n, dim);
  }
  return total / blocks;
}

const kernel = (a: Float32Array, i: number, b: Float32Array, j: number, dim: number): number => {
  let dot = 0;
  for (let d = 0, p = i * dim, q = j * dim; d < dim; d++, p++, q++) dot += a[p] * b[q];
  return (dot / dim + 1) ** 3;
};

/** Mean over different points of one set. */
const within = (points: Float32Array, n: number, dim: number): number => {
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) sum += kernel(points, i, points, j, dim);
  return (2 * sum) / (n * (n - 1));
};

const across = (a: Float32Array, b: Float32Array, n: number, dim: number): number => {
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += kernel(a, i, b, j, dim);
  return sum / (n * n);
};
