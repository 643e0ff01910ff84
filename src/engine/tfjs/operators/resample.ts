/** Pooling and nearest-neighbour upsampling over one to three spatial axes. */

import { type Attributes, type Shape, sizeOf } from '../../../core/tensor';
import type { TensorFlow, TfTensor } from '../tfjs';
import type { Operator } from './operator';
import { alongAxis } from './operator';
import { padFrom, shiftedCopies } from './spatial';

type Resample = 'avgPool' | 'maxPool' | 'upsampleNearest';

/** Joins what each position of the kernel sees. TensorFlow's own kernels know neither one axis nor such padding. */
function pool(
  tf: TensorFlow,
  x: TfTensor,
  shape: Shape,
  { kernel, stride, padding }: Attributes['avgPool'],
  border: number,
  join: (a: TfTensor, b: TfTensor) => TfTensor,
): TfTensor {
  const pairs = padding.map((p) => [p, p] as const);
  const padded = padFrom(tf, x, 2, pairs, border);
  return shiftedCopies(tf, padded, shape.slice(2), { kernel, stride, dilation: kernel.map(() => 1) }).reduce(join);
}

/** Repeats each element along one axis. */
const repeat = (tf: TensorFlow, x: TfTensor, axis: number, factor: number): TfTensor =>
  alongAxis(tf, x, axis, (rows) => {
    const [outer, size, inner] = rows.shape;
    const repeated = tf.tile(tf.reshape(rows, [outer, size, 1, inner]), [1, 1, factor, 1]);
    return tf.reshape(repeated, [outer, size * factor, inner]);
  });

export const resampleOperators: { readonly [P in Resample]: Operator<P> } = {
  avgPool: (tf, [x], { shape, attributes }) => {
    const total = pool(tf, x, shape, attributes, 0, (a, b) => tf.add(a, b));
    return tf.mul(total, 1 / sizeOf(attributes.kernel));
  },
  maxPool: (tf, [x], { shape, attributes }) =>
    pool(tf, x, shape, attributes, Number.NEGATIVE_INFINITY, (a, b) => tf.maximum(a, b)),
  upsampleNearest: (tf, [x], { attributes: { factor } }) => factor.reduceRight((y, f, i) => repeat(tf, y, 2 + i, f), x),
};
