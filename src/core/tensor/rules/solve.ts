/**
 * Linear equations and determinants of small square matrices of any kind. No engine has an operator for them, so they
 * are lowered to a Gauss–Jordan elimination with partial pivoting, written out column by column.
 */

import type { Rule } from '../rule';
import { apply, sizeOf } from '../rule';
import { normaliseAxis, requireDType, sameShape, show } from '../shapes';
import type { HostTensor, Shape, Tensor, TensorType } from '../types';
import { TensorError } from '../types';
import { add, div, mul, sub } from './binary';
import { equal, where } from './compare';
import { takeAlongAxis } from './gather';
import { broadcastTo, expandDims, reshape, transpose } from './layout';
import { matmul } from './linear';
import { argMax } from './order';
import { concat, slice } from './pieces';
import { constant } from './source';
import { abs, log, neg } from './unary';

export type SolvePrimitive = 'solve' | 'logAbsDet';

/** Beyond this the written-out program grows too long. */
const largest = 64;

function requireSquare(subject: string, { shape }: TensorType): void {
  const [rows, columns] = shape.slice(-2);
  if (shape.length >= 2 && rows === columns && rows <= largest) return;
  throw new TensorError(
    `${subject}: got a matrix ${show(shape)}, expected [..., n, n] with n up to ${largest}; for larger ones use triangular factors.`,
  );
}

/** Brings rows of [a | b] to [1 | a⁻¹b] in place and returns log |det a|. */
function eliminate(rows: Float64Array[], n: number): number {
  let logDeterminant = 0;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) pivot = i;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    logDeterminant += Math.log(Math.abs(rows[k][k]));
    rows[k] = rows[k].map((v) => v / rows[k][k]);
    for (let i = 0; i < n; i++) if (i !== k) rows[i] = rows[i].map((v, j) => v - rows[i][k] * rows[k][j]);
  }
  return logDeterminant;
}

/** The rows of [a | b] of one item of a batch. */
function rowsOf(a: HostTensor, b: HostTensor | undefined, item: number): Float64Array[] {
  const [n] = a.shape.slice(-1);
  const k = b ? b.shape[b.shape.length - 1] : 0;
  return Array.from({ length: n }, (_, i) => {
    const row = new Float64Array(n + k);
    for (let j = 0; j < n; j++) row[j] = a.data[(item * n + i) * n + j];
    for (let j = 0; j < k; j++) row[n + j] = b?.data[(item * n + i) * k + j] ?? 0;
    return row;
  });
}

/** Elements from `start` to `end` along each of the last axes, one pair an axis. */
function part(x: Tensor, ...ranges: readonly (readonly [number, number])[]): Tensor {
  const axes = ranges.map((_, i) => i - ranges.length);
  return slice(x, { axes, starts: ranges.map(([start]) => start), ends: ranges.map(([, end]) => end) });
}

/** int32 [...] → m with rows k and `pivot` exchanged. */
function swapRows(m: Tensor, k: number, pivot: Tensor): Tensor {
  const n = m.shape[m.shape.length - 2];
  const each = constant(
    Int32Array.from({ length: n }, (_, i) => i),
    [n],
  );
  const other = expandDims(pivot, -1); // (..., 1)
  const order = where(equal(each, k), other, where(equal(each, other), k, each)); // (..., n)
  return takeAlongAxis(m, broadcastTo(expandDims(order, -1), m.shape), -2);
}

/** As `eliminate`, on tensors [..., n, n + k]; the pivots are [..., 1, 1]. */
function eliminateTensor(augmented: Tensor): { reduced: Tensor; pivots: Tensor[] } {
  const [n, width] = augmented.shape.slice(-2);
  const pivots: Tensor[] = [];
  let m = augmented;
  for (let k = 0; k < n; k++) {
    if (k < n - 1) {
      const below = part(m, [k, n], [k, k + 1]);
      m = swapRows(m, k, reshape(add(argMax(abs(below), -2), k), below.shape.slice(0, -2)));
    }
    const pivot = part(m, [k, k + 1], [k, k + 1]);
    pivots.push(pivot);
    const row = div(part(m, [k, k + 1], [0, width]), pivot);
    const unit = constant(
      Float32Array.from({ length: n }, (_, i) => (i === k ? 1 : 0)),
      [n, 1],
    );
    m = sub(m, mul(sub(part(m, [0, n], [k, k + 1]), unit), row));
  }
  return { reduced: m, pivots };
}

/** The matrices of a tensor, transposed. */
function transposeMatrix(x: Tensor): Tensor {
  const rank = x.shape.length;
  return transpose(x, [...Array.from({ length: rank - 2 }, (_, i) => i), rank - 1, rank - 2]);
}

/** The identity matrix for each batch item of a [..., n, n]. */
function identityLike({ shape }: Tensor): Tensor {
  const n = shape[shape.length - 1];
  const data = Float32Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
  return broadcastTo(constant(data, [n, n]), shape);
}

const batchOf = (shape: Shape): Shape => shape.slice(0, -2);

const eliminationFlops = (rows: Shape, width: number): number =>
  2 * sizeOf(batchOf(rows)) * rows[rows.length - 1] ** 2 * width;

export const solveRules: { [P in SolvePrimitive]: Rule<P> } = {
  solve: {
    primitive: 'solve',
    type: ([a, b]) => {
      requireDType('solve', a, 'float32');
      requireDType('solve', b, 'float32');
      requireSquare('solve', a);
      if (b.shape.length !== a.shape.length || !sameShape(a.shape.slice(0, -1), b.shape.slice(0, -1))) {
        throw new TensorError(
          `solve: got ${show(a.shape)} and a right side ${show(b.shape)}, expected [${a.shape.slice(0, -1).join(', ')}, k]; reshape the right side.`,
        );
      }
      return { shape: b.shape, dtype: 'float32' };
    },
    reference: ([a, b], out) => {
      const [n, k] = out.shape.slice(-2);
      for (let item = 0; item < sizeOf(batchOf(a.shape)); item++) {
        const rows = rowsOf(a, b, item);
        eliminate(rows, n);
        rows.forEach((row, i) => {
          out.data.set(row.slice(n), (item * n + i) * k);
        });
      }
    },
    // With a·y = b: db = a⁻ᵀ·ct and da = −db·yᵀ.
    vjp: (ct, y) => {
      const db = solve(transposeMatrix(y.inputs[0]), ct);
      return [neg(matmul(db, y, { transposeB: true })), db];
    },
    flops: (y, [a]) => eliminationFlops(a.shape, y.shape[y.shape.length - 1] + a.shape[a.shape.length - 1]),
    lower: ({ inputs: [a, b], shape }) => {
      const [n, k] = shape.slice(-2);
      return part(
        eliminateTensor(concat([a, b], normaliseAxis('solve', -1, shape.length))).reduced,
        [0, n],
        [n, n + k],
      );
    },
  },
  logAbsDet: {
    primitive: 'logAbsDet',
    type: ([a]) => {
      requireDType('logAbsDet', a, 'float32');
      requireSquare('logAbsDet', a);
      return { shape: batchOf(a.shape), dtype: 'float32' };
    },
    reference: ([a], out) => {
      for (let item = 0; item < out.data.length; item++) {
        out.data[item] = eliminate(rowsOf(a, undefined, item), a.shape[a.shape.length - 1]);
      }
    },
    // d log |det a| = a⁻ᵀ
    vjp: (ct, { inputs: [a] }) => [mul(reshape(ct, [...ct.shape, 1, 1]), transposeMatrix(inverse(a)))],
    flops: (_y, [a]) => eliminationFlops(a.shape, a.shape[a.shape.length - 1]),
    lower: ({ inputs: [a], shape }) => {
      const { pivots } = eliminateTensor(a);
      return reshape(
        pivots.map((p) => log(abs(p))).reduce((total, x) => add(total, x)),
        shape,
      );
    },
  },
};

/**
 * x with a·x = b for square a [..., n, n] and b [..., n, k], n up to 64. The program grows with n. A singular matrix
 * gives values that are not finite.
 */
export const solve = (a: Tensor, b: Tensor): Tensor => apply(solveRules.solve, [a, b], {});

/** The inverses of a [..., n, n], n up to 64; to multiply by one, `solve` is shorter and more exact. */
export const inverse = (a: Tensor): Tensor => solve(a, identityLike(a));

/** log |det a| of each matrix of a [..., n, n], n up to 64 → [...]. */
export const logAbsDet = (a: Tensor): Tensor => apply(solveRules.logAbsDet, [a], {});
