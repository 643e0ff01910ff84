/** log-odds = weights · x + bias. */
export interface LogisticModel {
  weights: Float64Array;
  bias: number;
}

/** Share of the mean squared weights that is added to the loss, so that sets that never overlap have an answer too. */
const RIDGE = 1e-3;
const MOST_STEPS = 30;
const DONE = 1e-8;

/**
 * Logistic regression by Newton's method (iteratively reweighted least squares), with a ridge of 10⁻³ ‖weights‖² / 2 on the mean loss.
 * @param rows [n, dim], each column about 0 with spread about 1
 * @param labels [n], 0 or 1
 */
export function fitLogistic(rows: Float64Array, labels: Uint8Array, dim: number): LogisticModel {
  const n = labels.length;
  // The last of them is the bias, which no ridge holds.
  const size = dim + 1;
  const theta = new Float64Array(size);
  const at = (i: number, d: number): number => (d < dim ? rows[i * dim + d] : 1);
  for (let step = 0; step < MOST_STEPS; step++) {
    const gradient = new Float64Array(size);
    const hessian = new Float64Array(size * size);
    for (let d = 0; d < dim; d++) {
      gradient[d] = RIDGE * theta[d];
      hessian[d * size + d] = RIDGE;
    }
    // Where every row is told for sure nothing bends any more.
    hessian[size * size - 1] = 1e-9;
    for (let i = 0; i < n; i++) {
      let value = theta[dim];
      for (let d = 0; d < dim; d++) value += theta[d] * rows[i * dim + d];
      const p = 1 / (1 + Math.exp(-value));
      const [error, weight] = [(p - labels[i]) / n, (p * (1 - p)) / n];
      for (let d = 0; d < size; d++) {
        const x = at(i, d);
        gradient[d] += error * x;
        const scaled = weight * x;
        for (let e = 0; e <= d; e++) hessian[d * size + e] += scaled * at(i, e);
      }
    }
    const change = solvePositive(hessian, gradient, size);
    for (let d = 0; d < size; d++) theta[d] -= change[d];
    if (change.reduce((sum, value) => sum + value * value, 0) < DONE) break;
  }
  return { weights: theta.slice(0, dim), bias: theta[dim] };
}

/** log-odds of row i of [n, dim]. */
export function logit({ weights, bias }: LogisticModel, rows: Float64Array, i: number): number {
  return weights.reduce((sum, weight, d) => sum + weight * rows[i * weights.length + d], bias);
}

/** x of A x = b for a positive definite A, of which the lower triangle is read and overwritten (Cholesky). */
const solvePositive = (a: Float64Array, b: Float64Array, n: number): Float64Array => {
  for (let j = 0; j < n; j++)
    for (let i = j; i < n; i++) {
      let sum = a[i * n + j];
      for (let k = 0; k < j; k++) sum -= a[i * n + k] * a[j * n + k];
      a[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-300)) : sum / a[j * n + j];
    }
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= a[i * n + k] * x[k];
    x[i] /= a[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= a[k * n + i] * x[k];
    x[i] /= a[i * n + i];
  }
  return x;
};
