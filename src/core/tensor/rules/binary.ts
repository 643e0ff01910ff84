/** Elementwise arithmetic of two tensors with numpy broadcasting. */

import type { OnnxEncoding, Rule, Vjp } from '../rule';
import { apply, flopsPerElement } from '../rule';
import { broadcastOffset, broadcastShapes, forEachIndex, requireDType, sameShape, stridesOf } from '../shapes';
import type { DType, HostTensor, Operand, Shape, TensorType } from '../types';
import { Tensor, TensorError } from '../types';
import { cast, greater, greaterEqual } from './compare';
import { reshape } from './layout';
import { sum } from './reduce';
import { asTensor } from './source';
import { neg } from './unary';

export type BinaryPrimitive = 'add' | 'sub' | 'mul' | 'div' | 'maximum' | 'minimum';

/** Sums a cotangent over the axes along which an input of `shape` was broadcast. */
export function unbroadcast(ct: Tensor, shape: Shape): Tensor {
  if (sameShape(ct.shape, shape)) return ct;
  const skip = ct.shape.length - shape.length;
  const axes = ct.shape.map((_, i) => i).filter((i) => i < skip || (shape[i - skip] === 1 && ct.shape[i] !== 1));
  return reshape(axes.length > 0 ? sum(ct, { axes, keepDims: false }) : ct, shape);
}

export function broadcastType(
  subject: string,
  [a, b]: readonly TensorType[],
  result?: DType,
): { shape: Shape; dtype: DType } {
  requireDType(subject, a, 'float32', 'int32');
  if (a.dtype !== b.dtype) {
    throw new TensorError(
      `${subject}: got ${a.dtype} and ${b.dtype}, expected one dtype; convert one operand with cast first.`,
    );
  }
  return { shape: broadcastShapes(subject, a.shape, b.shape), dtype: result ?? a.dtype };
}

export function broadcastReference(f: (a: number, b: number) => number) {
  return ([a, b]: readonly HostTensor[], out: HostTensor): void => {
    const [sa, sb] = [stridesOf(a.shape), stridesOf(b.shape)];
    forEachIndex(out.shape, (index, i) => {
      out.data[i] = f(a.data[broadcastOffset(index, a.shape, sa)], b.data[broadcastOffset(index, b.shape, sb)]);
    });
  };
}

function binary<P extends BinaryPrimitive>(
  primitive: P,
  f: (a: number, b: number) => number,
  vjp: Vjp<P>,
  onnx: OnnxEncoding<P>,
): Rule<P> {
  return {
    primitive,
    type: (inputs) => broadcastType(primitive, inputs),
    reference: broadcastReference(f),
    vjp: (ct, y) => vjp(ct, y).map((g, i) => g && unbroadcast(g, y.inputs[i].shape)),
    flops: flopsPerElement,
    onnx,
  };
}

/** 1 where a wins over b, ½ where they are equal (PyTorch's convention), else 0. */
const preference = (a: Tensor, b: Tensor): Tensor =>
  mul(0.5, add(cast(greater(a, b), 'float32'), cast(greaterEqual(a, b), 'float32')));

export const binaryRules: { [P in BinaryPrimitive]: Rule<P> } = {
  add: binary(
    'add',
    (a, b) => a + b,
    (ct) => [ct, ct],
    'Add',
  ),
  sub: binary(
    'sub',
    (a, b) => a - b,
    (ct) => [ct, neg(ct)],
    'Sub',
  ),
  mul: binary(
    'mul',
    (a, b) => a * b,
    (ct, { inputs: [a, b] }) => [mul(ct, b), mul(ct, a)],
    'Mul',
  ),
  // d(a/b) = da/b − (a/b)·db/b
  div: binary(
    'div',
    (a, b) => a / b,
    (ct, y) => {
      const da = div(ct, y.inputs[1]);
      return [da, neg(mul(da, y))];
    },
    'Div',
  ),
  maximum: binary('maximum', Math.max, (ct, { inputs: [a, b] }) => share(ct, preference(a, b)), 'Max'),
  minimum: binary('minimum', Math.min, (ct, { inputs: [a, b] }) => share(ct, preference(b, a)), 'Min'),
};

function share(ct: Tensor, weight: Tensor): [Tensor, Tensor] {
  const first = mul(ct, weight);
  return [first, sub(ct, first)];
}

/** Turns numbers into scalars of the tensor's dtype. */
export function operands(a: Operand, b: Operand): [Tensor, Tensor] {
  const dtype = a instanceof Tensor ? a.dtype : b instanceof Tensor ? b.dtype : 'float32';
  return [asTensor(a, dtype), asTensor(b, dtype)];
}

export const add = (a: Operand, b: Operand): Tensor => apply(binaryRules.add, operands(a, b), {});
export const sub = (a: Operand, b: Operand): Tensor => apply(binaryRules.sub, operands(a, b), {});
export const mul = (a: Operand, b: Operand): Tensor => apply(binaryRules.mul, operands(a, b), {});
export const div = (a: Operand, b: Operand): Tensor => apply(binaryRules.div, operands(a, b), {});
export const maximum = (a: Operand, b: Operand): Tensor => apply(binaryRules.maximum, operands(a, b), {});
export const minimum = (a: Operand, b: Operand): Tensor => apply(binaryRules.minimum, operands(a, b), {});
