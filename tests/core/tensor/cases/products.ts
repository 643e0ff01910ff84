import {
  add,
  constant,
  full,
  gather,
  gradients,
  inverse,
  linear,
  logAbsDet,
  matmul,
  mul,
  solve,
  square,
  type Tensor,
  takeAlongAxis,
} from '../../../../src/core/tensor';
import { type Cases, indices, of, shapes } from './case';

/** Zeros where elimination without exchanges would divide. */
const swapped = constant([0, 1, 1, 1, 0, 1, 1, 1, 0], [3, 3]);

const many = indices([71], ...Array.from({ length: 71 }, (_, i) => (i * i) % 5));

export const productCases = {
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
    { name: 'row and column', inputs: shapes([1, 3], [3, 1]), build: (a, b) => matmul(a, b) },
    { name: 'column and row', inputs: shapes([3, 1], [1, 2]), build: (a, b) => matmul(a, b) },
    { name: 'several blocks', isLarge: true, inputs: shapes([17, 33], [33, 9]), build: (a, b) => matmul(a, b) },
    {
      name: 'several blocks, transposed',
      isLarge: true,
      inputs: shapes([3, 33, 17], [3, 40, 33]),
      build: (a, b) => matmul(a, b, { transposeA: true, transposeB: true }),
    },
  ],
  gemm: [
    { name: 'linear layer', inputs: shapes([2, 3], [3, 4], [4]), build: (x, w, b) => linear(x, w, b) },
    {
      name: 'several blocks',
      isLarge: true,
      inputs: shapes([33, 20], [20, 65], [65]),
      build: (x, w, b) => linear(x, w, b),
    },
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
    {
      name: 'many rows',
      isLarge: true,
      inputs: [of([5, 33]), many],
      build: (x, i) => square(gather(x, i)),
    },
    { name: 'one slice', inputs: [of([3, 2]), indices([], 1)], build: (x, i) => square(gather(x, i)) },
  ],
  scatterAdd: [
    {
      name: 'many rows in few',
      isLarge: true,
      inputs: [of([5, 33]), of([71, 33]), many],
      build: (x, ct, i) => gradients(gather(x, i), [x], square(ct))[0],
    },
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
  solve: [
    { name: 'matrix', inputs: shapes([4, 4], [4, 2]), build: (a: Tensor, b: Tensor) => solve(a, b) },
    { name: 'one equation', inputs: [of([1, 1], [0.5, 2]), of([1, 3])], build: (a: Tensor, b: Tensor) => solve(a, b) },
    { name: 'zeros on the diagonal', inputs: shapes([3, 3]), build: (a: Tensor) => inverse(mul(a, swapped)) },
    { name: 'batch', inputs: shapes([2, 1, 3, 3], [2, 1, 3, 1]), build: (a: Tensor, b: Tensor) => solve(a, b) },
  ],
  logAbsDet: [
    { name: 'matrix', inputs: shapes([5, 5]), build: (a: Tensor) => logAbsDet(a) },
    { name: 'batch', inputs: shapes([2, 3, 3]), build: (a: Tensor) => logAbsDet(a) },
  ],
  takeAlongAxis: [
    {
      name: 'first axis',
      inputs: [of([4, 3]), indices([2, 3], 0, 3, 1, 0, 2, 1)],
      build: (x: Tensor, i: Tensor) => square(takeAlongAxis(x, i, 0)),
    },
    {
      name: 'last axis, repeated',
      inputs: [of([2, 1, 3]), indices([2, 1, 5], 0, 0, 2, 1, 0, 2, 2, 2, 1, 0)],
      build: (x: Tensor, i: Tensor) => square(takeAlongAxis(x, i)),
    },
  ],
  scatterAddAlongAxis: [
    {
      name: 'last axis',
      inputs: [of([2, 4]), of([2, 3]), indices([2, 3], 0, 0, 3, 1, 2, 1)],
      build: (x: Tensor, ct: Tensor, i: Tensor) => gradients(takeAlongAxis(x, i), [x], square(ct))[0],
    },
    {
      name: 'middle axis',
      inputs: [of([2, 3, 2]), of([2, 2, 2]), indices([2, 2, 2], 0, 2, 0, 1, 1, 1, 2, 0)],
      build: (x: Tensor, ct: Tensor, i: Tensor) => gradients(takeAlongAxis(x, i, 1), [x], square(ct))[0],
    },
  ],
} satisfies Cases;
