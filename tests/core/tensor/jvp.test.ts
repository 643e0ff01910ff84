import { expect, test } from 'vitest';
import {
  add,
  broadcastTo,
  buildProgram,
  cast,
  concat,
  constant,
  divergence,
  exp,
  hutchinsonDivergence,
  input,
  interpret,
  jvp,
  linear,
  matmul,
  mean,
  mul,
  ones,
  rules,
  silu,
  split,
  square,
  stopGradient,
  sub,
  type Tensor,
  tanh,
  vjp,
} from '../../../src/core/tensor';
import { expectClose, expectGradient, valuesOf } from './checks';

const value = (y: Tensor, feeds: Record<string, ArrayLike<number>> = {}): number[] =>
  Array.from(interpret(buildProgram('value', { y }), feeds, 'float64').y);

test('the tangent of a product sums both parts', () => {
  const [a, b] = [input('a', [2]), input('b', [2])];
  const [tangent, same] = jvp([mul(a, b), a], [a, b], [constant([1, 10], [2]), constant([100, 0], [2])]);
  const feeds = { a: [2, 3], b: [5, 7] };
  expect(value(tangent, feeds)).toEqual([205, 70]);
  expect(value(same, feeds)).toEqual([1, 10]);
});

test('what y does not depend on, or not with a gradient, has a tangent of zeros', () => {
  const [x, other] = [input('x', [2]), input('other', [2])];
  expect(value(jvp([x], [other], [ones([2])])[0])).toEqual([0, 0]);
  expect(value(jvp([stopGradient(square(x))], [x], [ones([2])])[0])).toEqual([0, 0]);
});

test('nothing of a reverse pass is left in the program', () => {
  const [x, w, v] = [input('x', [4, 3]), input('w', [3, 5]), input('v', [5, 2])];
  const [tangent] = jvp([linear(tanh(linear(x, w)), v)], [x], [ones([4, 3])]);
  const products = buildProgram('p', { tangent }).nodes.filter(
    (n) => n.primitive === 'matmul' || n.primitive === 'gemm',
  );
  expect(products).toHaveLength(3); // h = x·w, dh = dx·w, dy = (…)·v
});

test('a loss with a derivative along the field itself has the gradient of finite differences', () => {
  const xs = [input('x0', [3, 2]), input('x1', [3, 1]), input('x2', [2, 4]), input('x3', [1, 4]), input('x4', [4, 2])];
  const [x, t, w, wt, v] = xs;
  const field = matmul(silu(add(matmul(x, w), matmul(t, wt))), v);
  const [slope] = jvp([field], [x, t], [field, ones([3, 1])]);
  const feeds = Object.fromEntries(xs.map(({ shape }, i) => [`x${i}`, valuesOf({ shape }, `j${i}`)]));
  expectGradient(mean(square(sub(field, slope))), xs, feeds, 1e-5);
});

/** (x₀²x₁, x₀·exp x₁), whose divergence is 2x₀x₁ + x₀·exp x₁. */
function field(x: Tensor): Tensor {
  const [a, b] = split(x, [1, 1], 1);
  return concat([mul(square(a), b), mul(a, exp(b))], 1);
}

const points = [0.5, -1, 2, 0.25, -1.5, 1];
const x = input('x', [3, 2]);
const expected = [0, 1, 2].map((i) => {
  const [a, b] = [points[2 * i], points[2 * i + 1]];
  return 2 * a * b + a * Math.exp(b);
});

test('the divergence of a field is exact', () => {
  expectClose(value(divergence(field(x), x), { x: points }), expected, 1e-12);
});

test("Hutchinson's estimate, averaged over all signs, is the divergence", () => {
  const signs = [
    [1, 1],
    [1, -1],
    [-1, 1],
    [-1, -1],
  ];
  const estimates = signs.map((s) => hutchinsonDivergence(field(x), x, broadcastTo(constant(s, [2]), [3, 2])));
  const mean4 = mul(
    0.25,
    estimates.reduce((a, b) => add(a, b)),
  );
  expectClose(value(mean4, { x: points }), expected, 1e-12);
  const single = value(estimates[1], { x: points });
  expect(Math.abs(single[0] - expected[0])).toBeGreaterThan(0.01);
});

test.each<[string, (y: Tensor, x: Tensor) => Tensor]>([
  ['divergence', divergence],
  ['hutchinsonDivergence', (y, at) => hutchinsonDivergence(y, at, constant([1, -1, 1, 1, -1, 1], [3, 2]))],
])('%s can be differentiated in the parameters of the field', (_, f) => {
  const xs = [input('x0', [3, 2]), input('x1', [2, 4]), input('x2', [4, 2])];
  const feeds = Object.fromEntries(xs.map(({ shape }, i) => [`x${i}`, valuesOf({ shape }, `d${i}`)]));
  expectGradient(f(matmul(tanh(matmul(xs[0], xs[1])), xs[2]), xs[0]), xs, feeds, 1e-5);
});

test('a vector–Jacobian product of several tensors is the sum of theirs', () => {
  const [both] = vjp([square(x), exp(x)], [x], [ones([3, 2]), constant([1, 2, 3, 4, 5, 6], [3, 2])]);
  const found = value(both, { x: points });
  expectClose(
    found,
    points.map((v, i) => 2 * v + (i + 1) * Math.exp(v)),
    1e-12,
  );
});

test('a rule that is not linear in its cotangent is found out', () => {
  const { vjp: linearRule } = rules.exp;
  Object.assign(rules.exp, { vjp: (ct: Tensor) => [square(ct)] });
  try {
    expect(() => jvp([exp(x)], [x], [ones([3, 2])])).toThrow('not linear in its cotangent');
  } finally {
    Object.assign(rules.exp, { vjp: linearRule });
  }
});

test('what does not fit is refused in one sentence', () => {
  const whole = cast(x, 'int32');
  expect(() => jvp([x], [x], [])).toThrow('jvp: got 0 for 1 tensors, expected a tangent for each');
  expect(() => jvp([x], [x], [ones([2])])).toThrow('jvp: got a tangent of float32 [2] for float32 [3, 2]');
  expect(() => jvp([whole], [x], [ones([3, 2])])).toThrow('for int32 [3, 2], expected float32');
  expect(() => divergence(ones([3, 1]), x)).toThrow('divergence: got y [3, 1] at x [3, 2], expected one shape');
  expect(() => divergence(ones([2, 2, 2]), input('v', [2, 2, 2]))).toThrow('expected [batch, dimensions]');
});
