import {
  abs,
  add,
  cast,
  clamp,
  cos,
  div,
  equal,
  erf,
  exp,
  expm1,
  floor,
  gelu,
  greater,
  greaterEqual,
  leakyRelu,
  less,
  log,
  log1p,
  logicalAnd,
  logicalNot,
  logicalOr,
  maximum,
  minimum,
  mod,
  mul,
  neg,
  type Pair,
  pow,
  reciprocal,
  relu,
  round,
  type Shape,
  sigmoid,
  sign,
  silu,
  sin,
  softplus,
  sqrt,
  square,
  stopGradient,
  straightThrough,
  sub,
  type Tensor,
  tanh,
  where,
} from '../../../../src/core/tensor';
import { type Case, type Cases, indices, of, shapes } from './case';

const unary = (f: (x: Tensor) => Tensor, range?: Pair): Case[] => [
  { name: 'matrix', inputs: [of([3, 4], range)], build: f },
  { name: 'scalar', inputs: [of([], range)], build: f },
  { name: 'axes of size 1', inputs: [of([1, 5, 1], range)], build: f },
  { name: 'several blocks', isLarge: true, inputs: [of([3, 7, 13], range)], build: f },
];

const broadcasts: readonly (readonly [Shape, Shape])[] = [
  [
    [2, 3],
    [2, 3],
  ],
  [[2, 3], [3]],
  [
    [2, 1, 3],
    [4, 1],
  ],
  [[], [2, 2]],
  [
    [1, 3],
    [2, 1],
  ],
];

const largeBroadcasts: readonly (readonly [Shape, Shape])[] = [
  [
    [9, 1, 13],
    [5, 13],
  ],
  [
    [3, 17, 5],
    [17, 1],
  ],
  [[257], [1]],
];

const binary = (f: (a: Tensor, b: Tensor) => Tensor, range?: Pair): Case[] =>
  [...broadcasts, ...largeBroadcasts].map(([a, b], i) => ({
    name: `[${a}] with [${b}]`,
    isLarge: i >= broadcasts.length,
    inputs: [of(a, range), of(b, range)],
    build: f,
  }));

/** As float32, since results are compared as such. */
const ofIntegers = (f: (a: Tensor, b: Tensor) => Tensor): Case => ({
  name: 'integers',
  inputs: [indices([2, 3], 7, -7, 4, 0, 5, -9), indices([3], 3, 2, -4)],
  build: (a, b) => cast(f(a, b), 'float32'),
});

/** Comparisons have no gradient of their own, so they choose between values that have one. */
const comparison = (f: (a: Tensor, b: Tensor) => Tensor): Case[] => [
  ...binary((a, b) => cast(f(a, b), 'float32')),
  { name: 'chooses', inputs: shapes([3, 4], [4]), build: (a, b) => where(f(a, b), square(a), b) },
  {
    name: 'ties of integers',
    inputs: [indices([4], 1, 2, 3, 4), indices([4], 4, 2, 3, 1)],
    build: (a, b) => cast(f(a, b), 'float32'),
  },
];

const logic = (f: (a: Tensor, b: Tensor) => Tensor): Case[] => [
  {
    name: 'chooses',
    inputs: shapes([3, 1], [4]),
    build: (a, b) => where(f(greater(a, 0), less(b, 0.5)), square(a), b),
  },
];

export const elementwiseCases = {
  neg: unary(neg),
  exp: unary(exp),
  log: unary(log, [0.2, 3]),
  sqrt: unary(sqrt, [0.2, 3]),
  reciprocal: unary(reciprocal, [0.3, 2]),
  abs: unary(abs),
  sign: [{ name: 'times x', inputs: shapes([3, 4]), build: (x) => mul(sign(x), x) }],
  tanh: unary(tanh),
  sigmoid: unary(sigmoid),
  relu: unary(relu),
  sin: unary(sin),
  cos: unary(cos),
  erf: unary(erf, [-4, 4]),
  floor: [{ name: 'fraction', inputs: shapes([3, 4]), build: (x) => mul(sub(x, floor(x)), x) }],
  stopGradient: [{ name: 'of zero gradient', inputs: shapes([3]), build: (x) => stopGradient(floor(x)) }],
  pow: [
    { name: 'cube', inputs: shapes([3, 4]), build: (x) => pow(x, 3) },
    { name: 'root', inputs: [of([3, 4], [0.2, 3])], build: (x) => pow(x, -1.5) },
  ],
  clamp: [{ name: 'both bounds', inputs: shapes([3, 4]), build: (x) => clamp(mul(x, x), 0.5, 2) }],
  leakyRelu: unary((x) => leakyRelu(x, 0.2)),
  silu: unary(silu),
  gelu: unary(gelu),
  softplus: unary(softplus),
  add: [...binary(add), ofIntegers(add)],
  sub: [...binary(sub), ofIntegers(sub)],
  mul: [...binary(mul), ofIntegers(mul)],
  div: [...binary(div, [0.3, 2]), ofIntegers(div), { ...ofIntegers(mod), name: 'remainders' }],
  maximum: [...binary(maximum), ofIntegers(maximum)],
  minimum: [...binary(minimum), ofIntegers(minimum)],
  greater: comparison(greater),
  greaterEqual: comparison(greaterEqual),
  less: comparison(less),
  equal: comparison(equal),
  where: [
    {
      name: 'broadcast condition',
      inputs: shapes([3, 1], [3, 4]),
      build: (a, b) => where(greater(a, 0), a, square(b)),
    },
    { name: 'scalar branch', inputs: shapes([3, 4]), build: (a) => where(less(a, 0), mul(a, a), 3) },
    ofIntegers((a, b) => where(less(a, b), a, b)),
    {
      name: 'several blocks',
      isLarge: true,
      inputs: shapes([5, 1, 9], [7, 1]),
      build: (a, b) => where(greater(a, b), square(a), b),
    },
  ],
  cast: [
    { name: 'int32 and back', inputs: shapes([3, 4]), build: (x) => mul(cast(cast(x, 'int32'), 'float32'), x) },
    { name: 'bool and back', inputs: shapes([3, 4]), build: (x) => mul(cast(cast(relu(x), 'bool'), 'float32'), x) },
  ],
  round: [
    { name: 'times x', inputs: [of([3, 5], [-3.4, 3.4])], build: (x: Tensor) => mul(round(x), x) },
    {
      name: 'halves',
      inputs: [indices([8], -5, -3, -1, 0, 1, 3, 5, 6)],
      build: (x: Tensor) => round(mul(cast(x, 'float32'), 0.5)),
    },
  ],
  log1p: [...unary(log1p, [-0.7, 3]), ...unary(log1p, [-1e-6, 1e-6])],
  expm1: [...unary(expm1), ...unary(expm1, [-1e-6, 1e-6])],
  straightThrough: [
    { name: 'of itself', inputs: shapes([2, 3]), build: (x: Tensor) => straightThrough(x, x) },
    {
      name: 'a value without gradient',
      inputs: shapes([1, 5]),
      build: (x: Tensor) => straightThrough(stopGradient(round(x)), floor(x)),
    },
  ],
  logicalAnd: logic(logicalAnd),
  logicalOr: logic(logicalOr),
  logicalNot: [
    {
      name: 'chooses',
      inputs: shapes([3, 3]),
      build: (x: Tensor) => where(logicalNot(greater(x, 0)), square(x), x),
    },
  ],
} satisfies Cases;
