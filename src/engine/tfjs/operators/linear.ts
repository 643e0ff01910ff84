/** Matrix products. */

import type { Operator } from './operator';

export const linearOperators: { readonly [P in 'matmul' | 'gemm']: Operator<P> } = {
  matmul: (tf, [a, b], { attributes: { transposeA, transposeB } }) => tf.matMul(a, b, transposeA, transposeB),
  gemm: (tf, [a, b, c], { attributes: { transposeA, transposeB } }) =>
    tf.add(tf.matMul(a, b, transposeA, transposeB), c),
};
