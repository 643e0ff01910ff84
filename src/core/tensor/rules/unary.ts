/** Elementwise functions of one tensor. */

import type { OnnxBuilder, OnnxEncoding, Rule, Vjp } from '../rule';
import { apply, flopsPerElement, onnxTypes } from '../rule';
import { requireDType } from '../shapes';
import type { Attributes, Operand, Primitive, Tensor } from '../types';
import { div, mul, sub } from './binary';
import { cast, greater, greaterEqual, lessEqual } from './compare';
import { onnxCosine, onnxSine } from './precise-sine';
import { asTensor, ones } from './source';

export type UnaryPrimitive =
  | 'neg'
  | 'exp'
  | 'log'
  | 'sqrt'
  | 'reciprocal'
  | 'abs'
  | 'sign'
  | 'tanh'
  | 'sigmoid'
  | 'relu'
  | 'sin'
  | 'cos'
  | 'erf'
  | 'floor'
  | 'round'
  | 'stopGradient'
  | 'pow'
  | 'clamp';

/** The type and reference half of an elementwise row, from the function of one number. */
export function elementwise<P extends Primitive>(primitive: P, f: (x: number, attributes: Attributes[P]) => number) {
  return {
    primitive,
    type: ([x]: Parameters<Rule<P>['type']>[0]) => {
      requireDType(primitive, x, 'float32');
      return { shape: x.shape, dtype: x.dtype };
    },
    reference: (([x], out, attributes) => {
      for (let i = 0; i < out.data.length; i++) out.data[i] = f(x.data[i], attributes);
    }) satisfies Rule<P>['reference'],
    flops: flopsPerElement,
  };
}

function unary<P extends UnaryPrimitive>(
  primitive: P,
  f: (x: number, attributes: Attributes[P]) => number,
  vjp: Vjp<P> | 'zero',
  onnx: OnnxEncoding<P>,
): Rule<P> {
  return { ...elementwise(primitive, f), vjp, onnx };
}

/** erf(x) to double precision: Taylor series near zero, continued fraction of erfc in the tails. */
export function errorFunction(x: number): number {
  const a = Math.abs(x);
  if (a > 6) return Math.sign(x);
  if (a < 2.5) {
    let term = x;
    let total = x;
    for (let n = 1; n < 100 && Math.abs(term) > 1e-17; n++) {
      term *= (-x * x) / n;
      total += term / (2 * n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * total;
  }
  let fraction = 0; // erfc(a) = exp(−a²)/√π · 1/(a + (1/2)/(a + (2/2)/(a + (3/2)/…)))
  for (let n = 120; n >= 1; n--) fraction = n / 2 / (a + fraction);
  return Math.sign(x) * (1 - Math.exp(-a * a) / Math.sqrt(Math.PI) / (a + fraction));
}

function roundHalfToEven(x: number): number {
  const nearest = Math.round(x); // halves upwards
  return Math.abs(x % 1) === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest;
}

/**
 * Round of other operators, as on WebGPU it would be computed on the CPU: ⌊x⌋, and one more where the fraction is above
 * a half, or is a half and ⌊x⌋ is odd.
 */
function onnxRound(b: OnnxBuilder, x: string): string {
  const below = b.node('Floor', [x]);
  const fraction = b.node('Sub', [x, below]);
  const half = b.node('Mul', [below, b.scalar(0.5)]);
  const parity = b.node('Sub', [half, b.node('Floor', [half])]); // 0 or ½
  const isUp = b.node('Greater', [b.node('Add', [fraction, parity]), b.scalar(0.5)]);
  const exceeds = b.node('And', [isUp, b.node('GreaterOrEqual', [fraction, b.scalar(0.5)])]);
  return b.node('Add', [below, b.node('Cast', [exceeds], { to: onnxTypes.float32 })]);
}

export const unaryRules: { [P in UnaryPrimitive]: Rule<P> } = {
  neg: unary(
    'neg',
    (x) => -x,
    (ct) => [neg(ct)],
    'Neg',
  ),
  exp: unary('exp', Math.exp, (ct, y) => [mul(ct, y)], 'Exp'),
  log: unary('log', Math.log, (ct, { inputs: [x] }) => [div(ct, x)], 'Log'),
  sqrt: unary('sqrt', Math.sqrt, (ct, y) => [div(mul(ct, 0.5), y)], 'Sqrt'),
  // d(1/x) = −(1/x)²
  reciprocal: unary(
    'reciprocal',
    (x) => 1 / x,
    (ct, y) => [neg(mul(ct, square(y)))],
    'Reciprocal',
  ),
  abs: unary('abs', Math.abs, (ct, { inputs: [x] }) => [mul(ct, sign(x))], 'Abs'),
  // On WebGPU, Sign would be computed on the CPU.
  sign: unary('sign', Math.sign, 'zero', (b, { inputs: [x] }) => {
    if (b.target !== 'webgpu') return b.node('Sign', [x]);
    const [above, below] = ['Greater', 'Less'].map((op) =>
      b.node('Cast', [b.node(op, [x, b.scalar(0)])], { to: onnxTypes.float32 }),
    );
    return b.node('Sub', [above, below]);
  }),
  // d tanh = 1 − tanh²
  tanh: unary('tanh', Math.tanh, (ct, y) => [mul(ct, sub(1, square(y)))], 'Tanh'),
  // dσ = σ(1 − σ)
  sigmoid: unary(
    'sigmoid',
    (x) => 1 / (1 + Math.exp(-x)),
    (ct, y) => [mul(ct, mul(y, sub(1, y)))],
    'Sigmoid',
  ),
  relu: unary(
    'relu',
    (x) => Math.max(x, 0),
    (ct, y) => [mul(ct, cast(greater(y, 0), 'float32'))],
    'Relu',
  ),
  sin: unary(
    'sin',
    Math.sin,
    (ct, { inputs: [x] }) => [mul(ct, cos(x))],
    (b, { inputs: [x] }) => (b.target === 'webgpu' ? onnxSine(b, x) : b.node('Sin', [x])),
  ),
  cos: unary(
    'cos',
    Math.cos,
    (ct, { inputs: [x] }) => [neg(mul(ct, sin(x)))],
    (b, { inputs: [x] }) => (b.target === 'webgpu' ? onnxCosine(b, x) : b.node('Cos', [x])),
  ),
  // d erf = 2/√π · exp(−x²)
  erf: unary(
    'erf',
    errorFunction,
    (ct, { inputs: [x] }) => [mul(ct, mul(2 / Math.sqrt(Math.PI), exp(neg(square(x)))))],
    'Erf',
  ),
  floor: unary('floor', Math.floor, 'zero', 'Floor'),
  round: unary('round', roundHalfToEven, 'zero', (b, { inputs: [x] }) =>
    b.target === 'webgpu' ? onnxRound(b, x) : b.node('Round', [x]),
  ),
  stopGradient: unary('stopGradient', (x) => x, 'zero', 'Identity'),
  pow: unary(
    'pow',
    (x, { exponent }) => x ** exponent,
    (ct, { inputs: [x], attributes: { exponent } }) => [mul(ct, mul(exponent, pow(x, exponent - 1)))],
    (b, { inputs: [x], attributes: { exponent } }) => b.node('Pow', [x, b.scalar(exponent)]),
  ),
  // The gradient passes at the bounds themselves, as in PyTorch.
  clamp: unary(
    'clamp',
    (x, { min, max }) => Math.min(Math.max(x, min), max),
    (ct, { inputs: [x], attributes: { min, max } }) => [
      mul(ct, mul(cast(greaterEqual(x, min), 'float32'), cast(lessEqual(x, max), 'float32'))),
    ],
    (b, { inputs: [x], attributes: { min, max } }) => b.node('Clip', [x, b.scalar(min), b.scalar(max)]),
  ),
};

export const neg = (x: Operand): Tensor => apply(unaryRules.neg, [asTensor(x)], {});
export const exp = (x: Operand): Tensor => apply(unaryRules.exp, [asTensor(x)], {});
/** Natural logarithm. */
export const log = (x: Operand): Tensor => apply(unaryRules.log, [asTensor(x)], {});
export const sqrt = (x: Operand): Tensor => apply(unaryRules.sqrt, [asTensor(x)], {});
export const reciprocal = (x: Operand): Tensor => apply(unaryRules.reciprocal, [asTensor(x)], {});
export const abs = (x: Operand): Tensor => apply(unaryRules.abs, [asTensor(x)], {});
export const sign = (x: Operand): Tensor => apply(unaryRules.sign, [asTensor(x)], {});
export const tanh = (x: Operand): Tensor => apply(unaryRules.tanh, [asTensor(x)], {});
export const sigmoid = (x: Operand): Tensor => apply(unaryRules.sigmoid, [asTensor(x)], {});
export const relu = (x: Operand): Tensor => apply(unaryRules.relu, [asTensor(x)], {});
export const sin = (x: Operand): Tensor => apply(unaryRules.sin, [asTensor(x)], {});
export const cos = (x: Operand): Tensor => apply(unaryRules.cos, [asTensor(x)], {});
/** Error function 2/√π ∫₀ˣ exp(−t²) dt. */
export const erf = (x: Operand): Tensor => apply(unaryRules.erf, [asTensor(x)], {});
export const floor = (x: Operand): Tensor => apply(unaryRules.floor, [asTensor(x)], {});
/** To the nearest whole number, halves to the even one. It has no gradient; see `straightThrough`. */
export const round = (x: Operand): Tensor => apply(unaryRules.round, [asTensor(x)], {});
/** The same values, through which no gradient flows. */
export const stopGradient = (x: Operand): Tensor => apply(unaryRules.stopGradient, [asTensor(x)], {});

export function square(x: Operand): Tensor {
  const t = asTensor(x);
  return mul(t, t);
}

/** x to a constant power. */
export function pow(x: Operand, exponent: number): Tensor {
  const t = asTensor(x);
  if (exponent === 0) return ones(t.shape);
  if (exponent === 1) return t;
  if (exponent === 2) return square(t);
  if (exponent === 0.5) return sqrt(t);
  if (exponent === -1) return reciprocal(t);
  return apply(unaryRules.pow, [t], { exponent });
}

/** Elementwise min(max(x, min), max). */
export const clamp = (x: Operand, min: number, max: number): Tensor =>
  apply(unaryRules.clamp, [asTensor(x)], { min, max });
