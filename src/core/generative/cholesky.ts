import {
  concat,
  constant,
  diagonal,
  div,
  log,
  matmul,
  mul,
  reshape,
  slice,
  sqrt,
  sub,
  sum,
  type Tensor,
} from '../tensor';

export interface CholeskyFactor {
  /** Lower triangular L [..., d, d]. */
  matrix: Tensor;
  /** log |L| = ½ log |A| [...]. */
  logDet: Tensor;
}

/**
 * L with L·Lᵀ = A for positive definite A [..., d, d], column by column; the program grows with d, so for d up to some
 * dozens. Source: Golub & Van Loan 2013, algorithm 4.2.2 (outer product form).
 */
export const cholesky = (a: Tensor): CholeskyFactor => {
  const [d] = a.shape.slice(-1);
  const batch = a.shape.slice(0, -2);
  const columns: Tensor[] = [];
  let rest = a;
  for (let j = 0; j < d; j++) {
    const column = slice(rest, { axes: [-1], starts: [j], ends: [j + 1] });
    const pivot = sqrt(slice(column, { axes: [-2], starts: [j], ends: [j + 1] }));
    const below = constant(
      Float32Array.from({ length: d }, (_, i) => (i < j ? 0 : 1)),
      [d, 1],
    );
    const next = mul(div(column, pivot), below);
    columns.push(next);
    if (j < d - 1) rest = sub(rest, matmul(next, reshape(next, [...batch, 1, d])));
  }
  const matrix = columns.length === 1 ? columns[0] : concat(columns, -1);
  return { matrix, logDet: sum(log(diagonal(matrix)), { axes: [-1] }) };
};
