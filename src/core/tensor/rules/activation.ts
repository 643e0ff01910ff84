/**
 * Activations that are built from other primitives but have a shorter gradient than their parts would give.
 * They are lowered when a program is built, so that the parts are shared between value and gradient.
 */

import type { Rule } from '../rule';
import { apply } from '../rule';
import type { Operand, Tensor } from '../types';
import { add, mul, sub } from './binary';
import { greater, where } from './compare';
import { asTensor } from './source';
import { abs, elementwise, erf, errorFunction, exp, log, relu, sigmoid, square } from './unary';

export type ActivationPrimitive = 'leakyRelu' | 'silu' | 'gelu' | 'softplus';

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
