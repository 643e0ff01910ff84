/** Functions written with primitives: logarithms of sums, one-hot rows. */

import { add, sub } from './rules/binary';
import { cast, equal } from './rules/compare';
import { expandDims, reshape } from './rules/layout';

import { max, type ReduceOptions, sum } from './rules/reduce';
import { constant } from './rules/source';
import { exp, log, stopGradient } from './rules/unary';
import type { Tensor } from './types';

/** log Σ exp(x) over axes, shifted by the maximum so that it neither overflows nor loses the largest term. */
export function logSumExp(x: Tensor, { axes, keepDims = false }: ReduceOptions = {}): Tensor {
  const shift = stopGradient(max(x, { axes, keepDims: true }));
  const total = log(sum(exp(sub(x, shift)), { axes, keepDims: true }));
  const result = add(total, shift);
  if (keepDims) return result;
  return reshape(result, sum(x, { axes }).shape);
}

/** log softmax(x) along one axis (the last unless given). */
export function logSoftmax(x: Tensor, axis = -1): Tensor {
  const shifted = sub(x, stopGradient(max(x, { axes: [axis], keepDims: true })));
  return sub(shifted, log(sum(exp(shifted), { axes: [axis], keepDims: true })));
}

/** int32 indices [...] → float32 [..., classes], 1 at the index and 0 elsewhere. */
export function oneHot(indices: Tensor, classes: number): Tensor {
  const each = constant(
    Int32Array.from({ length: classes }, (_, i) => i),
    [classes],
  );
  return cast(equal(expandDims(indices, -1), each), 'float32');
}
