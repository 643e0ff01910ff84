/**
 * Activations and other functions that are built from primitives but have a shorter gradient than their parts would
 * give, or one of their own.
 * They are lowered when a program is built, so that the parts are shared between value and gradient.
 */

import type { Rule } from '../rule';
import { apply, noFlops } from '../rule';
import { requireDType, sameShape, show } from '../shapes';
import type { Operand, Tensor } from '../types';
import { TensorError } from '../types';
import { add, div, mul, sub } from './binary';
import { equal, greater, where } from './compare';
import { asTensor } from './source';
import { abs, elementwise, erf, errorFunction, exp, log, relu, sigmoid, square, tanh } from './unary';

export type ActivationPrimitive = 'leakyRelu' | 'silu' | 'gelu' | 'softplus' | 'log1p' | 'expm1' | 'straightThrough';

/** Φ(x), the standard normal's distribution function. */
const normalCdf = (x: Tensor): Tensor => mul(0.5, add(1, erf(mul(x, Math.SQRT1_2))));

export const activationRules: { [P in ActivationPrimitive]: Rule<P> } = {
  leakyRelu: {
    ...elementwise('leakyRelu', (x, { slope }) => (x > 0 ? x : slope * x)),
    vjp: (ct, { inputs: [x], attributes: { slope } }) => [mul(ct, where(greater(x, 0), 1, slope))],
    onnx: (b, { inputs, attributes: { slope } }) => b.node('LeakyRelu', inputs, { alpha: { float: slope } }),
  },
  silu: {
    ...elementwise('silu', (x) => x / (1 + Math.exp(-x))),
    // d(xσ) = σ + xσ(1 − σ)
    vjp: (ct, y) => {
      const s = sigmoid(y.inputs[0]);
      return [mul(ct, add(s, mul(y, sub(1, s))))];
    },
    lower: ({ inputs: [x] }) => mul(x, sigmoid(x)),
  },
  gelu: {
    ...elementwise('gelu', (x) => 0.5 * x * (1 + errorFunction(x * Math.SQRT1_2))),
    // d(xΦ) = Φ + x·φ with φ(x) = exp(−x²/2)/√(2π)
    vjp: (ct, { inputs: [x] }) => {
      const density = mul(1 / Math.sqrt(2 * Math.PI), exp(mul(-0.5, square(x))));
      return [mul(ct, add(normalCdf(x), mul(x, density)))];
    },
    lower: ({ inputs: [x] }) => mul(x, normalCdf(x)),
  },
  softplus: {
    ...elementwise('softplus', (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
    vjp: (ct, { inputs: [x] }) => [mul(ct, sigmoid(x))],
    // log(1 + eˣ) = max(x, 0) − log σ(|x|); the Softplus operator of ONNX Runtime is slow.
    lower: ({ inputs: [x] }) => sub(relu(x), log(sigmoid(abs(x)))),
  },
  log1p: {
    ...elementwise('log1p', Math.log1p),
    vjp: (ct, { inputs: [x] }) => [div(ct, add(1, x))],
    // log(u)·x/(u − 1) with u = 1 + x as rounded, whose error cancels (W. Kahan); x where u rounds to 1.
    lower: ({ inputs: [x] }) => {
      const u = add(1, x);
      const d = sub(u, 1);
      const correction = where(equal(d, x), 1, div(x, d)); // also where both are infinite
      return where(equal(d, 0), x, mul(log(u), correction));
    },
  },
  expm1: {
    ...elementwise('expm1', Math.expm1),
    vjp: (ct, { inputs: [x] }) => [mul(ct, exp(x))],
    // eˣ − 1 = tanh(x/2)·(eˣ + 1), where nothing cancels.
    lower: ({ inputs: [x] }) => mul(tanh(mul(0.5, x)), add(exp(x), 1)),
  },
  straightThrough: {
    primitive: 'straightThrough',
    type: ([value, gradientOf]) => {
      requireDType('straightThrough', value, 'float32');
      requireDType('straightThrough', gradientOf, 'float32');
      if (!sameShape(value.shape, gradientOf.shape)) {
        throw new TensorError(
          `straightThrough: got ${show(value.shape)} and ${show(gradientOf.shape)}, expected equal shapes; reshape one of them.`,
        );
      }
      return { shape: value.shape, dtype: value.dtype };
    },
    reference: ([value], out) => out.data.set(value.data),
    vjp: (ct) => [null, ct],
    flops: noFlops,
    lower: ({ inputs: [value] }) => value,
  },
};

/** x where x > 0, else slope·x. */
export const leakyRelu = (x: Operand, slope = 0.01): Tensor =>
  apply(activationRules.leakyRelu, [asTensor(x)], { slope });

/** x·σ(x). */
export const silu = (x: Operand): Tensor => apply(activationRules.silu, [asTensor(x)], {});

/** x·Φ(x), the exact form. */
export const gelu = (x: Operand): Tensor => apply(activationRules.gelu, [asTensor(x)], {});

/** log(1 + eˣ). */
export const softplus = (x: Operand): Tensor => apply(activationRules.softplus, [asTensor(x)], {});

/** log(1 + x), exact for small x. */
export const log1p = (x: Operand): Tensor => apply(activationRules.log1p, [asTensor(x)], {});

/** eˣ − 1, exact for small x. */
export const expm1 = (x: Operand): Tensor => apply(activationRules.expm1, [asTensor(x)], {});

/**
 * The values of one tensor with the gradient of another of its shape: what is not differentiable, such as rounding or
 * the choice of a code, passes gradients on as if it were `gradientOf` (Bengio et al. 2013, arXiv:1308.3432).
 */
export const straightThrough = (value: Tensor, gradientOf: Tensor): Tensor =>
  apply(activationRules.straightThrough, [value, gradientOf], {});
