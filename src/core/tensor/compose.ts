/** Functions written with primitives: stable logarithms, statistics, products, one-hot rows, tests of numbers. */

import { sizeOf } from './rule';
import { softplus } from './rules/activation';
import { add, div, maximum, mul, sub } from './rules/binary';
import { cast, equal, lessEqual } from './rules/compare';
import { expandDims, reshape, transpose } from './rules/layout';
import { concat, slice } from './rules/pieces';
import { max, mean, type ReduceOptions, sum } from './rules/reduce';
import { constant } from './rules/source';
import { abs, exp, log, neg, sqrt, square, stopGradient } from './rules/unary';
import { normaliseAxes, requireDType } from './shapes';
import type { Operand, Tensor } from './types';

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

/** log σ(x) = −log(1 + e⁻ˣ). */
export const logSigmoid = (x: Operand): Tensor => neg(softplus(neg(x)));

/** log(eᵃ + eᵇ) elementwise, as max(a, b) + log(1 + e^−|a − b|). */
export const logAddExp = (a: Tensor, b: Tensor): Tensor => add(maximum(a, b), softplus(neg(abs(sub(a, b)))));

export interface VarianceOptions extends ReduceOptions {
  /** Subtracted from the count: 0 (unless given) for the mean square, 1 for the unbiased estimate. */
  readonly correction?: number;
}

/** Mean squared distance from the mean over axes. */
export function variance(x: Tensor, { correction = 0, ...options }: VarianceOptions = {}): Tensor {
  const centred = sub(x, mean(x, { axes: options.axes, keepDims: true }));
  const total = sum(square(centred), options);
  return mul(total, 1 / (sizeOf(x.shape) / sizeOf(total.shape) - correction));
}

/** Square root of the variance; where that is 0, its gradient is not finite. */
export const std = (x: Tensor, options: VarianceOptions = {}): Tensor => sqrt(variance(x, options));

/** Product over axes, by halves, so that zeros among the factors do no harm to gradients of any order. */
export function prod(x: Tensor, options: ReduceOptions = {}): Tensor {
  const axes = normaliseAxes('prod', options.axes, x.shape.length);
  const others = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const rest = others.map((i) => x.shape[i]);
  let factors = reshape(transpose(x, [...axes, ...others]), [-1, ...rest]);
  while (factors.shape[0] > 1) {
    const half = Math.floor(factors.shape[0] / 2);
    const part = (from: number, to: number) => slice(factors, { starts: [from], ends: [to] });
    const pairs = mul(part(0, half), part(half, 2 * half));
    factors = factors.shape[0] % 2 === 0 ? pairs : concat([pairs, part(2 * half, 2 * half + 1)], 0);
  }
  const kept = x.shape.map((d, i) => (axes.includes(i) ? 1 : d));
  return reshape(factors, options.keepDims ? kept : rest);
}

/** int32 remainder of a / b with the sign of b. */
export function mod(a: Tensor, b: Operand): Tensor {
  requireDType('mod', a, 'int32');
  const remainder = (x: Tensor): Tensor => sub(x, mul(div(x, b), b)); // Integers are divided towards zero.
  return remainder(add(remainder(a), b));
}

const largestFloat = 3.4028234663852886e38;

/** bool: neither infinite nor NaN. */
export const isFiniteValue = (x: Tensor): Tensor => lessEqual(abs(x), largestFloat);

/** int32 indices [...] → float32 [..., classes], 1 at the index and 0 elsewhere. */
export function oneHot(indices: Tensor, classes: number): Tensor {
  const each = constant(
    Int32Array.from({ length: classes }, (_, i) => i),
    [classes],
  );
  return cast(equal(expandDims(indices, -1), each), 'float32');
}
