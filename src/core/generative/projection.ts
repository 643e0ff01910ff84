/** Principal components of a stream of batches. Items are rows (n, d). */
import {
  add,
  diagonal,
  diagonalMatrix,
  expandDims,
  matmul,
  mean,
  mul,
  ones,
  reshape,
  sub,
  sum,
  type Tensor,
  transpose,
  triangularSolve,
} from '../tensor';
import { cholesky } from './cholesky';

/** Mean (d) and covariance (d, d) of what was seen. */
export interface Moments {
  mean: Tensor;
  covariance: Tensor;
}

/**
 * The moments after a batch, which counts as `share` of all that was then seen: exactly those of all items where batches are alike
 * and the t-th share is 1 / t. Source: Chan, Golub & LeVeque 1979, eq. 1.5.
 */
export const withBatch = (before: Moments, x: Tensor, share: Tensor): Moments => {
  const [n, d] = x.shape;
  const centre = mean(x, { axes: [0] });
  const away = sub(x, expandDims(centre, 0));
  const moved = reshape(sub(centre, before.mean), [d, 1]);
  const kept = sub(1, share);
  const batch = mul(mul(share, 1 / n), matmul(away, away, { transposeA: true }));
  const between = mul(mul(share, kept), matmul(moved, transpose(moved, [1, 0])));
  return {
    mean: add(before.mean, mul(share, sub(centre, before.mean))),
    covariance: add(mul(kept, before.covariance), add(batch, between)),
  };
};

/** What keeps the factor of a singular matrix finite, as a share of its mean diagonal. */
const RIDGE = 1e-6;

/** Rows (k, d) made orthogonal and of length 1, in their order: the Gram–Schmidt process by way of a Cholesky factor. */
const orthonormal = (rows: Tensor): Tensor => {
  const [k] = rows.shape;
  const products = matmul(rows, rows, { transposeB: true });
  const ridge = mul(RIDGE / k, sum(diagonal(products)));
  const held = add(products, diagonalMatrix(mul(ridge, ones([k]))));
  return triangularSolve(cholesky(held).matrix, rows);
};

/** What is added to every variance: where nothing varies, as in a first batch of one item, directions stay as they are. */
const STAY = 1e-12;

/**
 * One step of orthogonal iteration towards the directions of most variance (k, d), widest first (Golub & Van Loan 2013,
 * section 8.2.4). The way to the i-th shortens by the ratio of the (i + 1)-th variance to its own.
 */
export const towardsComponents = (components: Tensor, covariance: Tensor): Tensor =>
  orthonormal(orthonormal(add(matmul(components, covariance), mul(STAY, components))));

/** Variance along each direction (k). */
export const variancesAlong = (components: Tensor, covariance: Tensor): Tensor =>
  sum(mul(matmul(components, covariance), components), { axes: [1] });

/** x (n, d) → its place along each direction (n, k). */
export const project = (x: Tensor, centre: Tensor, components: Tensor): Tensor =>
  matmul(sub(x, expandDims(centre, 0)), components, { transposeB: true });

/** z (n, k) → the nearest x (n, d) that lies there. */
export const projectBack = (z: Tensor, centre: Tensor, components: Tensor): Tensor =>
  add(matmul(z, components), expandDims(centre, 0));
