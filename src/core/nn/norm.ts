/** Normalisation as functions of tensors; statistics are those of the batch's own values. */

import { add, div, expandDims, mean, mul, reshape, sqrt, square, sub, type Tensor, TensorError } from '../tensor';

/** (x − mean) / √(variance + epsilon), with mean and (biased) variance over the given axes. */
export function standardise(x: Tensor, axes: readonly number[], epsilon: number): Tensor {
  const centred = sub(x, mean(x, { axes, keepDims: true }));
  const variance = mean(square(centred), { axes, keepDims: true });
  return div(centred, sqrt(add(variance, epsilon)));
}

export interface Affine {
  /** One factor a channel or feature. */
  readonly scale?: Tensor;
  readonly shift?: Tensor;
  readonly epsilon?: number;
}

/** Layer normalisation over the last axis (Ba et al. 2016); scale and shift are [features]. */
export function layerNorm(x: Tensor, { scale, shift, epsilon = 1e-5 }: Affine = {}): Tensor {
  const y = standardise(x, [-1], epsilon);
  const scaled = scale ? mul(y, scale) : y;
  return shift ? add(scaled, shift) : scaled;
}

/** Group normalisation of x [B, C, ...] (Wu & He 2018); scale and shift are [C]. */
export function groupNorm(x: Tensor, groups: number, { scale, shift, epsilon = 1e-5 }: Affine = {}): Tensor {
  const [batch, channels, ...rest] = x.shape;
  if (channels % groups !== 0) {
    throw new TensorError(
      `groupNorm: got ${channels} channels and ${groups} groups, expected channels divisible by the groups; choose another number of groups.`,
    );
  }
  const y = reshape(standardise(reshape(x, [batch, groups, -1]), [-1], epsilon), x.shape);
  const scaled = scale ? mul(y, perChannel(scale, rest.length)) : y;
  return shift ? add(scaled, perChannel(shift, rest.length)) : scaled;
}

/** [C] → [C, 1, …, 1] with one 1 for each spatial axis. */
export function perChannel(values: Tensor, spatialAxes: number): Tensor {
  let result = values;
  for (let i = 0; i < spatialAxes; i++) result = expandDims(result, -1);
  return result;
}
