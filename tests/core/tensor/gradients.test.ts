import { expect, test } from 'vitest';
import {
  add,
  buildProgram,
  cast,
  constant,
  full,
  gradients,
  input,
  interpret,
  linear,
  mean,
  mul,
  ones,
  relu,
  silu,
  sqrt,
  square,
  stopGradient,
  sub,
  sum,
  type Tensor,
} from '../../../src/core/tensor';
import { expectClose, expectGradient, type Feeds, valuesOf } from './checks';

const feedsFor = (xs: readonly Tensor[]): Feeds =>
  Object.fromEntries(xs.map(({ shape }, i) => [`x${i}`, valuesOf({ shape, range: [-1, 1] }, `g${i}`)]));

const value = (y: Tensor, feeds: Record<string, ArrayLike<number>> = {}): number[] =>
  Array.from(interpret(buildProgram('value', { y }), feeds).y);

test('the gradient penalty of an MLP has the gradient of finite differences', () => {
  const xs = [input('x0', [4, 3]), input('x1', [3, 5]), input('x2', [5]), input('x3', [5, 1]), input('x4', [1])];
  const [x, w0, b0, w1, b1] = xs;
  const critic = sum(linear(silu(linear(x, w0, b0)), w1, b1));
  const norm = sqrt(sum(square(gradients(critic, [x])[0]), { axes: [1] }));
  expectGradient(mean(square(sub(norm, 1))), xs, feedsFor(xs));
});

test('a third derivative is right', () => {
  const x = input('x', [3]);
  let y = mul(square(x), square(x));
  for (let i = 0; i < 3; i++) [y] = gradients(sum(y), [x]);
  expectClose(value(y, { x: [1, 2, 3] }), [24, 48, 72], 1e-6);
});

test('what y does not depend on has a gradient of zeros', () => {
  const [x, other] = [input('x', [2]), input('other', [2, 2])];
  const [, zero] = gradients(sum(x), [x, other]);
  expect(value(zero)).toEqual([0, 0, 0, 0]);
  expect(value(gradients(sum(stopGradient(x)), [x])[0])).toEqual([0, 0]);
});

test('a tensor used several times gathers all its gradients', () => {
  const x = input('x', [2]);
  const y = sum(add(mul(x, x), mul(3, x)));
  expect(value(gradients(y, [x])[0], { x: [1, 2] })).toEqual([5, 7]);
});

test('the gradient of an inner tensor is that along the way', () => {
  const x = input('x', [2]);
  const h = square(x);
  const [dh, dx] = gradients(sum(square(h)), [h, x]);
  expect(value(dh, { x: [1, 2] })).toEqual([2, 8]);
  expect(value(dx, { x: [1, 2] })).toEqual([4, 32]);
});

test('a seed weighs the elements of y', () => {
  const x = input('x', [2]);
  expect(value(gradients(square(x), [x], constant([1, 10], [2]))[0], { x: [1, 1] })).toEqual([2, 20]);
});

test('relu has no slope at zero', () => {
  const x = full([2], 3);
  expect(value(gradients(sum(relu(sub(x, 3))), [x])[0])).toEqual([0, 0]);
});

test('a y that is not a float32 scalar is refused with a remedy', () => {
  expect(() => gradients(ones([2]), [])).toThrow('expected a float32 scalar; reduce it with sum or mean first.');
  expect(() => gradients(cast(ones([]), 'int32'), [])).toThrow('gradients: got int32 []');
  expect(() => gradients(ones([2]), [], ones([3]))).toThrow('got a seed of float32 [3] for float32 [2]');
});
