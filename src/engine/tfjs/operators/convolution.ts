/**
 * Convolutions of one to three spatial axes. TensorFlow's CPU kernels want channels last, take one group, and dilate in
 * two dimensions and without stride only; here data changes its layout on the way in and out, other dilations put zeros
 * into the kernel, and groups are convolved by a product of shifted copies.
 */

import type { Attributes } from '../../../core/tensor';
import type { TensorFlow, TfTensor } from '../tfjs';
import { groupedConvolution } from './grouped-convolution';
import type { Operator } from './operator';
import { range } from './operator';
import { padFrom, spreadFrom, toFirst, toLast } from './spatial';

/** Kernel axes [O, I, …spatial] in TensorFlow's order [...spatial, I, O]; for a transposed kernel, [...spatial, O, I]. */
const kernelOrder = (rank: number): number[] => [...range(rank).slice(2), 1, 0];

/** Gives 1-D data a first spatial axis of size 1: there are kernels for two and three axes only. */
function asPlane(tf: TensorFlow, x: TfTensor): TfTensor {
  const { shape } = x;
  return shape.length === 3 ? tf.reshape(x, [shape[0], shape[1], 1, shape[2]]) : x;
}

const extend = (values: readonly number[], fill: number): number[] =>
  values.length === 1 ? [fill, ...values] : [...values];

interface Plan {
  readonly stride: number[];
  readonly padding: number[];
  readonly dilation: number[];
}

const planOf = ({ stride, padding, dilation }: Attributes['conv']): Plan => ({
  stride: extend(stride, 1),
  padding: extend(padding, 0),
  dilation: extend(dilation, 1),
});

/** Convolution of x [B, I, …] with w [O, I, …] by TensorFlow's own kernel; 1-D data has become 2-D. */
function denseConvolution(tf: TensorFlow, x: TfTensor, w: TfTensor, { stride, padding, dilation }: Plan): TfTensor {
  const rank = x.shape.length;
  const padded = padFrom(
    tf,
    tf.transpose(x, toLast(rank)),
    1,
    padding.map((p) => [p, p]),
  );
  const isPlane = rank === 4;
  const canDilate = isPlane && stride.every((s) => s === 1);
  const kernel = tf.transpose(canDilate ? w : spreadFrom(tf, w, 2, dilation), kernelOrder(rank));
  const [d0, d1] = canDilate ? dilation : [1, 1];
  const [s0, s1, s2] = stride;
  const y = isPlane
    ? tf.conv2d(padded, kernel, [s0, s1], 'valid', 'NHWC', [d0, d1])
    : tf.conv3d(padded, kernel, [s0, s1, s2], 'valid');
  return tf.transpose(y, toFirst(rank));
}

/** Transposed convolution of x [B, I, …] with w [I, O, …]: without padding, then the padding is cut off. */
function denseTransposed(tf: TensorFlow, x: TfTensor, w: TfTensor, shape: readonly number[], plan: Plan): TfTensor {
  const rank = x.shape.length;
  const { stride, padding, dilation } = plan;
  const [batch, channels, ...size] = shape;
  const kernel = tf.transpose(spreadFrom(tf, w, 2, dilation), kernelOrder(rank));
  const full = [batch, ...size.map((d, i) => d + 2 * padding[i]), channels];
  const last = tf.transpose(x, toLast(rank));
  const [s0, s1, s2] = stride;
  const y =
    rank === 4
      ? tf.conv2dTranspose(last, kernel, full, [s0, s1], 'valid')
      : tf.conv3dTranspose(last, kernel, full, [s0, s1, s2], 'valid');
  return tf.transpose(tf.slice(y, [0, ...padding, 0], [batch, ...size, channels]), toFirst(rank));
}

/**
 * A transposed convolution is a convolution of the spread input with the flipped kernel, whose channels change places
 * within each group.
 */
function groupedTransposed(
  tf: TensorFlow,
  x: TfTensor,
  w: TfTensor,
  attributes: Attributes['convTranspose'],
): TfTensor {
  const { stride, padding, dilation, groups, outputPadding } = attributes;
  const [inputs, perGroup, ...kernel] = w.shape;
  const axes = range(w.shape.length + 1);
  const apart = tf.reshape(tf.reverse(w, axes.slice(2, -1)), [groups, inputs / groups, perGroup, ...kernel]);
  const swapped = tf.transpose(apart, [0, 2, 1, ...axes.slice(3)]);
  const flipped = tf.reshape(swapped, [groups * perGroup, inputs / groups, ...kernel]);
  const reach = kernel.map((k, i) => dilation[i] * (k - 1) - padding[i]);
  const spread = spreadFrom(tf, x, 2, stride);
  const padded = padFrom(
    tf,
    spread,
    2,
    reach.map((r, i) => [Math.max(r, 0), Math.max(r + outputPadding[i], 0)]),
  );
  const cut = cropFrom(
    tf,
    padded,
    reach.map((r, i) => [Math.max(-r, 0), Math.max(-r - outputPadding[i], 0)]),
  );
  const none = kernel.map(() => 0);
  return groupedConvolution(tf, cut, flipped, { stride: kernel.map(() => 1), padding: none, dilation, groups });
}

/** Removes elements at both ends of the spatial axes. */
function cropFrom(tf: TensorFlow, x: TfTensor, pairs: readonly (readonly [number, number])[]): TfTensor {
  const [batch, channels, ...size] = x.shape;
  return tf.slice(
    x,
    [0, 0, ...pairs.map(([before]) => before)],
    [batch, channels, ...size.map((d, i) => d - pairs[i][0] - pairs[i][1])],
  );
}

/** Adds one value a channel. */
function withBias(tf: TensorFlow, y: TfTensor, bias: TfTensor | undefined): TfTensor {
  return bias ? tf.add(y, tf.reshape(bias, [-1, ...y.shape.slice(2).map(() => 1)])) : y;
}

export const convolutionOperators: { readonly [P in 'conv' | 'convTranspose']: Operator<P> } = {
  conv: (tf, [x, w, bias], { shape, attributes }) => {
    if (attributes.groups > 1) return withBias(tf, groupedConvolution(tf, x, w, attributes), bias);
    const y = denseConvolution(tf, asPlane(tf, x), asPlane(tf, w), planOf(attributes));
    return withBias(tf, tf.reshape(y, shape), bias);
  },
  convTranspose: (tf, [x, w, bias], { shape, attributes }) => {
    if (attributes.groups > 1) return withBias(tf, groupedTransposed(tf, x, w, attributes), bias);
    const [batch, channels, ...size] = shape;
    const y = denseTransposed(
      tf,
      asPlane(tf, x),
      asPlane(tf, w),
      [batch, channels, ...extend(size, 1)],
      planOf(attributes),
    );
    return withBias(tf, tf.reshape(y, shape), bias);
  },
};
