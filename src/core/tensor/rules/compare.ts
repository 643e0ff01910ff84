/** Comparisons, logic, selection and conversion. What gives `bool` has no gradient. */

import type { OnnxEncoding, Rule } from '../rule';
import { apply, flopsPerElement, onnxTypes } from '../rule';
import { broadcastOffset, broadcastShapes, forEachIndex, requireDType, stridesOf } from '../shapes';
import type { DType, Operand, Tensor } from '../types';
import { TensorError } from '../types';
import { broadcastReference, broadcastType, operands, unbroadcast } from './binary';

type Comparison = 'greater' | 'greaterEqual' | 'less' | 'equal';
type Connective = 'logicalAnd' | 'logicalOr';
export type ComparePrimitive = Comparison | Connective | 'logicalNot' | 'where' | 'cast';

function comparison<P extends Comparison>(
  primitive: P,
  f: (a: number, b: number) => boolean,
  onnx: OnnxEncoding<P>,
): Rule<P> {
  return {
    primitive,
    type: (inputs) => broadcastType(primitive, inputs, 'bool'),
    reference: broadcastReference((a, b) => (f(a, b) ? 1 : 0)),
    vjp: 'zero',
    flops: flopsPerElement,
    onnx,
  };
}

function connective<P extends Connective>(
  primitive: P,
  f: (a: number, b: number) => number,
  onnx: OnnxEncoding<P>,
): Rule<P> {
  return {
    primitive,
    type: ([a, b]) => {
      requireDType(primitive, a, 'bool');
      requireDType(primitive, b, 'bool');
      return { shape: broadcastShapes(primitive, a.shape, b.shape), dtype: 'bool' };
    },
    reference: broadcastReference(f),
    vjp: 'zero',
    flops: flopsPerElement,
    onnx,
  };
}

export const compareRules: { [P in ComparePrimitive]: Rule<P> } = {
  greater: comparison('greater', (a, b) => a > b, 'Greater'),
  greaterEqual: comparison('greaterEqual', (a, b) => a >= b, 'GreaterOrEqual'),
  less: comparison('less', (a, b) => a < b, 'Less'),
  equal: comparison('equal', (a, b) => a === b, 'Equal'),
  logicalAnd: connective('logicalAnd', (a, b) => a & b, 'And'),
  logicalOr: connective('logicalOr', (a, b) => a | b, 'Or'),
  logicalNot: {
    primitive: 'logicalNot',
    type: ([x]) => {
      requireDType('logicalNot', x, 'bool');
      return { shape: x.shape, dtype: x.dtype };
    },
    reference: ([x], out) => {
      for (let i = 0; i < out.data.length; i++) out.data[i] = 1 - x.data[i];
    },
    vjp: 'zero',
    flops: flopsPerElement,
    onnx: 'Not',
  },
  where: {
    primitive: 'where',
    type: ([condition, a, b]) => {
      requireDType('where (condition)', condition, 'bool');
      if (a.dtype !== b.dtype) {
        throw new TensorError(`where: got ${a.dtype} and ${b.dtype}, expected one dtype; convert one with cast first.`);
      }
      return { shape: broadcastShapes('where', condition.shape, a.shape, b.shape), dtype: a.dtype };
    },
    reference: (inputs, out) => {
      const strides = inputs.map((x) => stridesOf(x.shape));
      forEachIndex(out.shape, (index, i) => {
        const [condition, a, b] = inputs.map((x, k) => x.data[broadcastOffset(index, x.shape, strides[k])]);
        out.data[i] = condition !== 0 ? a : b;
      });
    },
    vjp: (ct, { inputs: [condition, a, b] }) => [
      null,
      unbroadcast(where(condition, ct, 0), a.shape),
      unbroadcast(where(condition, 0, ct), b.shape),
    ],
    flops: flopsPerElement,
    onnx: 'Where',
  },
  cast: {
    primitive: 'cast',
    type: ([x], { dtype }) => ({ shape: x.shape, dtype }),
    reference: ([x], out, { dtype }) => {
      const convert = dtype === 'float32' ? Number : dtype === 'int32' ? Math.trunc : (v: number) => (v === 0 ? 0 : 1);
      for (let i = 0; i < out.data.length; i++) out.data[i] = convert(x.data[i]);
    },
    vjp: 'zero',
    flops: flopsPerElement,
    onnx: (b, { inputs, attributes }) => b.node('Cast', inputs, { to: onnxTypes[attributes.dtype] }),
  },
};

export const greater = (a: Operand, b: Operand): Tensor => apply(compareRules.greater, operands(a, b), {});
export const greaterEqual = (a: Operand, b: Operand): Tensor => apply(compareRules.greaterEqual, operands(a, b), {});
export const less = (a: Operand, b: Operand): Tensor => apply(compareRules.less, operands(a, b), {});
export const lessEqual = (a: Operand, b: Operand): Tensor => greaterEqual(b, a);
export const equal = (a: Operand, b: Operand): Tensor => apply(compareRules.equal, operands(a, b), {});

/** Elementwise and of two `bool` tensors. */
export const logicalAnd = (a: Tensor, b: Tensor): Tensor => apply(compareRules.logicalAnd, [a, b], {});
export const logicalOr = (a: Tensor, b: Tensor): Tensor => apply(compareRules.logicalOr, [a, b], {});
export const logicalNot = (x: Tensor): Tensor => apply(compareRules.logicalNot, [x], {});

/** a where the condition holds, else b. */
export const where = (condition: Tensor, a: Operand, b: Operand): Tensor =>
  apply(compareRules.where, [condition, ...operands(a, b)], {});

/** Converts the dtype; to `bool` means "is not zero". Float to float is the tensor itself. */
export const cast = (x: Tensor, dtype: DType): Tensor =>
  x.dtype === dtype ? x : apply(compareRules.cast, [x], { dtype });
