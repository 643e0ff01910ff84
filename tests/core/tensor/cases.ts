/** Example uses of every primitive. A primitive without an entry does not compile, one without a case fails its test. */

import {
  abs,
  add,
  avgPool2d,
  broadcastTo,
  cast,
  clamp,
  concat,
  constant,
  conv2d,
  convTranspose2d,
  cos,
  type DType,
  div,
  equal,
  erf,
  exp,
  floor,
  full,
  gather,
  gelu,
  gradients,
  greater,
  greaterEqual,
  input,
  leakyRelu,
  less,
  linear,
  log,
  matmul,
  max,
  maximum,
  min,
  minimum,
  mul,
  neg,
  type Pair,
  type Primitive,
  pad,
  pow,
  reciprocal,
  relu,
  reshape,
  reverse,
  type Shape,
  sigmoid,
  sign,
  silu,
  sin,
  slice,
  softmax,
  softplus,
  split,
  sqrt,
  square,
  stopGradient,
  sub,
  sum,
  type Tensor,
  tanh,
  transpose,
  upsampleNearest2d,
  where,
} from '../../../src/core/tensor';

export interface InputSpec {
  readonly shape: Shape;
  readonly dtype?: DType;
  /** Values are uniform in this range… */
  readonly range?: Pair;
  /** …or these. */
  readonly values?: readonly number[];
}

export interface Case {
  readonly name: string;
  readonly inputs: readonly InputSpec[];
  build(...xs: Tensor[]): Tensor;
}

const of = (shape: Shape, range: Pair = [-2, 2]): InputSpec => ({ shape, range });
const indices = (shape: Shape, ...values: number[]): InputSpec => ({ shape, dtype: 'int32', values });
const shapes = (...all: Shape[]): InputSpec[] => all.map((shape) => of(shape));

const unary = (f: (x: Tensor) => Tensor, range?: Pair): Case[] => [
  { name: 'matrix', inputs: [of([3, 4], range)], build: f },
  { name: 'scalar', inputs: [of([], range)], build: f },
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

const binary = (f: (a: Tensor, b: Tensor) => Tensor, range?: Pair): Case[] =>
  broadcasts.map(([a, b]) => ({
    name: `[${a}] with [${b}]`,
    inputs: [of(a, range), of(b, range)],
    build: f,
  }));

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

const reductions = (f: (x: Tensor, options?: { axes?: readonly number[]; keepDims?: boolean }) => Tensor): Case[] => [
  { name: 'everything', inputs: shapes([2, 3, 4]), build: (x) => f(x) },
  { name: 'one axis', inputs: shapes([2, 3, 4]), build: (x) => f(x, { axes: [1] }) },
  { name: 'last axes, kept', inputs: shapes([2, 3, 4]), build: (x) => f(x, { axes: [-1, 1], keepDims: true }) },
  { name: 'outer axes', inputs: shapes([2, 3, 4]), build: (x) => f(x, { axes: [0, 2] }) },
  { name: 'an axis of size 1', inputs: shapes([2, 1, 4]), build: (x) => f(x, { axes: [1] }) },
];

const convolutions = [
  { name: 'plain', x: [2, 2, 5, 6], o: 3, k: [3, 3] },
  { name: 'pointwise', x: [2, 3, 4, 4], o: 2, k: [1, 1] },
  { name: 'same padding', x: [2, 2, 5, 4], o: 2, k: [3, 3], padding: 1 },
  { name: 'stride 2 of 4×4', x: [2, 2, 8, 8], o: 3, k: [4, 4], stride: 2, padding: 1 },
  { name: 'left-over rows', x: [1, 2, 6, 7], o: 2, k: [3, 3], stride: 2 },
  { name: 'uneven', x: [1, 2, 7, 6], o: 2, k: [2, 3], stride: [3, 2], padding: [1, 0], dilation: [1, 2] },
  { name: 'dilated, padded', x: [1, 1, 7, 7], o: 2, k: [3, 3], dilation: 2, padding: 2 },
  { name: 'groups', x: [2, 4, 5, 5], o: 6, k: [3, 3], groups: 2, padding: 1 },
  { name: 'depthwise, stride 2', x: [1, 3, 6, 6], o: 3, k: [3, 3], groups: 3, stride: 2, padding: 1 },
  { name: 'pointwise, stride 2', x: [1, 2, 5, 5], o: 3, k: [1, 1], stride: 2 },
] as const;

const forward: Case[] = convolutions.flatMap(({ name, x, o, k, ...options }) => {
  const kernel = [o, x[1] / ('groups' in options ? options.groups : 1), ...k];
  return [
    { name, inputs: shapes(x, kernel), build: (a: Tensor, w: Tensor) => conv2d(a, w, options) },
    {
      name: `${name}, bias`,
      inputs: shapes(x, kernel, [o]),
      build: (a: Tensor, w: Tensor, bias: Tensor) => conv2d(a, w, { ...options, bias }),
    },
  ];
});

const transposed: Case[] = convolutions
  .filter(({ name }) => name !== 'groups' && name !== 'depthwise, stride 2')
  .map(({ name, x, o, k, ...options }) => ({
    name,
    inputs: shapes([x[0], x[1], 3, 4], [x[1], o, ...k]),
    build: (a, w) => convTranspose2d(a, w, options),
  }));

/** The kernel's gradient, reached by differentiating a convolution that is linear in its kernel. */
const filterGradients: Case[] = convolutions.map(({ name, x, o, k, ...options }) => {
  const groups = 'groups' in options ? options.groups : 1;
  const w = input('kernel of zeros', [o, x[1] / groups, ...k]);
  const y = conv2d(input('image of zeros', x), w, options).shape;
  return {
    name,
    inputs: shapes(x, y),
    build: (image, ct) => {
      const kernel = full(w.shape, 0);
      return gradients(conv2d(image, kernel, options), [kernel], ct)[0];
    },
  };
});

export const cases: { readonly [P in Primitive]: readonly Case[] } = {
  input: [{ name: 'passes through', inputs: shapes([2, 3]), build: (x) => x }],
  constant: [
    { name: 'float32', inputs: shapes([3]), build: (x) => mul(x, constant([1, -2, 0.5], [3])) },
    { name: 'int32', inputs: shapes([3]), build: (x) => gather(x, constant(Int32Array.of(2, 0), [2])) },
    { name: 'bool', inputs: shapes([3]), build: (x) => where(constant(Uint8Array.of(1, 0, 1), [3]), x, 0) },
  ],
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
  add: [
    ...binary(add),
    {
      name: 'integers',
      inputs: [indices([2], 1, 2), indices([2], 3, 4)],
      build: (a, b) => cast(add(a, b), 'float32'),
    },
  ],
  sub: binary(sub),
  mul: binary(mul),
  div: binary(div, [0.3, 2]),
  maximum: binary(maximum),
  minimum: binary(minimum),
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
  ],
  cast: [
    { name: 'int32 and back', inputs: shapes([3, 4]), build: (x) => mul(cast(cast(x, 'int32'), 'float32'), x) },
    { name: 'bool and back', inputs: shapes([3, 4]), build: (x) => mul(cast(cast(relu(x), 'bool'), 'float32'), x) },
  ],
  sum: reductions(sum),
  max: reductions(max),
  min: reductions(min),
  softmax: [
    { name: 'last axis', inputs: shapes([2, 5]), build: (x) => softmax(x) },
    { name: 'middle axis', inputs: shapes([2, 3, 2]), build: (x) => softmax(x, 1) },
    { name: 'large values', inputs: [of([2, 3], [90, 100])], build: (x) => softmax(x, -1) },
  ],
  reshape: [
    { name: 'merge', inputs: shapes([2, 3, 4]), build: (x) => square(reshape(x, [6, -1])) },
    { name: 'to a scalar', inputs: shapes([1, 1]), build: (x) => square(reshape(x, [])) },
  ],
  transpose: [
    { name: 'matrix', inputs: shapes([2, 3]), build: (x) => square(transpose(x, [1, 0])) },
    { name: 'three axes', inputs: shapes([2, 3, 4]), build: (x) => square(transpose(x, [2, 0, 1])) },
  ],
  broadcastTo: [
    { name: 'new axes', inputs: shapes([3]), build: (x) => square(broadcastTo(x, [2, 4, 3])) },
    { name: 'axes of 1', inputs: shapes([2, 1]), build: (x) => square(broadcastTo(x, [2, 3])) },
  ],
  reverse: [{ name: 'two axes', inputs: shapes([2, 3, 4]), build: (x) => square(reverse(x, [0, -1])) }],
  concat: [
    { name: 'last axis', inputs: shapes([2, 3], [2, 1], [2, 2]), build: (...xs) => square(concat(xs, -1)) },
    { name: 'first axis', inputs: shapes([2, 3], [1, 3]), build: (...xs) => square(concat(xs, 0)) },
  ],
  slice: [
    {
      name: 'one axis',
      inputs: shapes([4, 5]),
      build: (x) => square(slice(x, { axes: [-1], starts: [1], ends: [-1] })),
    },
    {
      name: 'steps',
      inputs: shapes([5, 6]),
      build: (x) => square(slice(x, { starts: [0, 1], ends: [5, 6], steps: [2, 3] })),
    },
    {
      name: 'backwards',
      inputs: shapes([5, 3]),
      build: (x) => square(slice(x, { axes: [0], starts: [-1], ends: [-9], steps: [-2] })),
    },
    {
      name: 'parts put together otherwise',
      inputs: shapes([2, 6]),
      build: (x) => {
        const [a, b, c] = split(x, [1, 2, 3], 1);
        return concat([square(c), a, mul(b, a)], 1);
      },
    },
  ],
  pad: [
    {
      name: 'zeros',
      inputs: shapes([2, 3]),
      build: (x) =>
        square(
          pad(x, [
            [1, 0],
            [0, 2],
          ]),
        ),
    },
    { name: 'value', inputs: shapes([2]), build: (x) => square(pad(x, [[1, 2]], -1.5)) },
  ],
  matmul: [
    { name: 'matrices', inputs: shapes([2, 3], [3, 4]), build: (a, b) => matmul(a, b) },
    {
      name: 'both transposed',
      inputs: shapes([3, 2], [4, 3]),
      build: (a, b) => matmul(a, b, { transposeA: true, transposeB: true }),
    },
    { name: 'first transposed', inputs: shapes([3, 2], [3, 4]), build: (a, b) => matmul(a, b, { transposeA: true }) },
    { name: 'second transposed', inputs: shapes([2, 3], [4, 3]), build: (a, b) => matmul(a, b, { transposeB: true }) },
    { name: 'batch', inputs: shapes([2, 2, 3], [2, 3, 2]), build: (a, b) => matmul(a, b) },
    {
      name: 'batch, transposed',
      inputs: shapes([2, 3, 2], [2, 2, 3]),
      build: (a, b) => matmul(a, b, { transposeA: true, transposeB: true }),
    },
    { name: 'broadcast batches', inputs: shapes([2, 1, 2, 3], [3, 3, 2]), build: (a, b) => matmul(a, b) },
    {
      name: 'matrix and batch',
      inputs: shapes([2, 3], [2, 2, 3]),
      build: (a, b) => matmul(a, b, { transposeB: true }),
    },
  ],
  gemm: [
    { name: 'linear layer', inputs: shapes([2, 3], [3, 4], [4]), build: (x, w, b) => linear(x, w, b) },
    { name: 'linear over rows', inputs: shapes([2, 2, 3], [3, 4], [4]), build: (x, w, b) => linear(x, w, b) },
    {
      name: 'added matrix',
      inputs: shapes([2, 3], [3, 4], [2, 1]),
      build: (a, b, c) => add(linear(a, b, full([4], 1)), c),
    },
  ],
  gather: [
    { name: 'rows', inputs: [of([4, 3]), indices([3], 2, 0, 2)], build: (x, i) => square(gather(x, i)) },
    { name: 'last axis', inputs: [of([2, 5]), indices([2, 2], 1, 4, 1, 0)], build: (x, i) => square(gather(x, i, -1)) },
    { name: 'one slice', inputs: [of([3, 2]), indices([], 1)], build: (x, i) => square(gather(x, i)) },
  ],
  scatterAdd: [
    {
      name: 'rows',
      inputs: [of([4, 3]), of([3, 3]), indices([3], 2, 0, 2)],
      build: (x, ct, i) => gradients(gather(x, i), [x], square(ct))[0],
    },
    {
      name: 'middle axis',
      inputs: [of([2, 4, 2]), of([2, 2, 2, 2]), indices([2, 2], 3, 0, 3, 3)],
      build: (x, ct, i) => gradients(gather(x, i, 1), [x], square(ct))[0],
    },
  ],
  conv2d: forward,
  convTranspose2d: [
    ...transposed,
    {
      name: 'output padding, bias',
      inputs: shapes([1, 2, 3, 3], [2, 3, 3, 3], [3]),
      build: (x, w, bias) => convTranspose2d(x, w, { stride: 2, padding: 1, outputPadding: 1, bias }),
    },
    {
      name: 'groups',
      inputs: shapes([1, 4, 3, 3], [4, 2, 3, 3]),
      build: (x, w) => convTranspose2d(x, w, { stride: 2, groups: 2 }),
    },
  ],
  conv2dFilterGradient: filterGradients,
  avgPool2d: [{ name: 'blocks', inputs: shapes([1, 2, 4, 6]), build: (x) => square(avgPool2d(x, [2, 3])) }],
  upsampleNearest2d: [
    { name: 'repeats', inputs: shapes([1, 2, 2, 3]), build: (x) => square(upsampleNearest2d(x, [2, 3])) },
  ],
};
