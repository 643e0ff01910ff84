/** Normalisation as functions of tensors. */

import {
  add,
  div,
  expandDims,
  mean,
  mul,
  ones,
  reshape,
  scaledGroupNorm,
  sizeOf,
  sqrt,
  square,
  standardise,
  sub,
  type Tensor,
  TensorError,
  zeros,
} from '../tensor';

export interface Affine {
  /** One factor a channel or feature. */
  readonly scale?: Tensor;
  readonly shift?: Tensor;
  readonly epsilon?: number;
}

const affine = (x: Tensor, scale: Tensor | undefined, shift: Tensor | undefined): Tensor => {
  const scaled = scale ? mul(x, scale) : x;
  return shift ? add(scaled, shift) : scaled;
};

/** Scale and shift [C] of x [B, C, ...]. */
const channelAffine = (x: Tensor, { scale, shift }: Affine): Tensor => {
  const spatial = x.shape.length - 2;
  return affine(x, scale && perChannel(scale, spatial), shift && perChannel(shift, spatial));
};

/** Layer normalisation over the last axis (Ba et al. 2016); scale and shift are [features]. */
export function layerNorm(x: Tensor, { scale, shift, epsilon = 1e-5 }: Affine = {}): Tensor {
  return affine(standardise(x, epsilon), scale, shift);
}

/** x / √(mean(x²) + epsilon) over the last axis (Zhang & Sennrich 2019); scale is [features]. */
export function rmsNorm(x: Tensor, { scale, epsilon = 1e-6 }: Omit<Affine, 'shift'> = {}): Tensor {
  const power = mean(square(x), { axes: [-1], keepDims: true });
  return affine(div(x, sqrt(add(power, epsilon))), scale, undefined);
}

/** Group normalisation of x [B, C, ...] (Wu & He 2018); scale and shift are [C]. */
export function groupNorm(x: Tensor, groups: number, { scale, shift, epsilon = 1e-5 }: Affine = {}): Tensor {
  const channels = x.shape[1];
  return scaledGroupNorm(x, scale ?? ones([channels]), shift ?? zeros([channels]), groups, epsilon);
}

/** Each channel of each item of x [B, C, ...] on its own (Ulyanov et al. 2016); scale and shift are [C]. */
export const instanceNorm = (x: Tensor, options?: Affine): Tensor => groupNorm(x, x.shape[1], options);

/** Mean and variance of each channel, [C] each. */
export interface ChannelStatistics {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/** As `batchNorm` of a trained model: x [B, C, ...] with fixed statistics. */
export function batchNormWith(x: Tensor, { mean: centre, variance }: ChannelStatistics, options: Affine = {}): Tensor {
  const spatial = x.shape.length - 2;
  const deviation = sqrt(add(variance, options.epsilon ?? 1e-5));
  const y = div(sub(x, perChannel(centre, spatial)), perChannel(deviation, spatial));
  return channelAffine(y, options);
}

/**
 * Batch normalisation while training (Ioffe & Szegedy 2015): x [B, C, ...] with the statistics of this batch; scale and
 * shift are [C]. The variance that comes back is the unbiased estimate, which is what running statistics average.
 */
export function batchNorm(x: Tensor, options: Affine = {}): ChannelStatistics & { readonly y: Tensor } {
  const channels = x.shape[1];
  const count = sizeOf(x.shape) / channels;
  if (count < 2) {
    throw new TensorError(
      `batchNorm: got one value a channel (${x.shape.join(' × ')}), expected at least 2 to have a variance; use larger batches.`,
    );
  }
  const axes = x.shape.map((_, axis) => axis).filter((axis) => axis !== 1);
  const centre = mean(x, { axes });
  const spatial = x.shape.length - 2;
  const centred = sub(x, perChannel(centre, spatial));
  const variance = mean(square(centred), { axes });
  const y = div(centred, perChannel(sqrt(add(variance, options.epsilon ?? 1e-5)), spatial));
  return { y: channelAffine(y, options), mean: centre, variance: mul(variance, count / (count - 1)) };
}

/** An exponential moving average one step on: (1 − momentum)·running + momentum·value. */
export const movingAverage = (running: Tensor, value: Tensor, momentum: number): Tensor =>
  add(mul(running, 1 - momentum), mul(value, momentum));

/** [..., C] → [..., C, 1, …, 1] with one 1 for each spatial axis. */
export function perChannel(values: Tensor, spatialAxes: number): Tensor {
  const spatial = Array.from({ length: spatialAxes }, () => 1);
  return reshape(values, [...values.shape, ...spatial]);
}

/**
 * Feature-wise modulation x·(1 + scale) + shift (FiLM, Perez et al. 2018; adaptive layer norm, Peebles & Xie 2023):
 * x [B, ..., C] with scale and shift [B, C]; with `channels` x is [B, C, ...].
 */
export function modulate(x: Tensor, scale: Tensor, shift: Tensor, { channels = false } = {}): Tensor {
  const between = x.shape.length - 2;
  const placed = (v: Tensor): Tensor => (channels ? perChannel(v, between) : spread(v, between));
  return add(mul(x, add(placed(scale), 1)), placed(shift));
}

/** x·gate with x [B, ..., C] and gate [B, C]: how strongly a branch counts, for each item. */
export const gated = (x: Tensor, gate: Tensor): Tensor => mul(x, spread(gate, x.shape.length - 2));

/** [B, C] → [B, 1, …, 1, C]. */
function spread(values: Tensor, between: number): Tensor {
  let result = values;
  for (let i = 0; i < between; i++) result = expandDims(result, 1);
  return result;
}
