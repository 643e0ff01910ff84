/** Kernel density estimates: a Gaussian of one width around every item that is remembered. Items are rows (n, d). */
import {
  add,
  cast,
  clamp,
  constant,
  div,
  equal,
  expandDims,
  floor,
  gather,
  less,
  log,
  logSumExp,
  matmul,
  maximum,
  mul,
  type Operand,
  reshape,
  slice,
  square,
  sub,
  sum,
  type Tensor,
  where,
} from '../tensor';

const LOG_TWO_PI = Math.log(2 * Math.PI);
/** Stands for the logarithm of 0, which sums of exponentials cannot take. */
const LOG_ZERO = -1e30;
/** Items of up to so many numbers are subtracted number by number, which loses no digits where two are close. */
const MOST_SUBTRACTED = 8;

/** Items that are remembered: the first `count` rows (m, d). */
export interface Remembered {
  items: Tensor;
  /** A scalar, at least 1. */
  count: Tensor;
}

/** Squared distances (n, m) between the rows of two tables. */
export const squaredDistances = (x: Tensor, y: Tensor): Tensor => {
  const [, d] = x.shape;
  if (d > MOST_SUBTRACTED) {
    const lengths = (rows: Tensor): Tensor => sum(square(rows), { axes: [1] });
    const both = add(expandDims(lengths(x), 1), expandDims(lengths(y), 0));
    return maximum(sub(both, mul(2, matmul(x, y, { transposeB: true }))), 0);
  }
  const column = (rows: Tensor, j: number): Tensor => slice(rows, { axes: [1], starts: [j], ends: [j + 1] });
  const squares = Array.from({ length: d }, (_, j) =>
    square(sub(column(x, j), reshape(column(y, j), [1, y.shape[0]]))),
  );
  return squares.reduce((total, next) => add(total, next));
};

const indices = (count: number, shape: readonly number[]): Tensor =>
  constant(
    Float32Array.from({ length: count }, (_, i) => i),
    shape,
  );

/** log K_h(x − r) without its constant (n, m), nothing for rows that are not filled. */
const exponents = (x: Tensor, { items, count }: Remembered, bandwidth: Operand): Tensor => {
  const [m] = items.shape;
  const scaled = mul(squaredDistances(x, items), div(-0.5, square(bandwidth)));
  return where(less(indices(m, [1, m]), count), scaled, LOG_ZERO);
};

const logConstant = (d: number, bandwidth: Operand): Tensor => mul(-d, add(log(bandwidth), 0.5 * LOG_TWO_PI));

/**
 * log p(x) = log 1/N Σ_i N(x; r_i, h²I) of each item (n), in nats (Parzen 1962; Bishop 2006, eq. 2.250).
 * @param bandwidth h, a scalar.
 */
export const kernelLogProb = (x: Tensor, remembered: Remembered, bandwidth: Operand): Tensor => {
  const [, d] = x.shape;
  const total = logSumExp(exponents(x, remembered, bandwidth), { axes: [1] });
  return add(sub(total, log(remembered.count)), logConstant(d, bandwidth));
};

/**
 * The same for items of which the i-th is row i of what is remembered, each told by all others: what is left out answers
 * whether the estimate holds for items that it does not know (Silverman 1986, section 3.4.4). Items beyond the last row are told
 * by all.
 */
export const leaveOneOutLogProb = (x: Tensor, remembered: Remembered, bandwidth: Operand): Tensor => {
  const [[n, d], [m]] = [x.shape, remembered.items.shape];
  const own = equal(indices(n, [n, 1]), indices(m, [1, m]));
  const total = logSumExp(where(own, LOG_ZERO, exponents(x, remembered, bandwidth)), { axes: [1] });
  const isRow = cast(less(indices(n, [n]), m), 'float32');
  const others = maximum(sub(remembered.count, isRow), 1);
  return add(sub(total, log(others)), logConstant(d, bandwidth));
};

/** Mean of numbers about what is remembered (m), of which only the filled rows count: a scalar. */
export const meanOfFilled = (values: Tensor, { items, count }: Remembered): Tensor => {
  const [m] = items.shape;
  return div(sum(where(less(indices(m, [m]), count), values, 0)), count);
};

/** Items (n, d) from uniform numbers (n), which choose what is remembered, and standard normal ones (n, d). */
export const drawFromKernels = (
  { items, count }: Remembered,
  bandwidth: Operand,
  uniform: Tensor,
  noise: Tensor,
): Tensor => {
  const chosen = cast(clamp(floor(mul(uniform, count)), 0, items.shape[0] - 1), 'int32');
  return add(gather(items, chosen, 0), mul(bandwidth, noise));
};
