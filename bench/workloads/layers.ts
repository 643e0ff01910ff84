/** Layers with the parameters, names and initial values of PyTorch's. */

import { type Affine, groupNorm } from '../../src/core/nn';
import {
  conv2d,
  convTranspose2d,
  linear,
  type NamedArrays,
  normal,
  sizeOf,
  type Tensor,
  uniform,
} from '../../src/core/tensor';
import type { Parameters, Workload, WorkloadParameter } from './types';

/** How a kernel moves. */
interface Window {
  readonly stride?: number;
  readonly padding?: number;
}

const withBias = (
  name: string,
  shape: readonly number[],
  features: number,
  fanIn: number,
): readonly WorkloadParameter[] => {
  const draw = { uniform: 1 / Math.sqrt(fanIn) };
  return [
    { name: `${name}.weight`, shape, draw },
    { name: `${name}.bias`, shape: [features], draw },
  ];
};

/** Weight [in, out] and bias [out]. */
export const linearParameters = (name: string, inputs: number, outputs: number): readonly WorkloadParameter[] =>
  withBias(name, [inputs, outputs], outputs, inputs);

/** Weight [out, in, kernel, kernel] and bias [out]. */
export const convParameters = (name: string, inputs: number, outputs: number, kernel: number) =>
  withBias(name, [outputs, inputs, kernel, kernel], outputs, inputs * kernel ** 2);

/** Weight [in, out, kernel, kernel] and bias [out]; PyTorch takes the second axis for the fan in. */
export const convTransposeParameters = (name: string, inputs: number, outputs: number, kernel: number) =>
  withBias(name, [inputs, outputs, kernel, kernel], outputs, outputs * kernel ** 2);

/** Scale 1 and shift 0, one of each a feature or channel. */
export const normParameters = (name: string, features: number): readonly WorkloadParameter[] => [
  { name: `${name}.weight`, shape: [features], draw: { constant: 1 } },
  { name: `${name}.bias`, shape: [features], draw: { constant: 0 } },
];

/** A table of vectors, one a symbol. */
export const embeddingParameters = (name: string, count: number, width: number): readonly WorkloadParameter[] => [
  { name: `${name}.weight`, shape: [count, width], draw: { normal: 1 } },
];

/** Linear layers with an activation between each two; activations take a place in PyTorch's numbering. */
export const mlpParameters = (name: string, ...sizes: readonly number[]): readonly WorkloadParameter[] =>
  sizes.slice(1).flatMap((out, i) => linearParameters(`${name}.${2 * i}`, sizes[i], out));

export function mlp(p: Parameters, name: string, x: Tensor, activation: (x: Tensor) => Tensor): Tensor {
  let h = x;
  for (let i = 0; p[`${name}.${i}.weight`]; i += 2) {
    h = linearLayer(p, `${name}.${i}`, i > 0 ? activation(h) : h);
  }
  return h;
}

export const linearLayer = (p: Parameters, name: string, x: Tensor): Tensor =>
  linear(x, p[`${name}.weight`], p[`${name}.bias`]);

export const conv = (p: Parameters, name: string, x: Tensor, options: Window = {}): Tensor =>
  conv2d(x, p[`${name}.weight`], { ...options, bias: p[`${name}.bias`] });

export const convTranspose = (p: Parameters, name: string, x: Tensor, options: Window = {}): Tensor =>
  convTranspose2d(x, p[`${name}.weight`], { ...options, bias: p[`${name}.bias`] });

export const affine = (p: Parameters, name: string): Affine => ({
  scale: p[`${name}.weight`],
  shift: p[`${name}.bias`],
});

export const groupNormLayer = (p: Parameters, name: string, x: Tensor, groups: number): Tensor =>
  groupNorm(x, groups, affine(p, name));

function drawn({ name, shape, draw }: WorkloadParameter): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  const key = { seed: 0, stream: name, step: 0 };
  if ('constant' in draw) return values.fill(draw.constant);
  if ('normal' in draw) return normal(values, key).map((v) => v * draw.normal);
  return uniform(values, key).map((v) => (2 * v - 1) * draw.uniform);
}

/** Parameters of all groups by name, as PyTorch's default initialisation draws them. */
export const initialParameters = ({ groups }: Workload): NamedArrays =>
  Object.fromEntries(
    Object.values(groups)
      .flat()
      .map((parameter) => [parameter.name, drawn(parameter)]),
  );
