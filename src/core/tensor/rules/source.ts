/** Where values enter a program: named inputs and constants. */

import type { Rule } from '../rule';
import { noFlops, sizeOf } from '../rule';
import { requireSizes, show } from '../shapes';
import type { DType, Operand, Shape, Tensor } from '../types';
import { TensorError, Tensor as TensorNode } from '../types';
import { broadcastTo } from './layout';

type SourcePrimitive = 'input' | 'constant';

const notComputed = (): never => {
  throw new Error('Inputs and constants hold their value and are never computed.');
};

export const sourceRules: { [P in SourcePrimitive]: Rule<P> } = {
  input: {
    primitive: 'input',
    type: notComputed,
    reference: notComputed,
    vjp: 'zero',
    flops: noFlops,
    onnx: (b, { attributes }) => b.input(attributes.name),
  },
  constant: {
    primitive: 'constant',
    type: notComputed,
    reference: notComputed,
    vjp: 'zero',
    flops: noFlops,
    onnx: (b, node) => b.constant(node.attributes.data, node),
  },
};

/** A value fed at every run. Two inputs of one name are one input of the program. */
export function input(name: string, shape: Shape, dtype: DType = 'float32'): Tensor {
  requireSizes(`input "${name}"`, shape);
  return new TensorNode('input', [], { name }, [...shape], dtype);
}

/** Fixed values; `dtype` follows the array's kind unless given. */
export function constant(
  data: readonly number[] | Float32Array | Int32Array | Uint8Array,
  shape: Shape,
  dtype: DType = data instanceof Int32Array ? 'int32' : data instanceof Uint8Array ? 'bool' : 'float32',
): Tensor {
  requireSizes('constant', shape);
  if (data.length !== sizeOf(shape)) {
    throw new TensorError(
      `constant: got ${data.length} values, expected ${sizeOf(shape)} for shape ${show(shape)}; correct the shape.`,
    );
  }
  return new TensorNode('constant', [], { data: toStorage(data, dtype) }, [...shape], dtype);
}

function toStorage(data: ArrayLike<number>, dtype: DType): Float32Array | Int32Array | Uint8Array {
  if (dtype === 'int32' && !(data instanceof Int32Array)) requireWhole(data);
  if (dtype === 'float32') return data instanceof Float32Array ? data : Float32Array.from(data);
  if (dtype === 'int32') return data instanceof Int32Array ? data : Int32Array.from(data);
  return Uint8Array.from(data, (v) => (v === 0 ? 0 : 1));
}

function requireWhole(data: ArrayLike<number>): void {
  const wrong = Array.from(data).find((v) => !Number.isInteger(v));
  if (wrong === undefined) return;
  throw new TensorError(`constant: got ${wrong} for int32, expected whole numbers; cast the other operand to float32.`);
}

export const scalar = (value: number, dtype: DType = 'float32'): Tensor => constant([value], [], dtype);

/** Every element `value`. */
export const full = (shape: Shape, value: number, dtype: DType = 'float32'): Tensor =>
  broadcastTo(scalar(value, dtype), shape);

export const zeros = (shape: Shape, dtype: DType = 'float32'): Tensor => full(shape, 0, dtype);

export const ones = (shape: Shape, dtype: DType = 'float32'): Tensor => full(shape, 1, dtype);

export const asTensor = (x: Operand, dtype: DType = 'float32'): Tensor =>
  typeof x === 'number' ? scalar(x, dtype) : x;

/** The value of a constant of one element (also when broadcast to more), otherwise undefined. */
export function splatValue(x: Tensor): number | undefined {
  if (is(x, 'broadcastTo')) return splatValue(x.inputs[0]);
  if (!is(x, 'constant')) return undefined;
  const { data } = x.attributes;
  return data.length === 1 ? data[0] : undefined;
}

/** Narrows a tensor to one primitive, so that its attributes are typed. */
export function is<P extends Tensor['primitive']>(x: Tensor, primitive: P): x is Tensor<P> {
  return x.primitive === primitive;
}
