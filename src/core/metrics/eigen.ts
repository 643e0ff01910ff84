/** Sweeps over all pairs of axes; Jacobi's method needs fewer than ten for what float64 can tell. */
const MOST_SWEEPS = 60;

/**
 * Eigenvalues, in no particular order, and eigenvectors of a symmetric matrix, by Jacobi rotations (Golub & Van Loan 2013, section 8.5).
 * @param matrix [n, n], row-major; only looked at.
 * @returns `vectors` [n, n]: column k belongs to `values[k]`; columns are orthonormal.
 */
export function symmetricEigen(matrix: Float64Array, n: number): { values: Float64Array; vectors: Float64Array } {
  if (matrix.length !== n * n)
    throw new RangeError(`eigenvalues: got ${matrix.length} numbers, expected ${n} × ${n} = ${n * n}.`);
  const a = matrix.slice();
  const v = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
  const size = a.reduce((sum, value) => sum + value * value, 0);
  for (let sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a, n) > 1e-26 * size; sweep++)
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, v, n, p, q);
  return { values: Float64Array.from({ length: n }, (_, i) => a[i * n + i]), vectors: v };
}

const offDiagonal = (a: Float64Array, n: number): number => {
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) sum += 2 * a[i * n + j] ** 2;
  return sum;
};

/** Turns axes p and q so that a[p, q] becomes 0. */
const rotate = (a: Float64Array, v: Float64Array, n: number, p: number, q: number): void => {
  const across = a[p * n + q];
  if (across === 0) return;
  const theta = (a[q * n + q] - a[p * n + p]) / (2 * across);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const [kp, kq] = [a[k * n + p], a[k * n + q]];
    a[k * n + p] = c * kp - s * kq;
    a[k * n + q] = s * kp + c * kq;
  }
  for (let k = 0; k < n; k++) {
    const [pk, qk] = [a[p * n + k], a[q * n + k]];
    a[p * n + k] = c * pk - s * qk;
    a[q * n + k] = s * pk + c * qk;
    const [kp, kq] = [v[k * n + p], v[k * n + q]];
    v[k * n + p] = c * kp - s * kq;
    v[k * n + q] = s * kp + c * kq;
  }
};
