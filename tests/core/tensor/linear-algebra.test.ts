import { expect, test } from 'vitest';
import {
  add,
  buildProgram,
  diagonal,
  diagonalMatrix,
  gradients,
  input,
  interpret,
  inverse,
  logAbsDet,
  logAbsDetTriangular,
  lowerTriangle,
  matmul,
  pluMatrix,
  type Shape,
  type Tensor,
  triangularSolve,
  upperTriangle,
} from '../../../src/core/tensor';
import { expectClose, expectGradient, type Feeds, valuesOf } from './checks';

const value = (y: Tensor, feeds: Feeds): number[] =>
  Array.from(interpret(buildProgram('value', { y }), feeds, 'float64').y);

const feedsFor = (...shapes: Shape[]): Feeds =>
  Object.fromEntries(shapes.map((shape, i) => [`x${i}`, valuesOf({ shape }, `l${i}`)]));

const inputsFor = (...shapes: Shape[]): Tensor[] => shapes.map((shape, i) => input(`x${i}`, shape));

const sizes: readonly Shape[] = [
  [1, 1],
  [2, 2],
  [5, 5],
  [2, 3, 3],
];
const options = [{}, { upper: true }, { unitDiagonal: true }, { upper: true, unitDiagonal: true }];

test.each(sizes.flatMap((shape) => options.map((o) => [shape, o] as const)))(
  'triangularSolve of %j with %j undoes the product',
  (shape, o) => {
    const sides: Shape = [...shape.slice(0, -1), 2];
    const [a, b] = inputsFor(shape, sides);
    const feeds = feedsFor(shape, sides);
    const triangle = o.upper ? upperTriangle : lowerTriangle;
    const n = shape[shape.length - 1];
    const ones = diagonalMatrix(input('ones', [n]));
    const full = o.unitDiagonal ? add(triangle(a, { strict: true }), ones) : triangle(a);
    const found = value(matmul(full, triangularSolve(a, b, o)), { ...feeds, ones: new Float64Array(n).fill(1) });
    expectClose(found, feeds.x1, 1e-9);
    expectGradient(triangularSolve(a, b, o), [a, b], feeds, 1e-5);
  },
);

test('diagonals and triangles are taken from the last two axes', () => {
  const [x] = inputsFor([2, 2, 2]);
  const feeds = { x0: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8) };
  expect(value(diagonal(x), feeds)).toEqual([1, 4, 5, 8]);
  expect(value(lowerTriangle(x), feeds)).toEqual([1, 0, 3, 4, 5, 0, 7, 8]);
  expect(value(upperTriangle(x, { strict: true }), feeds)).toEqual([0, 2, 0, 0, 0, 6, 0, 0]);
  expect(value(diagonalMatrix(diagonal(x)), feeds)).toEqual([1, 0, 0, 4, 5, 0, 0, 8]);
});

test('the determinant of triangular matrices is that of any', () => {
  const [x] = inputsFor([2, 4, 4]);
  const feeds = feedsFor([2, 4, 4]);
  const a = lowerTriangle(x);
  expectClose(value(logAbsDetTriangular(a), feeds), value(logAbsDet(a), feeds), 1e-12);
  expectGradient(logAbsDetTriangular(a), [x], feeds, 1e-5);
});

test('elimination survives a pivot of zero', () => {
  const [a] = inputsFor([3, 3]);
  const feeds = { x0: Float64Array.of(0, 2, 1, 1, 0, 3, 4, 1, 0) };
  expectClose(value(matmul(a, inverse(a)), feeds), [1, 0, 0, 0, 1, 0, 0, 0, 1], 1e-12);
  expectClose(value(logAbsDet(a), feeds), [Math.log(25)], 1e-12);
});

test('a PLU matrix knows its determinant and undoes itself', () => {
  const [lower, upper, logDiagonal, b] = inputsFor([4, 4], [4, 4], [4], [4, 3]);
  const feeds = feedsFor([4, 4], [4, 4], [4], [4, 3]);
  const w = pluMatrix({ permutation: [2, 0, 3, 1], lower, upper, logDiagonal, signs: [1, -1, -1, 1] });
  expectClose(value(w.solve(matmul(w.matrix, b)), feeds), feeds.x3, 1e-9);
  expectClose(value(w.logAbsDet, feeds), value(logAbsDet(w.matrix), feeds), 1e-9);
  const [gradient] = gradients(w.logAbsDet, [logDiagonal]);
  expect(value(gradient, feeds)).toEqual([1, 1, 1, 1]);
  expectGradient(w.solve(b), [lower, upper, logDiagonal, b], feeds, 1e-5);
});
