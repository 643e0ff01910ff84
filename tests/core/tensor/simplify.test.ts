import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  abs,
  add,
  broadcastTo,
  buildPlainProgram,
  buildProgram,
  concat,
  conv2d,
  cost,
  div,
  exp,
  full,
  gradients,
  input,
  interpret,
  linear,
  logSoftmax,
  matmul,
  maximum,
  mean,
  mul,
  neg,
  type Primitive,
  pad,
  relu,
  reshape,
  scalar,
  sigmoid,
  silu,
  slice,
  softmax,
  softplus,
  split,
  square,
  stopGradient,
  sub,
  sum,
  type Tensor,
  tanh,
  transpose,
  uniform,
  zeros,
} from '../../../src/core/tensor';
import { expectClose, weighted } from './checks';

const primitives = (y: Tensor): Primitive[] =>
  buildProgram('case', { result: y })
    .nodes.map((n) => n.primitive)
    .filter((p) => p !== 'input' && p !== 'constant');

const [x, y] = [input('x', [4, 3]), input('y', [4, 3])];

describe('simplification', () => {
  const gone: readonly (readonly [string, Tensor, Tensor])[] = [
    ['x + 0', add(x, 0), x],
    ['0 + x', add(zeros([4, 3]), x), x],
    ['x − 0', sub(x, zeros([3])), x],
    ['x · 1', mul(x, full([4, 1], 1)), x],
    ['x / 1', div(x, 1), x],
    ['−(−x)', neg(neg(x)), x],
    ['stopGradient(x)', stopGradient(x), x],
    ['reshape and back', reshape(reshape(x, [12]), [4, 3]), x],
    ['transpose and back', transpose(transpose(x, [1, 0]), [1, 0]), x],
    ['split and concat', concat(split(x, [1, 3], 0), 0), x],
    ['slice of concat', slice(concat([x, y], 0), { starts: [0], ends: [4] }), x],
  ];
  test.each(gone)('removes %s', (_, before, after) => {
    expect(buildProgram('case', { result: before }).outputs[0].shape).toEqual(after.shape);
    expect(primitives(before)).toEqual([]);
  });

  const kept: readonly (readonly [string, Tensor, readonly Primitive[]])[] = [
    ['0 − x is −x', sub(0, x), ['neg']],
    ['x + (−y) is x − y', add(x, neg(y)), ['sub']],
    ['x + x is 2x', add(x, x), ['mul']],
    ['constant factors are gathered', mul(2, mul(mul(x, 3), 4)), ['mul']],
    ['a common factor is taken out', add(mul(0.5, x), mul(0.5, y)), ['add', 'mul']],
    ['operators broadcast by themselves', mul(x, broadcastTo(input('s', [3]), [4, 3])), ['mul']],
    ['functions run before a broadcast', exp(broadcastTo(input('s', [3]), [4, 3])), ['exp', 'broadcastTo']],
    ['a sum of repeats is a product', sum(broadcastTo(input('s', []), [4, 3])), ['mul']],
    ['a factor waits for the sum', sum(mul(x, 0.1)), ['sum', 'mul']],
    ['a total ignores shape', sum(reshape(x, [2, 6])), ['sum']],
    ['equal parts are computed once', mul(exp(add(x, y)), exp(add(x, y))), ['add', 'exp', 'mul']],
    ['constants are folded', mul(x, exp(add(scalar(1), 2))), ['mul']],
    ['a transposed operand is multiplied as it is', matmul(transpose(x, [1, 0]), y), ['matmul']],
    ['a bias joins the product', add(matmul(x, input('w', [3, 2])), input('b', [2])), ['gemm']],
    [
      'a bias joins the convolution',
      add(conv2d(input('i', [1, 2, 4, 4]), input('k', [3, 2, 3, 3])), reshape(input('b', [3]), [1, 3, 1, 1])),
      ['conv'],
    ],
    [
      'silu shares its sigmoid with the gradient',
      gradients(sum(silu(x)), [x])[0],
      ['sigmoid', 'mul', 'sub', 'mul', 'add'],
    ],
    [
      'gradients of neighbouring slices are joined',
      gradients(
        sum(
          concat(
            split(x, [1, 1, 1], 1).map((p, i) => exp(mul(p, i + 2))),
            0,
          ),
        ),
        [x],
      )[0],
      [...[1, 2, 3].flatMap((): Primitive[] => ['slice', 'mul', 'exp', 'mul']), 'concat'],
    ],
  ];
  test.each(kept)('%s', (_, before, expected) => {
    const found = primitives(before).filter((p) => (p !== 'reshape' && p !== 'broadcastTo') || expected.includes(p));
    expect(found.toSorted()).toEqual(expected.toSorted());
  });

  test('keeps x · 0, because x may be infinite', () => {
    const program = buildProgram('case', { result: mul(x, 0) });
    const feeds = { x: new Float32Array(12).fill(Number.POSITIVE_INFINITY) };
    expect(Array.from(interpret(program, feeds).result).every(Number.isNaN)).toBe(true);
  });

  test('makes the gradients of a classifier a fifth shorter', () => {
    const w = [input('w0', [3, 8]), input('w1', [8, 5])];
    const b = [input('b0', [8]), input('b1', [5])];
    const logits = linear(relu(linear(x, w[0], b[0])), w[1], b[1]);
    const loss = neg(mean(sum(mul(logSoftmax(logits), softmax(input('target', [4, 5]))), { axes: [1] })));
    const found = gradients(loss, [...w, ...b]);
    const outputs = { loss, ...Object.fromEntries(found.map((g, i) => [`g${i}`, g])) };
    const [before, after] = [cost(buildPlainProgram('step', outputs)), cost(buildProgram('step', outputs))];
    expect(after.operations).toBeLessThan(before.operations * 0.8);
    expect(after.flops).toBeLessThan(before.flops);
  });
});

/** Random expressions over two matrices, with the patterns that rewrites look for among them. */
type Step = readonly [kind: number, a: number, b: number, value: number];

const combine: readonly ((a: Tensor, b: Tensor, v: number) => Tensor)[] = [
  add,
  sub,
  mul,
  (a, b) => div(a, add(square(b), 1)),
  maximum,
  (a) => neg(a),
  (a) => tanh(a),
  (a) => sigmoid(a),
  (a) => relu(a),
  (a) => softplus(a),
  (a) => abs(a),
  (a, _, v) => mul(a, v),
  (a, _, v) => add(a, Math.round(v)),
  (a, b, v) => add(mul(a, v), mul(b, -v)),
  (a) => broadcastTo(sum(a, { axes: [1], keepDims: true }), a.shape),
  (a) => broadcastTo(mean(a), a.shape),
  (a, b) => mul(a, mean(b)),
  (a) => transpose(reshape(transpose(a, [1, 0]), [3, 4]), [1, 0]),
  (a) => concat(split(a, [1, 3], 0).toReversed(), 0),
  (a) =>
    slice(
      pad(a, [
        [1, 0],
        [0, 1],
      ]),
      { starts: [0, 1], ends: [4, 4] },
    ),
  (a, b) => matmul(matmul(a, transpose(b, [1, 0])), a),
  (a, b) => add(mul(0.1, matmul(a, matmul(transpose(b, [1, 0]), b))), slice(a, { starts: [2], ends: [3] })),
  (a) => softmax(a),
];

const step = fc.tuple(fc.nat(combine.length - 1), fc.nat(99), fc.nat(99), fc.double({ min: -2, max: 2, noNaN: true }));

function build(steps: readonly Step[]): Tensor {
  const known: Tensor[] = [x, y];
  for (const [kind, a, b, value] of steps) {
    const next = combine[kind](known[a % known.length], known[b % known.length], value);
    known.push(reshape(tanh(next), [4, 3])); // bounded, so that rounding is not amplified
  }
  return known[known.length - 1];
}

test('random programs and their gradients keep their values', () => {
  const feeds = Object.fromEntries(
    ['x', 'y'].map((name) => [
      name,
      uniform(new Float32Array(12), { seed: 1, stream: name, step: 0 }).map((v) => 2 * v - 1),
    ]),
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      const value = build(steps);
      const [gx, gy] = gradients(weighted(value), [x, y]);
      const outputs = { value, gx, gy };
      const plain = interpret(buildPlainProgram('plain', outputs), feeds, 'float64');
      const simple = interpret(buildProgram('simple', outputs), feeds, 'float64');
      for (const name of Object.keys(outputs)) expectClose(simple[name], plain[name], 1e-5);
    }),
    { numRuns: 300 },
  );
});
