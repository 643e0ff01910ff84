/** Padding, spreading and shifting along spatial axes, which convolutions and pooling are put together from. */

import { indicesOf } from '../../../core/tensor';
import type { TensorFlow, TfTensor } from '../tfjs';
import { alongAxis, range } from './operator';

type Pairs = readonly (readonly [number, number])[];

/** Channels-first [B, C, …spatial] to channels-last, and back. */
export const toLast = (rank: number): number[] => [0, ...spatialAxes(rank), 1];
export const toFirst = (rank: number): number[] => [0, rank - 1, ...spatialAxes(rank).map((axis) => axis - 1)];

/** The axes behind batch and channels. */
const spatialAxes = (rank: number): number[] => range(rank).slice(2);

/** Surrounds the axes from `first` on: one pair an axis. */
export function padFrom(tf: TensorFlow, x: TfTensor, first: number, pairs: Pairs, value = 0): TfTensor {
  if (pairs.every(([before, after]) => before === 0 && after === 0)) return x;
  const none = [0, 0] as const;
  return tf.pad(
    x,
    x.shape.map((_, axis) => pairs[axis - first] ?? none),
    value,
  );
}

/** Puts `steps − 1` zeros between neighbours along each axis from `first` on. */
export function spreadFrom(tf: TensorFlow, x: TfTensor, first: number, steps: readonly number[]): TfTensor {
  let spread = x;
  steps.forEach((step, i) => {
    if (step > 1) spread = spreadAxis(tf, spread, first + i, step);
  });
  return spread;
}

const spreadAxis = (tf: TensorFlow, x: TfTensor, axis: number, step: number): TfTensor =>
  alongAxis(tf, x, axis, (rows) => {
    const [outer, size, inner] = rows.shape;
    const none = [0, 0] as const;
    const padded = tf.pad(tf.reshape(rows, [outer, size, 1, inner]), [none, none, [0, step - 1], none], 0);
    return tf.slice(tf.reshape(padded, [outer, size * step, inner]), [0, 0, 0], [outer, (size - 1) * step + 1, inner]);
  });

interface Window {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
}

/** For each position of a window, what it sees of x [B, C, …] as it moves: one [B, C, …size] a position. */
export function shiftedCopies(
  tf: TensorFlow,
  x: TfTensor,
  size: readonly number[],
  { kernel, stride, dilation }: Window,
): TfTensor[] {
  const [batch, channels] = x.shape;
  return indicesOf(kernel).map((at) => {
    const starts = at.map((u, i) => u * dilation[i]);
    const ends = starts.map((start, i) => start + (size[i] - 1) * stride[i] + 1);
    return tf.stridedSlice(x, [0, 0, ...starts], [batch, channels, ...ends], [1, 1, ...stride]);
  });
}
