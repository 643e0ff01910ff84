import {
  argMax,
  argMin,
  argSort,
  cast,
  concat,
  cumsum,
  gather,
  max,
  min,
  softmax,
  sort,
  square,
  sum,
  type Tensor,
  topK,
} from '../../../../src/core/tensor';
import { type Case, type Cases, indices, of, shapes } from './case';

const reductions = (f: (x: Tensor, options?: { axes?: readonly number[]; keepDims?: boolean }) => Tensor): Case[] => [
  { name: 'everything', inputs: shapes([2, 3, 4]), build: (x) => f(x) },
  { name: 'one axis', inputs: shapes([2, 3, 4]), build: (x) => f(x, { axes: [1] }) },
  { name: 'last axes, kept', inputs: shapes([2, 3, 4]), build: (x) => f(x, { axes: [-1, 1], keepDims: true }) },
  { name: 'outer axes', inputs: shapes([2, 3, 4]), build: (x) => f(x, { axes: [0, 2] }) },
  { name: 'an axis of size 1', inputs: shapes([2, 1, 4]), build: (x) => f(x, { axes: [1] }) },
  {
    name: 'integers',
    inputs: [indices([2, 3], 4, -7, 0, 2, 9, 9)],
    build: (x) => cast(f(x, { axes: [1] }), 'float32'),
  },
  { name: 'a long last axis', isLarge: true, inputs: shapes([3, 1031]), build: (x) => f(x, { axes: [1] }) },
  { name: 'a long first axis', isLarge: true, inputs: shapes([1031, 3]), build: (x) => f(x, { axes: [0] }) },
  { name: 'long outer axes', isLarge: true, inputs: shapes([9, 13, 17]), build: (x) => f(x, { axes: [0, 2] }) },
];

/** Positions have no gradient, so they pick elements that have one. */
const positions = (f: (x: Tensor, axis?: number) => Tensor): Case[] => [
  { name: 'last axis', inputs: shapes([3, 5]), build: (x) => gather(sum(square(x), { axes: [0] }), f(x)) },
  { name: 'first axis', inputs: shapes([4, 1, 3]), build: (x) => gather(square(x), f(x, 0)) },
  {
    name: 'the first of several',
    inputs: [indices([2, 4], 1, 3, 3, 1, 0, 2, 0, 2)],
    build: (x) => cast(f(x), 'float32'),
  },
];

export const reduceCases = {
  sum: reductions(sum),
  max: reductions(max),
  min: reductions(min),
  softmax: [
    { name: 'last axis', inputs: shapes([2, 5]), build: (x) => softmax(x) },
    { name: 'middle axis', inputs: shapes([2, 3, 2]), build: (x) => softmax(x, 1) },
    { name: 'large values', inputs: [of([2, 3], [90, 100])], build: (x) => softmax(x, -1) },
    { name: 'one class', inputs: shapes([3, 1]), build: (x) => softmax(x) },
    { name: 'many classes', isLarge: true, inputs: shapes([2, 3, 259]), build: (x) => square(softmax(x)) },
  ],
  argMax: positions(argMax),
  argMin: positions(argMin),
  argTopK: [
    { name: 'sort', inputs: shapes([3, 5]), build: (x: Tensor) => square(sort(x)) },
    {
      name: 'sort of the first axis, descending',
      inputs: shapes([5, 1, 3]),
      build: (x: Tensor) => square(sort(x, { axis: 0, descending: true })),
    },
    { name: 'the three largest', inputs: shapes([2, 7]), build: (x: Tensor) => square(topK(x, 3).values) },
    {
      name: 'the smallest',
      inputs: shapes([2, 3, 4]),
      build: (x: Tensor) => topK(x, 1, { axis: 1, largest: false }).values,
    },
    { name: 'a long axis', isLarge: true, inputs: shapes([2, 131]), build: (x: Tensor) => square(sort(x)) },
    {
      name: 'ties keep their order',
      inputs: [indices([2, 6], 1, 0, 1, 0, 1, 0, 2, 2, 2, 1, 1, 1)],
      build: (x: Tensor) => cast(concat([argSort(x), argSort(x, { descending: true })], 0), 'float32'),
    },
  ],
  cumsum: [
    { name: 'a long axis', isLarge: true, inputs: shapes([3, 131, 2]), build: (x: Tensor) => cumsum(x, 1) },
    { name: 'last axis', inputs: shapes([3, 5]), build: (x: Tensor) => square(cumsum(x, -1)) },
    { name: 'exclusive', inputs: shapes([2, 3, 2]), build: (x: Tensor) => square(cumsum(x, 1, { exclusive: true })) },
    { name: 'reverse', inputs: shapes([4, 1]), build: (x: Tensor) => square(cumsum(x, 0, { reverse: true })) },
    {
      name: 'exclusive, reverse',
      inputs: shapes([7]),
      build: (x: Tensor) => square(cumsum(x, 0, { exclusive: true, reverse: true })),
    },
    {
      name: 'integers',
      inputs: [indices([5], 3, -1, 2, 0, 4)],
      build: (x: Tensor) => cast(cumsum(x, 0), 'float32'),
    },
  ],
} satisfies Cases;
