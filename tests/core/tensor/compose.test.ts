import { describe, expect, test } from 'vitest';
import {
  add,
  buildProgram,
  cast,
  constant,
  cumsum,
  expm1,
  gradients,
  input,
  interpret,
  isFiniteValue,
  log1p,
  logAddExp,
  logSigmoid,
  logSoftmax,
  logSumExp,
  mod,
  mul,
  oneHot,
  prod,
  type ResizeOptions,
  resize,
  round,
  type Shape,
  std,
  straightThrough,
  sum,
  type Tensor,
  topK,
  variance,
} from '../../../src/core/tensor';
import { expectClose, expectGradient, valuesOf } from './checks';

const value = (y: Tensor, feeds: Record<string, ArrayLike<number>> = {}): number[] =>
  Array.from(interpret(buildProgram('value', { y }), feeds).y);

const [a, b] = [input('x0', [3, 4]), input('x1', [3, 4])];
const feeds = Object.fromEntries(['x0', 'x1'].map((name) => [name, valuesOf({ shape: [3, 4] }, `c${name}`)]));

test.each<[string, Tensor]>([
  ['logSumExp of columns', logSumExp(a, { axes: [0] })],
  ['logSumExp', logSumExp(a)],
  ['logSoftmax', logSoftmax(a)],
  ['logSoftmax of columns', logSoftmax(a, 0)],
  ['logSigmoid', logSigmoid(a)],
  ['logAddExp', logAddExp(a, b)],
  ['variance', variance(a, { axes: [1], correction: 1 })],
  ['std', std(a, { axes: [0], keepDims: true })],
  ['prod', prod(a, { axes: [1] })],
  ['prod of everything', prod(a)],
])('%s has the gradient of finite differences', (_, y) => {
  expectGradient(y, [a, b], feeds);
});

const resizes: readonly (readonly [Shape, number | Shape, ResizeOptions])[] = [
  [[2, 1, 5], 7, { mode: 'nearest' }],
  [[1, 2, 5, 4], [3, 4], { mode: 'nearest' }],
  [[1, 2, 3, 4], [5, 2], { mode: 'linear' }],
  [[1, 1, 3, 1], [4, 3], { mode: 'linear', alignCorners: true }],
  [[1, 2, 2, 3, 2], 3, { mode: 'linear' }],
];

test.each(resizes)('resize of %j to %j, %j, has the gradient of finite differences', (shape, size, options) => {
  const xs = [input('x0', shape)];
  expectGradient(resize(xs[0], size, options), xs, { x0: valuesOf({ shape }, 'resize') });
});

describe('values', () => {
  test('logSumExp neither overflows nor loses its shape', () => {
    const x = constant([1000, 1000, -1000, -1000], [2, 2]);
    expectClose(value(logSumExp(x, { axes: [1] })), [1000 + Math.LN2, -1000 + Math.LN2], 1e-6);
    expect(logSumExp(x, { axes: [1], keepDims: true }).shape).toEqual([2, 1]);
  });

  test('logAddExp and logSigmoid neither overflow nor lose the larger term', () => {
    const [x, y] = [constant([1000, -1000, 0], [3]), constant([-1000, -999, 0], [3])];
    expectClose(value(logAddExp(x, y)), [1000, -999 + Math.log1p(Math.exp(-1)), Math.LN2], 1e-6);
    expectClose(value(logSigmoid(x)), [0, -1000, -Math.LN2], 1e-6);
  });

  test('log1p and expm1 keep small numbers and pass infinities', () => {
    const x = [1e-10, -1e-10, 3e-5, -0.5, 0, 1e20];
    const program = buildProgram('p', { log: log1p(input('x', [6])), exp: expm1(input('x', [6])) });
    const found = interpret(program, { x });
    x.forEach((v, i) => {
      expect(Math.abs(found.log[i] - Math.log1p(v))).toBeLessThanOrEqual(3e-7 * Math.abs(Math.log1p(v)));
      if (v < 1) expect(Math.abs(found.exp[i] - Math.expm1(v))).toBeLessThanOrEqual(3e-7 * Math.abs(Math.expm1(v)));
    });
    const ends = interpret(program, { x: [-1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0, 0] });
    expect(Array.from(ends.log.slice(0, 2))).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect(Array.from(ends.exp.slice(1, 3))).toEqual([Number.POSITIVE_INFINITY, -1]);
  });

  test('a product with zeros has the gradient of the other factors', () => {
    const x = input('x', [2, 3]);
    const [g] = gradients(sum(prod(x, { axes: [1] })), [x]);
    expect(value(g, { x: [2, 0, 5, 0, 0, 7] })).toEqual([0, 10, 0, 0, 0, 0]);
    expect(prod(x, { axes: [1], keepDims: true }).shape).toEqual([2, 1]);
    expect(value(prod(x, { axes: [0] }), { x: [1, 2, 3, 4, 5, 6] })).toEqual([4, 10, 18]);
  });

  test('a remainder has the sign of the divisor', () => {
    const x = constant(Int32Array.of(7, -7, 6, -6, 0), [5]);
    expect(value(mod(x, 3))).toEqual([1, 2, 0, 0, 0]);
    expect(value(mod(x, -3))).toEqual([-2, -1, 0, 0, 0]);
  });

  test('integers are added and compared as such', () => {
    const x = constant(Int32Array.of(3, -4, 5, 6), [2, 2]);
    expect(value(sum(x, { axes: [1] }))).toEqual([-1, 11]);
    expect(value(cumsum(x, 1))).toEqual([3, -1, 5, 11]);
    expect(value(add(mul(x, 2), 1))).toEqual([7, -7, 11, 13]);
  });

  test('infinite numbers and NaN are told from the others', () => {
    const x = input('x', [4]);
    const found = value(isFiniteValue(x), {
      x: [1e38, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    });
    expect(found).toEqual([1, 0, 0, 0]);
  });

  test('one-hot rows have their 1 at the index', () => {
    expect(value(oneHot(constant(Int32Array.of(2, 0), [2]), 3))).toEqual([0, 0, 1, 1, 0, 0]);
  });

  test('the largest elements come with their positions', () => {
    const x = constant([3, 9, 1, 9], [4]);
    const { values, indices } = topK(x, 3);
    expect(value(values)).toEqual([9, 9, 3]);
    expect(value(indices)).toEqual([1, 3, 0]);
    expect(value(cast(topK(x, 2, { largest: false }).indices, 'float32'))).toEqual([2, 0]);
  });
});

test('straightThrough gives one tensor and the gradient of another', () => {
  const x = input('x', [3]);
  const y = straightThrough(round(x), mul(x, 2));
  expect(value(y, { x: [0.4, 1.6, -0.7] })).toEqual([0, 2, -1]);
  expect(value(gradients(sum(y), [x])[0], { x: [0.4, 1.6, -0.7] })).toEqual([2, 2, 2]);
});
