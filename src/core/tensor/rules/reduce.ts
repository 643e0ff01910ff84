/** Reductions over axes, and softmax. */

import type { OnnxNode, Rule } from '../rule';
import { apply, sizeOf } from '../rule';
import { forEachIndex, normaliseAxes, normaliseAxis, offsetOf, requireDType, stridesOf } from '../shapes';
import type { Attributes, HostTensor, Shape, Tensor, TensorType } from '../types';
import { div, mul, sub } from './binary';
import { cast, equal } from './compare';
import { broadcastTo, reshape } from './layout';

export type ReducePrimitive = 'sum' | 'max' | 'min' | 'softmax';
type Reduction = 'sum' | 'max' | 'min';

export interface ReduceOptions {
  /** All axes unless given; negative ones count from the last. */
  readonly axes?: readonly number[];
  readonly keepDims?: boolean;
}

const keptShape = (shape: Shape, axes: readonly number[]): number[] => shape.map((d, i) => (axes.includes(i) ? 1 : d));

const reducedShape = (shape: Shape, { axes, keepDims }: Attributes['sum']): number[] =>
  keepDims ? keptShape(shape, axes) : shape.filter((_, i) => !axes.includes(i));

function fold(start: number, f: (total: number, x: number) => number) {
  return ([x]: readonly HostTensor[], out: HostTensor, { axes }: Attributes['sum']): void => {
    const kept = stridesOf(keptShape(x.shape, axes)).map((s, i) => (axes.includes(i) ? 0 : s));
    const totals = new Float64Array(out.data.length).fill(start);
    forEachIndex(x.shape, (index, i) => {
      const at = offsetOf(index, kept);
      totals[at] = f(totals[at], x.data[i]);
    });
    out.data.set(totals);
  };
}

const type =
  (subject: string) =>
  ([x]: readonly TensorType[], attributes: Attributes['sum']): TensorType => {
    requireDType(subject, x, 'float32', 'int32');
    return { shape: reducedShape(x.shape, attributes), dtype: x.dtype };
  };

/** ReduceSum took its axes as an input from opset 13 on, the others followed in 18. */
const onnx = <P extends Reduction>(opType: string) => {
  return (b: Parameters<Exclude<Rule<P>['onnx'], string | undefined>>[0], node: OnnxNode<P>): string =>
    b.node(opType, [node.inputs[0], b.integers(node.attributes.axes)], { keepdims: node.attributes.keepDims ? 1 : 0 });
};

const inputSize = (_y: TensorType, [x]: readonly TensorType[]): number => sizeOf(x.shape);

/** The gradient goes to the extreme elements, in equal parts where several are equal. */
function extremeVjp(ct: Tensor, y: Tensor<'max'> | Tensor<'min'>): Tensor[] {
  const [x] = y.inputs;
  const { axes } = y.attributes;
  const shape = keptShape(x.shape, axes);
  const mask = cast(equal(x, reshape(y, shape)), 'float32');
  return [mul(mask, div(reshape(ct, shape), sum(mask, { axes, keepDims: true })))];
}

export const reduceRules: { [P in ReducePrimitive]: Rule<P> } = {
  sum: {
    primitive: 'sum',
    type: type('sum'),
    reference: fold(0, (total, x) => total + x),
    vjp: (ct, { inputs: [x], attributes: { axes } }) => [broadcastTo(reshape(ct, keptShape(x.shape, axes)), x.shape)],
    flops: inputSize,
    onnx: onnx('ReduceSum'),
  },
  max: {
    primitive: 'max',
    type: type('max'),
    reference: fold(Number.NEGATIVE_INFINITY, Math.max),
    vjp: extremeVjp,
    flops: inputSize,
    onnx: onnx('ReduceMax'),
  },
  min: {
    primitive: 'min',
    type: type('min'),
    reference: fold(Number.POSITIVE_INFINITY, Math.min),
    vjp: extremeVjp,
    flops: inputSize,
    onnx: onnx('ReduceMin'),
  },
  softmax: {
    primitive: 'softmax',
    type: ([x]) => {
      requireDType('softmax', x, 'float32');
      return { shape: x.shape, dtype: x.dtype };
    },
    reference: ([x], out, { axis }) => {
      const kept = stridesOf(keptShape(x.shape, [axis])).map((s, i) => (i === axis ? 0 : s));
      const max = new Float64Array(sizeOf(x.shape) / x.shape[axis]).fill(Number.NEGATIVE_INFINITY);
      const total = new Float64Array(max.length);
      forEachIndex(x.shape, (index, i) => {
        const at = offsetOf(index, kept);
        max[at] = Math.max(max[at], x.data[i]);
      });
      forEachIndex(x.shape, (index, i) => {
        const at = offsetOf(index, kept);
        total[at] += Math.exp(x.data[i] - max[at]);
      });
      forEachIndex(x.shape, (index, i) => {
        const at = offsetOf(index, kept);
        out.data[i] = Math.exp(x.data[i] - max[at]) / total[at];
      });
    },
    // dx = y·(ct − Σ y·ct)
    vjp: (ct, y) => [mul(y, sub(ct, sum(mul(y, ct), { axes: [y.attributes.axis], keepDims: true })))],
    flops: (y) => 4 * sizeOf(y.shape),
    onnx: (b, { inputs, attributes: { axis } }) => b.node('Softmax', inputs, { axis }),
  },
};

function reduction(subject: string, x: Tensor, options: ReduceOptions = {}): Attributes['sum'] {
  return { axes: normaliseAxes(subject, options.axes, x.shape.length), keepDims: options.keepDims ?? false };
}

export const sum = (x: Tensor, options?: ReduceOptions): Tensor =>
  apply(reduceRules.sum, [x], reduction('sum', x, options));
export const max = (x: Tensor, options?: ReduceOptions): Tensor =>
  apply(reduceRules.max, [x], reduction('max', x, options));
export const min = (x: Tensor, options?: ReduceOptions): Tensor =>
  apply(reduceRules.min, [x], reduction('min', x, options));

export function mean(x: Tensor, options?: ReduceOptions): Tensor {
  requireDType('mean', x, 'float32');
  const total = sum(x, options);
  return mul(total, sizeOf(total.shape) / sizeOf(x.shape));
}

/** exp(x) / Σ exp(x) along one axis (the last unless given). */
export const softmax = (x: Tensor, axis = -1): Tensor =>
  apply(reduceRules.softmax, [x], { axis: normaliseAxis('softmax', axis, x.shape.length) });
