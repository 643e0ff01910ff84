/** Operators that keep, repeat, join, cut or surround elements. */

import type { Attributes, Shape } from '../../../core/tensor';
import type { TensorFlow, TfTensor } from '../tfjs';
import type { Operator } from './operator';
import { alongAxis } from './operator';

type Layout = 'reshape' | 'transpose' | 'broadcastTo' | 'reverse' | 'concat' | 'slice' | 'pad';

/** TensorFlow cuts and pads tensors of so many axes; others are cut and padded one axis after the other. */
const maxRank = 6;

function slice(tf: TensorFlow, x: TfTensor, shape: Shape, { starts, ends, steps }: Attributes['slice']): TfTensor {
  if (shape.length <= maxRank) {
    return steps.some((step) => step > 1) ? tf.stridedSlice(x, starts, ends, steps) : tf.slice(x, starts, shape);
  }
  return shape.reduce((y, size, axis) => {
    if (size === x.shape[axis]) return y;
    return alongAxis(tf, y, axis, (rows) => {
      const [outer, , inner] = rows.shape;
      return tf.stridedSlice(rows, [0, starts[axis], 0], [outer, ends[axis], inner], [1, steps[axis], 1]);
    });
  }, tf.clone(x));
}

function pad(tf: TensorFlow, x: TfTensor, { padding, value }: Attributes['pad']): TfTensor {
  if (padding.length <= maxRank) return tf.pad(x, padding, value);
  return padding.reduce((y, [before, after], axis) => {
    if (before === 0 && after === 0) return y;
    return alongAxis(tf, y, axis, (rows) =>
      tf.pad(
        rows,
        [
          [0, 0],
          [before, after],
          [0, 0],
        ],
        value,
      ),
    );
  }, tf.clone(x));
}

export const layoutOperators: { readonly [P in Layout]: Operator<P> } = {
  reshape: (tf, [x], { shape }) => tf.reshape(x, shape),
  transpose: (tf, [x], { attributes: { perm } }) => tf.transpose(x, perm),
  broadcastTo: (tf, [x], { shape }) => tf.broadcastTo(x, shape),
  reverse: (tf, [x], { attributes: { axes } }) => tf.reverse(x, axes),
  concat: (tf, xs, { attributes: { axis } }) => tf.concat(xs, axis),
  slice: (tf, [x], { shape, attributes }) => slice(tf, x, shape, attributes),
  pad: (tf, [x], { attributes }) => pad(tf, x, attributes),
};
