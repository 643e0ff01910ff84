/** Convolution in groups, as one batched matrix product over shifted copies of the input. */

import { type Attributes, sizeOf } from '../../../core/tensor';
import type { TensorFlow, TfTensor } from '../tfjs';
import { padFrom, shiftedCopies } from './spatial';

/** x [B, G·I, …] with w [G·O, I, …] → [B, G·O, …]: for each group, the product (O, I·K) × (I·K, outputs). */
export function groupedConvolution(
  tf: TensorFlow,
  x: TfTensor,
  w: TfTensor,
  { stride, padding, dilation, groups }: Attributes['conv'],
): TfTensor {
  const [batch] = x.shape;
  const [filters, perGroup, ...kernel] = w.shape;
  const padded = padFrom(
    tf,
    x,
    2,
    padding.map((p) => [p, p]),
  );
  const size = kernel.map((k, i) => Math.floor((padded.shape[2 + i] - dilation[i] * (k - 1) - 1) / stride[i]) + 1);
  const copies = shiftedCopies(tf, padded, size, { kernel, stride, dilation }).map((copy) =>
    tf.reshape(copy, [batch, groups, perGroup, 1, sizeOf(size)]),
  );
  const columns = tf.reshape(tf.concat(copies, 3), [batch, groups, perGroup * copies.length, sizeOf(size)]);
  const weights = tf.reshape(w, [1, groups, filters / groups, perGroup * copies.length]);
  return tf.reshape(tf.matMul(weights, columns, false, false), [batch, filters, ...size]);
}
