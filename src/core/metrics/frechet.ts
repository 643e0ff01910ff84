import { symmetricEigen } from './eigen';
import { countPoints } from './samples';

/** Mean [dim] and covariance [dim, dim] of a set of points. */
export interface Moments {
  mean: Float64Array;
  covariance: Float64Array;
}

/**
 * @param points [n, dim], n ≥ 2; the covariance divides by n − 1.
 * @throws RangeError if there are fewer than two points.
 */
export function moments(points: Float32Array, dim: number): Moments {
  const n = countPoints('moments', points, dim);
  if (n < 2) throw new RangeError('moments: got one point, expected at least 2.');
  const mean = new Float64Array(dim);
  for (let i = 0; i < points.length; i++) mean[i % dim] += points[i] / n;
  const covariance = new Float64Array(dim * dim);
  const row = new Float64Array(dim);
  for (let i = 0; i < n; i++) {
    for (let d = 0; d < dim; d++) row[d] = points[i * dim + d] - mean[d];
    for (let d = 0; d < dim; d++) for (let e = 0; e <= d; e++) covariance[d * dim + e] += row[d] * row[e];
  }
  for (let d = 0; d < dim; d++)
    for (let e = 0; e <= d; e++) {
      covariance[d * dim + e] /= n - 1;
      covariance[e * dim + d] = covariance[d * dim + e];
    }
  return { mean, covariance };
}

/**
 * Fréchet distance, squared, between the Gaussians that fit two sets: ‖μ_a − μ_b‖² + tr(Σ_a + Σ_b − 2 (Σ_a Σ_b)^½) (Dowson & Landau 1982;
 * of features of pictures: Heusel et al. 2017, "FID", equation 6). In the square of the unit of the points. Never below 0, and above 0 between two
 * draws of one distribution: the fewer points, the more.
 */
export function frechetDistance(a: Moments, b: Moments): number {
  const dim = a.mean.length;
  const root = squareRoot(a.covariance, dim);
  // (Σ_a Σ_b)^½ has the trace of the root of Σ_a^½ Σ_b Σ_a^½, which is symmetric.
  const { values } = symmetricEigen(symmetric(product(product(root, b.covariance, dim), root, dim), dim), dim);
  const shift = a.mean.reduce((sum, value, d) => sum + (value - b.mean[d]) ** 2, 0);
  const shared = values.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
  return Math.max(0, shift + trace(a.covariance, dim) + trace(b.covariance, dim) - 2 * shared);
}

/** Symmetric root of a covariance. Rounding may bring its smallest eigenvalues below 0. */
const squareRoot = (matrix: Float64Array, n: number): Float64Array => {
  const { values, vectors } = symmetricEigen(matrix, n);
  const scaled = vectors.map((value, i) => value * Math.sqrt(Math.max(0, values[i % n])));
  const turned = Float64Array.from(vectors, (_, i) => vectors[(i % n) * n + Math.floor(i / n)]);
  return product(scaled, turned, n);
};

const product = (a: Float64Array, b: Float64Array, n: number): Float64Array => {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) {
      const value = a[i * n + k];
      for (let j = 0; j < n; j++) out[i * n + j] += value * b[k * n + j];
    }
  return out;
};

const symmetric = (matrix: Float64Array, n: number): Float64Array =>
  matrix.map((value, i) => (value + matrix[(i % n) * n + Math.floor(i / n)]) / 2);

const trace = (matrix: Float64Array, n: number): number =>
  matrix.reduce((sum, value, i) => (i % (n + 1) === 0 ? sum + value : sum), 0);
