/** Reductions over axes, and softmax. */

import type { OnnxBuilder, OnnxNode, Rule } from '../rule';
import { apply, flopsPerInputElement, sizeOf } from '../rule';
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
const onnx =
  <P extends Reduction>(opType: string) =>
  (b: OnnxBuilder, { inputs: [x], attributes: { axes, keepDims } }: OnnxNode<P>): string =>
    b.node(opType, [x, b.integers(axes)], { keepdims: keepDims ? 1 : 0 });

/** Sums of up to so many elements are taken as they are: at the worst they are off by 4e-6. */
const longestPlain = 4096;
const [shortestRow, longestRow] = [16, 256];

/** Lengths of rows to sum one after the other, each a divisor of what the last one left; none where there is no divisor. */
function rowLengths(count: number): number[] {
  const lengths: number[] = [];
  for (let rest = count; rest > longestRow; ) {
    let length = longestRow;
    while (rest % length !== 0) length--;
    if (length < shortestRow) break;
    lengths.push(length);
    rest /= length;
  }
  return lengths;
}

/**
 * The CPU adds up with a handful of running totals, so that the error grows with the number of elements: 5e-4 for a
 * million numbers near 0.7, 1e-2 for ten million. Long sums along the last axes are taken by short rows, then rows of
 * their totals: below 1e-6, in the same time.
 */
function onnxSum(b: OnnxBuilder, node: OnnxNode<'sum'>): string {
  const [{ shape, dtype }] = node.inputTypes;
  const { axes } = node.attributes;
  const kept = shape.length - axes.length;
  const count = sizeOf(shape.slice(kept));
  const isLong = count > longestPlain && axes.every((axis, i) => axis === kept + i);
  const lengths = b.target === 'cpu' && dtype === 'float32' && isLong ? rowLengths(count) : [];
  if (lengths.length === 0) return onnx<'sum'>('ReduceSum')(b, node);
  const outer = sizeOf(shape.slice(0, kept));
  let [value] = node.inputs;
  let rest = count;
  for (const length of lengths) {
    rest /= length;
    const rows = b.node('Reshape', [value, b.integers([outer, rest, length])]);
    value = b.node('ReduceSum', [rows, b.integers([2])], { keepdims: 0 });
  }
  const total = b.node('ReduceSum', [value, b.integers([1])], { keepdims: 0 });
  return b.node('Reshape', [total, b.integers(node.shape)]);
}

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
    flops: flopsPerInputElement,
    onnx: onnxSum,
  },
  max: {
    primitive: 'max',
    type: type('max'),
    reference: fold(Number.NEGATIVE_INFINITY, Math.max),
    vjp: extremeVjp,
    flops: flopsPerInputElement,
    onnx: onnx('ReduceMax'),
  },
  min: {
    primitive: 'min',
    type: type('min'),
    reference: fold(Number.POSITIVE_INFINITY, Math.min),
    vjp: extremeVjp,
    flops: flopsPerInputElement,
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
