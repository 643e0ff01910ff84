import {
  type ConvOptions,
  conv1d,
  conv2d,
  conv3d,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  full,
  gradients,
  type Shape,
  type Tensor,
} from '../../../../src/core/tensor';
import { type Case, type Cases, shapes } from './case';

const convolve = [conv1d, conv2d, conv3d];
const convolveTransposed = [convTranspose1d, convTranspose2d, convTranspose3d];

interface Setting extends ConvOptions {
  readonly name: string;
  readonly isLarge?: boolean;
  readonly x: Shape;
  /** Filters. */
  readonly o: number;
  readonly k: Shape;
}

const settings: readonly Setting[] = [
  { name: 'plain', x: [2, 2, 5, 6], o: 3, k: [3, 3] },
  { name: 'pointwise', x: [2, 3, 4, 4], o: 2, k: [1, 1] },
  { name: 'same padding', x: [2, 2, 5, 4], o: 2, k: [3, 3], padding: 1 },
  { name: 'few filters', x: [2, 5, 4, 5], o: 2, k: [3, 2], padding: [1, 0] },
  { name: 'half as many filters', x: [1, 16, 3, 4], o: 8, k: [2, 3], padding: 1 },
  { name: 'one row', x: [1, 1, 1, 5], o: 1, k: [1, 3], padding: [0, 1] },
  { name: 'stride 2 of 4×4', x: [2, 2, 8, 8], o: 3, k: [4, 4], stride: 2, padding: 1 },
  { name: 'left-over rows', x: [1, 2, 6, 7], o: 2, k: [3, 3], stride: 2 },
  { name: 'uneven', x: [1, 2, 7, 6], o: 2, k: [2, 3], stride: [3, 2], padding: [1, 0], dilation: [1, 2] },
  { name: 'dilated, padded', x: [1, 1, 7, 7], o: 2, k: [3, 3], dilation: 2, padding: 2 },
  { name: 'groups', x: [2, 4, 5, 5], o: 6, k: [3, 3], groups: 2, padding: 1 },
  { name: 'depthwise, stride 2', x: [1, 3, 6, 6], o: 3, k: [3, 3], groups: 3, stride: 2, padding: 1 },
  { name: 'pointwise, stride 2', x: [1, 2, 5, 5], o: 3, k: [1, 1], stride: 2 },
  { name: 'several blocks', isLarge: true, x: [2, 9, 7, 11], o: 17, k: [3, 3], padding: 1 },
  { name: 'whole blocks', isLarge: true, x: [1, 16, 9, 8], o: 32, k: [3, 3], padding: 1 },
  { name: 'whole blocks, stride 2', isLarge: true, x: [2, 8, 10, 10], o: 16, k: [4, 4], stride: 2, padding: 1 },
  { name: 'blocks, pointwise', isLarge: true, x: [2, 20, 5, 7], o: 33, k: [1, 1] },
  { name: 'blocks, depthwise', isLarge: true, x: [1, 20, 9, 9], o: 20, k: [3, 3], groups: 20, padding: 1 },
  { name: 'one axis', x: [2, 2, 7], o: 3, k: [3], padding: 1 },
  { name: 'one axis, pointwise', x: [2, 3, 5], o: 2, k: [1] },
  { name: 'one axis, uneven', x: [1, 2, 11], o: 2, k: [3], stride: 3, dilation: 2, padding: 1 },
  { name: 'one axis, groups', x: [2, 4, 6], o: 2, k: [4], groups: 2, stride: 2, padding: 1 },
  { name: 'volume', x: [1, 2, 3, 4, 5], o: 2, k: [2, 3, 2], padding: [0, 1, 1] },
  { name: 'volume, pointwise', x: [1, 3, 2, 2, 3], o: 2, k: [1, 1, 1] },
  { name: 'volume, uneven', x: [1, 2, 5, 4, 5], o: 2, k: [2, 2, 3], stride: [2, 1, 2], dilation: [2, 1, 1], groups: 2 },
];

const kernelOf = ({ o, x, k, groups = 1 }: Setting): Shape => [o, x[1] / groups, ...k];

const forward: Case[] = settings.flatMap((setting) => {
  const { name, isLarge, x, o, k, ...options } = setting;
  const conv = convolve[k.length - 1];
  return [
    { name, isLarge, inputs: shapes(x, kernelOf(setting)), build: (a: Tensor, w: Tensor) => conv(a, w, options) },
    {
      name: `${name}, bias`,
      isLarge,
      inputs: shapes(x, kernelOf(setting), [o]),
      build: (a: Tensor, w: Tensor, bias: Tensor) => conv(a, w, { ...options, bias }),
    },
  ];
});

const transposed: Case[] = settings
  .filter(({ groups = 1, x, o }) => groups === 1 || (x[1] % groups === 0 && o % groups === 0))
  .map(({ name, isLarge, x, o, k, ...options }) => ({
    name,
    isLarge,
    inputs: shapes([x[0], x[1], 3, 4, 2].slice(0, x.length), [x[1], o / (options.groups ?? 1), ...k]),
    build: (a, w) => convolveTransposed[k.length - 1](a, w, options),
  }));

/** The kernel's gradient, reached by differentiating a convolution that is linear in its kernel. */
const filterGradients: Case[] = settings.map((setting) => {
  const { name, isLarge, x, o, k, ...options } = setting;
  const conv = convolve[k.length - 1];
  const kernel = full(kernelOf(setting), 0);
  return {
    name,
    isLarge,
    inputs: shapes(x, conv(full(x, 0), kernel, options).shape),
    build: (image, ct) => gradients(conv(image, kernel, options), [kernel], ct)[0],
  };
});

export const convolutionCases = {
  conv: forward,
  convTranspose: [
    ...transposed,
    {
      name: 'output padding, bias',
      inputs: shapes([1, 2, 3, 3], [2, 3, 3, 3], [3]),
      build: (x: Tensor, w: Tensor, bias: Tensor) =>
        convTranspose2d(x, w, { stride: 2, padding: 1, outputPadding: 1, bias }),
    },
    {
      name: 'one axis, output padding',
      inputs: shapes([2, 2, 3], [2, 3, 4]),
      build: (x: Tensor, w: Tensor) => convTranspose1d(x, w, { stride: 3, outputPadding: 2 }),
    },
    {
      name: 'volume, output padding, bias',
      inputs: shapes([1, 2, 2, 2, 2], [2, 1, 2, 3, 2], [1]),
      build: (x: Tensor, w: Tensor, bias: Tensor) =>
        convTranspose3d(x, w, { stride: [1, 2, 2], padding: [0, 1, 0], outputPadding: [0, 1, 1], bias }),
    },
  ],
  convFilterGradient: filterGradients,
} satisfies Cases;
