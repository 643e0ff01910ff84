/** Reductions and sums over axes, positions of extremes, and softmax. */

import type { TensorFlow, TfTensor } from '../tfjs';
import type { Operator } from './operator';
import { moveAxis } from './operator';

type Reduction = 'sum' | 'max' | 'min' | 'softmax' | 'cumsum' | 'argMax' | 'argMin' | 'argTopK';

/** Does along any axis what TensorFlow's kernel does along the last one only. */
function onLast(tf: TensorFlow, x: TfTensor, axis: number, work: (x: TfTensor) => TfTensor): TfTensor {
  const rank = x.shape.length;
  if (axis === rank - 1) return work(x);
  const last = work(tf.transpose(x, moveAxis(rank, axis, rank - 1)));
  return tf.transpose(last, moveAxis(rank, rank - 1, axis));
}

export const reduceOperators: { readonly [P in Reduction]: Operator<P> } = {
  sum: (tf, [x], { attributes: { axes, keepDims } }) => tf.sum(x, axes, keepDims),
  max: (tf, [x], { attributes: { axes, keepDims } }) => tf.max(x, axes, keepDims),
  min: (tf, [x], { attributes: { axes, keepDims } }) => tf.min(x, axes, keepDims),
  softmax: (tf, [x], { attributes: { axis } }) => onLast(tf, x, axis, (last) => tf.softmax(last)),
  cumsum: (tf, [x], { attributes: { axis, exclusive, reverse } }) => tf.cumsum(x, axis, exclusive, reverse),
  argMax: (tf, [x], { attributes: { axis } }) => tf.argMax(x, axis),
  argMin: (tf, [x], { attributes: { axis } }) => tf.argMin(x, axis),
  argTopK: (tf, [x], { attributes: { axis, k, largest } }) =>
    onLast(tf, x, axis, (last) => tf.topk(largest ? last : tf.neg(last), k, true).indices),
};
