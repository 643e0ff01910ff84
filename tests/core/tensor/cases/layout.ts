import {
  broadcastTo,
  concat,
  mul,
  pad,
  reshape,
  reverse,
  slice,
  split,
  square,
  transpose,
} from '../../../../src/core/tensor';
import { type Cases, shapes } from './case';

export const layoutCases = {
  reshape: [
    { name: 'merge', inputs: shapes([2, 3, 4]), build: (x) => square(reshape(x, [6, -1])) },
    { name: 'to a scalar', inputs: shapes([1, 1]), build: (x) => square(reshape(x, [])) },
  ],
  transpose: [
    {
      name: 'several blocks',
      isLarge: true,
      inputs: shapes([5, 19, 33]),
      build: (x) => square(transpose(x, [2, 0, 1])),
    },
    { name: 'four axes', inputs: shapes([2, 1, 3, 2]), build: (x) => square(transpose(x, [0, 2, 3, 1])) },
    { name: 'matrix', inputs: shapes([2, 3]), build: (x) => square(transpose(x, [1, 0])) },
    { name: 'three axes', inputs: shapes([2, 3, 4]), build: (x) => square(transpose(x, [2, 0, 1])) },
  ],
  broadcastTo: [
    { name: 'new axes', inputs: shapes([3]), build: (x) => square(broadcastTo(x, [2, 4, 3])) },
    { name: 'axes of 1', inputs: shapes([2, 1]), build: (x) => square(broadcastTo(x, [2, 3])) },
  ],
  reverse: [{ name: 'two axes', inputs: shapes([2, 3, 4]), build: (x) => square(reverse(x, [0, -1])) }],
  concat: [
    {
      name: 'twenty parts',
      isLarge: true,
      inputs: shapes([3, 47]),
      build: (x) => {
        const sizes = Array.from({ length: 20 }, (_, i) => 1 + (i % 5 === 0 ? 2 : i % 3));
        const rest = 47 - sizes.reduce((a, b) => a + b);
        return square(concat([...split(x, [...sizes, rest], 1).reverse()], 1));
      },
    },
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
} satisfies Cases;
