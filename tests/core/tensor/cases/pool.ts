import { avgPool, maxPool, resize, square, type Tensor, upsampleNearest } from '../../../../src/core/tensor';
import { type Case, type Cases, shapes } from './case';

const windows = (f: typeof avgPool): Case[] => [
  { name: 'blocks', inputs: shapes([1, 2, 4, 6]), build: (x) => square(f(x, [2, 3])) },
  { name: 'left-over rows', inputs: shapes([2, 1, 5, 4]), build: (x) => square(f(x, 2)) },
  { name: 'overlapping', inputs: shapes([1, 2, 5, 7]), build: (x) => square(f(x, 3, { stride: 2, padding: 1 })) },
  {
    name: 'gaps between windows',
    inputs: shapes([1, 1, 7, 8]),
    build: (x) => square(f(x, [2, 1], { stride: [3, 2] })),
  },
  {
    name: 'several blocks',
    isLarge: true,
    inputs: shapes([2, 9, 13, 11]),
    build: (x) => square(f(x, 3, { stride: 2, padding: 1 })),
  },
  { name: 'every position', inputs: shapes([1, 1, 3, 4]), build: (x) => square(f(x, 2, { stride: 1 })) },
  { name: 'one axis', inputs: shapes([2, 3, 7]), build: (x) => square(f(x, 3, { stride: 2, padding: 1 })) },
  { name: 'one axis, blocks', inputs: shapes([1, 2, 6]), build: (x) => square(f(x, 2)) },
  { name: 'volume', inputs: shapes([1, 2, 3, 4, 5]), build: (x) => square(f(x, [2, 3, 3], { stride: 2, padding: 1 })) },
  { name: 'volume, blocks', inputs: shapes([1, 1, 2, 4, 2]), build: (x) => square(f(x, [1, 2, 2])) },
];

export const poolCases = {
  avgPool: windows(avgPool),
  maxPool: windows(maxPool),
  upsampleNearest: [
    { name: 'repeats', inputs: shapes([1, 2, 2, 3]), build: (x: Tensor) => square(upsampleNearest(x, [2, 3])) },
    { name: 'one axis', inputs: shapes([2, 1, 3]), build: (x: Tensor) => square(upsampleNearest(x, 3)) },
    { name: 'volume', inputs: shapes([1, 2, 1, 2, 3]), build: (x: Tensor) => square(upsampleNearest(x, [3, 1, 2])) },
    {
      name: 'resize',
      inputs: shapes([1, 2, 2, 3]),
      build: (x: Tensor) => square(resize(x, [4, 9], { mode: 'nearest' })),
    },
  ],
} satisfies Cases;
