import { expect, test } from 'vitest';
import {
  add,
  argMax,
  avgPool,
  broadcastTo,
  buildProgram,
  cast,
  concat,
  constant,
  conv1d,
  conv2d,
  conv3d,
  convTranspose2d,
  exp,
  expandDims,
  gather,
  greater,
  input,
  interpret,
  linear,
  logAbsDet,
  logicalAnd,
  lowerTriangle,
  matmul,
  maxPool,
  mean,
  mod,
  mul,
  ones,
  packParameters,
  pad,
  parameterLayout,
  pluMatrix,
  reshape,
  resize,
  slice,
  solve,
  split,
  squeeze,
  straightThrough,
  sum,
  TensorError,
  takeAlongAxis,
  topK,
  transpose,
  triangularSolve,
  upsampleNearest,
  where,
  zeros,
} from '../../../src/core/tensor';

const f = (...shape: number[]) => ones(shape);
const i = (...shape: number[]) => ones(shape, 'int32');

const mistakes: readonly (readonly [string, () => unknown, string])[] = [
  ['add of unlike shapes', () => add(f(2, 3), f(2)), 'add: got shapes [2, 3] and [2]'],
  ['add of unlike dtypes', () => add(f(2), i(2)), 'add: got float32 and int32'],
  ['exp of integers', () => exp(i(2)), 'exp: got int32, expected float32'],
  ['where on floats', () => where(f(2), f(2), f(2)), 'where (condition): got float32, expected bool'],
  ['matmul of unlike sizes', () => matmul(f(2, 3), f(4, 5)), 'equal inner sizes (3 and 4 differ)'],
  ['matmul of a vector', () => matmul(f(3), f(3, 2)), 'expected at least two axes each'],
  ['matmul of unlike batches', () => matmul(f(2, 1, 3), f(3, 3, 1)), 'expected batch axes that broadcast'],
  ['linear of another width', () => linear(f(5, 3), f(4, 2)), "set the layer's input size to 3"],
  ['linear with a wrong bias', () => linear(f(5, 3), f(3, 2), f(3)), 'gemm: got [5, 3] times [3, 2] plus [3]'],
  ['conv2d of other channels', () => conv2d(f(1, 3, 8, 8), f(4, 4, 3, 3)), 'set in_channels to 3'],
  ['conv2d of a matrix', () => conv2d(f(8, 8), f(4, 4, 3, 3)), 'conv2d: the input has shape [8, 8], expected 4 axes'],
  ['conv2d with a large kernel', () => conv2d(f(1, 1, 2, 2), f(1, 1, 3, 3)), "expected at least the kernel's 3×3"],
  ['conv2d with stride 0', () => conv2d(f(1, 1, 4, 4), f(1, 1, 3, 3), { stride: 0 }), 'got stride [0, 0]'],
  [
    'conv2d with a wrong bias',
    () => conv2d(f(1, 1, 4, 4), f(2, 1, 3, 3), { bias: f(3) }),
    'got bias [3], expected [2]',
  ],
  ['convTranspose2d of other channels', () => convTranspose2d(f(1, 3, 4, 4), f(2, 3, 3, 3)), 'set in_channels to 3'],
  [
    'convTranspose2d with much output padding',
    () => convTranspose2d(f(1, 1, 4, 4), f(1, 1, 3, 3), { stride: 2, outputPadding: 2 }),
    'less than the stride',
  ],
  [
    'convTranspose2d cut to nothing',
    () => convTranspose2d(f(1, 1, 1, 1), f(1, 1, 2, 2), { padding: 1 }),
    'lower the padding',
  ],
  ['avgPool of less than the kernel', () => avgPool(f(1, 1, 5, 1), 2), 'use a smaller kernel'],
  ['avgPool of a matrix', () => avgPool(f(4, 4), 2), 'expected [batch, channels, …] with one to three more axes'],
  ['maxPool with much padding', () => maxPool(f(1, 1, 4), 2, { padding: 2 }), 'at most half the kernel'],
  ['maxPool of three sizes for two axes', () => maxPool(f(1, 1, 4, 4), [2, 2, 2]), 'expected one number or 2'],
  ['conv1d with two strides', () => conv1d(f(1, 1, 4), f(1, 1, 2), { stride: [1, 1] }), 'conv1d: got stride [1, 1]'],
  ['conv3d of an image', () => conv3d(f(1, 1, 4, 4), f(1, 1, 2, 2)), 'conv3d: the input has shape [1, 1, 4, 4]'],
  ['upsampling by half', () => upsampleNearest(f(1, 1, 4), 0.5), 'upsampleNearest (factor): got [0.5]'],
  ['resize to nothing', () => resize(f(1, 1, 4), 0, { mode: 'linear' }), 'resize: got [0], expected whole sizes'],
  ['reshape to more values', () => reshape(f(2, 3), [7]), 'reshape: got [2, 3] (6 values), expected a multiple of 7'],
  ['reshape that does not divide', () => reshape(f(2, 3), [4, -1]), 'expected a multiple of 4'],
  ['reshape with two unknowns', () => reshape(f(2, 3), [-1, -1]), 'expected at most one -1'],
  ['transpose with a repeated axis', () => transpose(f(2, 3), [0, 0]), 'expected each of its 2 axes once'],
  ['broadcast to fewer', () => broadcastTo(f(2, 3), [3]), 'broadcastTo: got [2, 3]'],
  ['an axis that is not there', () => sum(f(2), { axes: [1] }), 'got axis 1, expected an integer from -1 to 0'],
  ['an axis twice', () => sum(f(2, 2), { axes: [0, -2] }), 'expected each axis once'],
  ['squeeze of a long axis', () => squeeze(f(2, 1), [0]), 'axis 0 of [2, 1] has size 2, expected 1'],
  ['expandDims beyond the end', () => expandDims(f(2), 3), 'expandDims: got axis 3'],
  ['concat of nothing', () => concat([], 0), 'concat: got no tensors'],
  ['concat of unlike sizes', () => concat([f(2, 3), f(3, 2)], 0), 'equal sizes except on axis 0'],
  ['an empty slice', () => slice(f(4), { starts: [3], ends: [2] }), 'expected at least one element'],
  ['a slice with step 0', () => slice(f(4), { starts: [0], ends: [2], steps: [0] }), 'got step 0'],
  ['a slice with too few ends', () => slice(f(4, 4), { starts: [0, 1], ends: [2] }), 'expected 2 of each'],
  ['split into another total', () => split(f(5), [2, 2], 0), 'got sizes [2, 2] (4 in all), expected 5'],
  ['pad by less than nothing', () => pad(f(2), [[-1, 0]]), 'use slice to remove elements'],
  ['gather with float indices', () => gather(f(2), f(1)), 'gather (indices): got float32, expected int32'],
  ['takeAlongAxis of another width', () => takeAlongAxis(f(2, 3), i(1, 4), 0), 'expected equal sizes except on axis 0'],
  ['more elements than there are', () => topK(f(2, 3), 4), 'topK: got k = 4 for axis 1 of [2, 3], expected'],
  ['argMax of bool', () => argMax(greater(f(2), 0)), 'expected float32 or int32'],
  ['the mean of integers', () => mean(i(2)), 'mean: got int32, expected float32'],
  ['logic on numbers', () => logicalAnd(f(2), f(2)), 'logicalAnd: got float32, expected bool'],
  ['straightThrough of unlike shapes', () => straightThrough(f(2), f(1)), 'expected equal shapes'],
  ['half an integer', () => mul(i(2), 0.5), 'constant: got 0.5 for int32, expected whole numbers'],
  ['mod of floats', () => mod(f(2), 2), 'mod: got float32, expected int32'],
  ['solve of a wide matrix', () => solve(f(2, 3), f(2, 1)), 'solve: got a matrix [2, 3], expected [..., n, n]'],
  ['solve of a large matrix', () => logAbsDet(f(65, 65)), 'n up to 64'],
  ['solve with a wrong right side', () => solve(f(2, 2), f(3, 1)), 'expected [2, k]'],
  ['triangularSolve with a vector', () => triangularSolve(f(2, 2), f(2)), 'expected [..., 2, k]'],
  ['a triangle of a wide matrix', () => lowerTriangle(f(2, 3)), 'lowerTriangle: got [2, 3], expected square matrices'],
  [
    'pluMatrix with a repeated row',
    () => pluMatrix({ permutation: [0, 0], lower: f(2, 2), upper: f(2, 2), logDiagonal: f(2), signs: [1, 1] }),
    'expected each of 0 to 1 once',
  ],
  ['a constant of the wrong length', () => constant([1, 2, 3], [2]), 'got 3 values, expected 2'],
  ['an input of size 0', () => input('x', [0]), 'input "x": got [0], expected whole sizes of at least 1'],
  ['an empty batch', () => input('x', [0, 3]), 'input "x": got [0, 3]'],
  ['an empty constant', () => constant([], [0]), 'constant: got [0]'],
  ['zeros of nothing', () => zeros([2, 0]), 'broadcastTo: got [2, 0]'],
  [
    'two types of one input',
    () => buildProgram('p', { y: add(sum(input('x', [2])), sum(input('x', [3]))) }),
    'expected one type for one name',
  ],
  ['an output named as an input', () => buildProgram('p', { x: exp(input('x', [2])) }), 'rename the output'],
  ['a program of nothing', () => buildProgram('p', {}), 'program "p": got no outputs'],
  ['a missing feed', () => interpret(buildProgram('p', { y: exp(input('x', [2])) }), {}), 'input "x" got nothing'],
  [
    'parameters of one name',
    () =>
      parameterLayout('g', [
        { name: 'w', shape: [1] },
        { name: 'w', shape: [1] },
      ]),
    'distinct',
  ],
  [
    'a missing parameter',
    () => packParameters(parameterLayout('g', [{ name: 'w', shape: [2] }]), {}),
    'parameters "g": "w" has no values, expected 2',
  ],
];

test.each(mistakes)('%s is refused in one sentence', (_, make, expected) => {
  let message = '';
  try {
    make();
  } catch (error) {
    expect(error).toBeInstanceOf(TensorError);
    message = error instanceof Error ? error.message : '';
  }
  expect(message).toContain(expected);
  expect(message).toMatch(/^[^\n]+, expected .+; .+\.$/);
});

test('converting to the dtype a tensor has is the tensor itself', () => {
  const x = f(2);
  expect(cast(x, 'float32')).toBe(x);
});
