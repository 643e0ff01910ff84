/** Triangular matrices and products of them, as normalizing flows use them. */

import { add, div, mul, sub } from './rules/binary';
import { gather } from './rules/gather';
import { expandDims, reshape } from './rules/layout';
import { matmul } from './rules/linear';
import { concat, slice } from './rules/pieces';
import { sum } from './rules/reduce';
import { constant } from './rules/source';
import { abs, exp, log } from './rules/unary';
import { requireDType, sameShape, show } from './shapes';
import type { Shape, Tensor } from './types';
import { TensorError } from './types';

function requireSquare(subject: string, x: Tensor): number {
  requireDType(subject, x, 'float32');
  const [rows, columns] = x.shape.slice(-2);
  if (x.shape.length >= 2 && rows === columns) return rows;
  throw new TensorError(`${subject}: got ${show(x.shape)}, expected square matrices [..., n, n]; reshape it first.`);
}

/** A constant [n, n] of ones where the predicate holds. */
const mask = (n: number, holds: (row: number, column: number) => boolean): Tensor =>
  constant(
    Float32Array.from({ length: n * n }, (_, i) => (holds(Math.floor(i / n), i % n) ? 1 : 0)),
    [n, n],
  );

export interface TriangleOptions {
  /** Leaves out the diagonal too. */
  readonly strict?: boolean;
}

/** x [..., n, n] with zeros above the diagonal. */
export const lowerTriangle = (x: Tensor, { strict = false }: TriangleOptions = {}): Tensor =>
  mul(
    x,
    mask(requireSquare('lowerTriangle', x), (i, j) => (strict ? i > j : i >= j)),
  );

/** x [..., n, n] with zeros below the diagonal. */
export const upperTriangle = (x: Tensor, { strict = false }: TriangleOptions = {}): Tensor =>
  mul(
    x,
    mask(requireSquare('upperTriangle', x), (i, j) => (strict ? i < j : i <= j)),
  );

/** The diagonals of x [..., n, n] → [..., n]. */
export function diagonal(x: Tensor): Tensor {
  const n = requireSquare('diagonal', x);
  const flat = reshape(x, [...x.shape.slice(0, -2), n * n]);
  return slice(flat, { axes: [-1], starts: [0], ends: [n * n], steps: [n + 1] });
}

/** Matrices [..., n, n] with v [..., n] on the diagonal and zeros elsewhere. */
export const diagonalMatrix = (v: Tensor): Tensor =>
  mul(
    expandDims(v, -1),
    mask(v.shape[v.shape.length - 1], (i, j) => i === j),
  );

/** Σ log |a_ii| of triangular matrices a [..., n, n] → [...]: the logarithm of the determinant's size. */
export const logAbsDetTriangular = (a: Tensor): Tensor => sum(log(abs(diagonal(a))), { axes: [-1] });

export interface TriangularSolveOptions {
  /** Whether a is upper triangular; it is lower unless given. */
  readonly upper?: boolean;
  /** Whether the diagonal is to be read as ones, whatever it holds. */
  readonly unitDiagonal?: boolean;
}

/**
 * x with a·x = b for triangular a [..., n, n] and b [..., n, k]; what a holds on the other side is not read.
 * Substitution by halves, which is as stable as row by row and takes n − 1 matrix products.
 */
export function triangularSolve(a: Tensor, b: Tensor, options: TriangularSolveOptions = {}): Tensor {
  const n = requireSquare('triangularSolve', a);
  requireDType('triangularSolve', b, 'float32');
  if (b.shape.length < 2 || b.shape[b.shape.length - 2] !== n) {
    throw new TensorError(
      `triangularSolve: got ${show(a.shape)} and a right side ${show(b.shape)}, expected [..., ${n}, k]; reshape the right side.`,
    );
  }
  return substitute(a, b, options);
}

type Range = readonly [number, number];

function substitute(a: Tensor, b: Tensor, options: TriangularSolveOptions): Tensor {
  const n = a.shape[a.shape.length - 1];
  if (n === 1) return options.unitDiagonal ? b : div(b, a);
  const half = Math.floor(n / 2);
  const block = (rows: Range, columns: Range): Tensor =>
    slice(a, { axes: [-2, -1], starts: [rows[0], columns[0]], ends: [rows[1], columns[1]] });
  const side = ([start, end]: Range): Tensor => slice(b, { axes: [-2], starts: [start], ends: [end] });
  const halves: readonly [Range, Range] = [
    [0, half],
    [half, n],
  ];
  const [first, second] = options.upper ? [halves[1], halves[0]] : halves; // first is what depends on itself only
  const known = substitute(block(first, first), side(first), options);
  const rest = sub(side(second), matmul(block(second, first), known));
  const found = substitute(block(second, second), rest, options);
  return concat(options.upper ? [found, known] : [known, found], -2);
}

export interface PluFactors {
  /** Row i of the product is row `permutation[i]` of the other factors. */
  readonly permutation: readonly number[];
  /** [n, n], of which the part below the diagonal is read. */
  readonly lower: Tensor;
  /** [n, n], of which the part above the diagonal is read. */
  readonly upper: Tensor;
  /** [n]: logarithms of the sizes of the upper factor's diagonal. */
  readonly logDiagonal: Tensor;
  /** Signs of the diagonal, 1 or −1. */
  readonly signs: readonly number[];
}

export interface PluMatrix {
  /** [n, n]. */
  readonly matrix: Tensor;
  /** A scalar. */
  readonly logAbsDet: Tensor;
  /** x with matrix·x = b, for b [..., n, k]. */
  solve(b: Tensor): Tensor;
}

/**
 * The invertible matrix P·L·(U + diag(signs·exp(logDiagonal))) with L of unit diagonal, whose determinant is known and
 * whose inverse takes two substitutions: the 1×1 convolution of Glow (Kingma and Dhariwal 2018, arXiv:1807.03039).
 */
export function pluMatrix({ permutation, lower, upper, logDiagonal, signs }: PluFactors): PluMatrix {
  const n = permutation.length;
  requireFactors(permutation, signs, [lower.shape, upper.shape, logDiagonal.shape]);
  const indices = (values: readonly number[]): Tensor => constant(Int32Array.from(values), [n]);
  const l = add(
    lowerTriangle(lower, { strict: true }),
    mask(n, (i, j) => i === j),
  );
  const u = add(upperTriangle(upper, { strict: true }), diagonalMatrix(mul(exp(logDiagonal), constant(signs, [n]))));
  const back = permutation.map((_, i) => permutation.indexOf(i));
  return {
    matrix: gather(matmul(l, u), indices(permutation), 0),
    logAbsDet: sum(logDiagonal),
    solve: (b) => {
      const ordered = gather(b, indices(back), b.shape.length - 2);
      return triangularSolve(u, triangularSolve(l, ordered, { unitDiagonal: true }), { upper: true });
    },
  };
}

function requireFactors(permutation: readonly number[], signs: readonly number[], shapes: readonly Shape[]): void {
  const n = permutation.length;
  const fits = [[n, n], [n, n], [n]].every((shape, i) => sameShape(shape, shapes[i]));
  const isPermutation = [...permutation].sort((a, b) => a - b).every((p, i) => p === i);
  if (fits && isPermutation && signs.length === n) return;
  throw new TensorError(
    `pluMatrix: got a permutation ${show(permutation)}, ${signs.length} signs and factors ${shapes.map(show).join(', ')}, expected each of 0 to ${n - 1} once, ${n} signs and [${n}, ${n}], [${n}, ${n}], [${n}]; correct the sizes.`,
  );
}
