/** Picking slices by index, and adding slices up by index. */

import { type Shape, sizeOf } from '../../../core/tensor';
import type { TensorFlow, TfTensor } from '../tfjs';
import type { Operator } from './operator';
import { moveAxis, range } from './operator';

type Indexed = 'gather' | 'scatterAdd' | 'takeAlongAxis' | 'scatterAddAlongAxis';

/** Positions along an axis of `size` → positions in the flattened tensor whose last axis that is. */
function flatPositions(tf: TensorFlow, indices: TfTensor, axis: number, size: number): TfTensor {
  const last = tf.transpose(indices, moveAxis(indices.shape.length, axis, indices.shape.length - 1));
  const rows = tf.reshape(last, [-1, indices.shape[axis]]);
  const starts = Int32Array.from({ length: rows.shape[0] }, (_, row) => row * size);
  return tf.add(rows, tf.tensor(starts, [starts.length, 1], 'int32'));
}

/** Takes rows [R, n] back to `shape`, whose axis `axis` has the n elements. */
function fromRows(tf: TensorFlow, rows: TfTensor, shape: Shape, axis: number): TfTensor {
  const order = moveAxis(shape.length, axis, shape.length - 1);
  const last = tf.reshape(
    rows,
    order.map((from) => shape[from]),
  );
  return tf.transpose(last, moveAxis(shape.length, shape.length - 1, axis));
}

const flatten = (tf: TensorFlow, x: TfTensor, axis: number): TfTensor =>
  tf.reshape(tf.transpose(x, moveAxis(x.shape.length, axis, x.shape.length - 1)), [-1]);

export const gatherOperators: { readonly [P in Indexed]: Operator<P> } = {
  gather: (tf, [x, indices], { attributes: { axis } }) => tf.gather(x, indices, axis),
  // TensorFlow adds up rows of the first axis, so the scattered axes are brought to the front and taken back.
  scatterAdd: (tf, [updates, indices], { attributes: { axis, size } }) => {
    const count = indices.shape.length;
    const axes = range(updates.shape.length);
    const front = [...axes.slice(axis, axis + count), ...axes.slice(0, axis), ...axes.slice(axis + count)];
    const rest = front.slice(count).map((i) => updates.shape[i]);
    const rows = tf.reshape(axis === 0 ? updates : tf.transpose(updates, front), [sizeOf(indices.shape), ...rest]);
    const added = tf.unsortedSegmentSum(rows, tf.reshape(indices, [-1]), size);
    if (axis === 0) return added;
    const back = range(rest.length).map((i) => i + 1);
    return tf.transpose(added, [...back.slice(0, axis), 0, ...back.slice(axis)]);
  },
  takeAlongAxis: (tf, [x, indices], { shape, attributes: { axis } }) => {
    const at = flatPositions(tf, indices, axis, x.shape[axis]);
    return fromRows(tf, tf.gather(flatten(tf, x, axis), at, 0), shape, axis);
  },
  scatterAddAlongAxis: (tf, [updates, indices], { shape, attributes: { axis, size } }) => {
    const at = tf.reshape(flatPositions(tf, indices, axis, size), [-1]);
    return fromRows(tf, tf.unsortedSegmentSum(flatten(tf, updates, axis), at, sizeOf(shape)), shape, axis);
  },
};
