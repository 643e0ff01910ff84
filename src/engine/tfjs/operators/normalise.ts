/** Standardisation over the last axis. */

import type { TensorFlow, TfTensor } from '../tfjs';
import type { Operator } from './operator';

function statistics(tf: TensorFlow, x: TfTensor, epsilon: number) {
  const last = [x.shape.length - 1];
  const centred = tf.sub(x, tf.mean(x, last, true));
  const variance = tf.mean(tf.mul(centred, centred), last, true);
  return { centred, inverse: tf.reciprocal(tf.sqrt(tf.add(variance, epsilon))) };
}

export const normaliseOperators: { readonly [P in 'standardise' | 'inverseDeviation' | 'rowAffine']: Operator<P> } = {
  rowAffine: (tf, [x, scale, shift]) => tf.add(tf.mul(x, scale), shift),
  standardise: (tf, [x], { attributes: { epsilon } }) => {
    const { centred, inverse } = statistics(tf, x, epsilon);
    return tf.mul(centred, inverse);
  },
  inverseDeviation: (tf, [x], { attributes: { epsilon } }) => statistics(tf, x, epsilon).inverse,
};
