/** Positions of extreme elements, sorting, and running sums along an axis. */

import type { OnnxBuilder, Rule } from '../rule';
import { apply, flopsPerInputElement, onnxTypes, sizeOf } from '../rule';
import { normaliseAxis, requireDType, show } from '../shapes';
import type { Attributes, HostTensor, Shape, Tensor, TensorType } from '../types';
import { TensorError } from '../types';
import { takeAlongAxis } from './gather';

export type OrderPrimitive = 'argMax' | 'argMin' | 'argTopK' | 'cumsum';

/** Visits every line of a shape along an axis: the offset of its first element and the step between elements. */
function forEachLine(shape: Shape, axis: number, visit: (first: number, step: number, line: number) => void): void {
  const step = sizeOf(shape.slice(axis + 1));
  const count = sizeOf(shape) / shape[axis];
  for (let line = 0; line < count; line++) {
    visit(Math.floor(line / step) * step * shape[axis] + (line % step), step, line);
  }
}

function argType([x]: readonly TensorType[], { axis }: Attributes['argMax']): TensorType {
  requireDType('argMax or argMin', x, 'float32', 'int32');
  return { shape: x.shape.filter((_, i) => i !== axis), dtype: 'int32' };
}

const extremeReference =
  (isBetter: (a: number, b: number) => boolean) =>
  ([x]: readonly HostTensor[], out: HostTensor, { axis }: Attributes['argMax']): void =>
    forEachLine(x.shape, axis, (first, step, line) => {
      let best = 0;
      for (let i = 1; i < x.shape[axis]; i++) {
        if (isBetter(x.data[first + i * step], x.data[first + best * step])) best = i;
      }
      out.data[line] = best;
    });

/** ONNX's positions are int64. */
const asInt32 = (b: OnnxBuilder, positions: string): string => b.node('Cast', [positions], { to: onnxTypes.int32 });

export const orderRules: { [P in OrderPrimitive]: Rule<P> } = {
  argMax: {
    primitive: 'argMax',
    type: argType,
    reference: extremeReference((a, b) => a > b),
    vjp: 'zero',
    flops: flopsPerInputElement,
    onnx: (b, { inputs, attributes: { axis } }) => asInt32(b, b.node('ArgMax', inputs, { axis, keepdims: 0 })),
  },
  argMin: {
    primitive: 'argMin',
    type: argType,
    reference: extremeReference((a, b) => a < b),
    vjp: 'zero',
    flops: flopsPerInputElement,
    onnx: (b, { inputs, attributes: { axis } }) => asInt32(b, b.node('ArgMin', inputs, { axis, keepdims: 0 })),
  },
  argTopK: {
    primitive: 'argTopK',
    type: ([x], { axis, k }) => {
      requireDType('topK', x, 'float32', 'int32');
      if (!(Number.isInteger(k) && k >= 1 && k <= x.shape[axis])) {
        throw new TensorError(
          `topK: got k = ${k} for axis ${axis} of ${show(x.shape)}, expected a whole number from 1 to ${x.shape[axis]}; choose another k.`,
        );
      }
      return { shape: x.shape.map((d, i) => (i === axis ? k : d)), dtype: 'int32' };
    },
    reference: ([x], out, { axis, k, largest }) => {
      const firsts: number[] = [];
      forEachLine(out.shape, axis, (first) => firsts.push(first));
      forEachLine(x.shape, axis, (first, step, line) => {
        const at = (i: number) => x.data[first + i * step];
        const order = Array.from({ length: x.shape[axis] }, (_, i) => i); // sorted stably
        order.sort((a, b) => (largest ? at(b) - at(a) : at(a) - at(b)));
        for (let i = 0; i < k; i++) out.data[firsts[line] + i * step] = order[i];
      });
    },
    vjp: 'zero',
    flops: flopsPerInputElement,
    onnx: (b, { inputs: [x], attributes: { axis, k, largest } }) => {
      const [, positions] = b.nodes(2, 'TopK', [x, b.integers([k])], { axis, largest: largest ? 1 : 0, sorted: 1 });
      return asInt32(b, positions);
    },
  },
  cumsum: {
    primitive: 'cumsum',
    type: ([x]) => {
      requireDType('cumsum', x, 'float32', 'int32');
      return { shape: x.shape, dtype: x.dtype };
    },
    reference: ([x], out, { axis, exclusive, reverse }) =>
      forEachLine(x.shape, axis, (first, step) => {
        let total = 0;
        for (let i = 0; i < x.shape[axis]; i++) {
          const at = first + (reverse ? x.shape[axis] - 1 - i : i) * step;
          out.data[at] = exclusive ? total : total + x.data[at];
          total += x.data[at];
        }
      }),
    vjp: (ct, { attributes }) => [apply(orderRules.cumsum, [ct], { ...attributes, reverse: !attributes.reverse })],
    flops: flopsPerInputElement,
    onnx: (b, { inputs: [x], attributes: { axis, exclusive, reverse } }) =>
      b.node('CumSum', [x, b.constant(Int32Array.of(axis), { shape: [], dtype: 'int32' })], {
        exclusive: exclusive ? 1 : 0,
        reverse: reverse ? 1 : 0,
      }),
  },
};

/** int32 positions of the largest elements along an axis, which disappears; the first one where several are equal. */
export const argMax = (x: Tensor, axis = -1): Tensor =>
  apply(orderRules.argMax, [x], { axis: normaliseAxis('argMax', axis, x.shape.length) });

/** As `argMax`, for the smallest elements. */
export const argMin = (x: Tensor, axis = -1): Tensor =>
  apply(orderRules.argMin, [x], { axis: normaliseAxis('argMin', axis, x.shape.length) });

export interface SortOptions {
  /** The last one unless given. */
  readonly axis?: number;
  readonly descending?: boolean;
}

/** int32 positions that put x in order along an axis; equal elements keep their order. */
export function argSort(x: Tensor, { axis = -1, descending = false }: SortOptions = {}): Tensor {
  const at = normaliseAxis('argSort', axis, x.shape.length);
  return apply(orderRules.argTopK, [x], { axis: at, k: x.shape[at], largest: descending });
}

/** x in order along an axis; the gradient follows the elements. */
export const sort = (x: Tensor, options: SortOptions = {}): Tensor =>
  takeAlongAxis(x, argSort(x, options), options.axis ?? -1);

export interface TopKOptions {
  /** The last one unless given. */
  readonly axis?: number;
  /** True unless given; false for the k smallest. */
  readonly largest?: boolean;
}

/** The k largest or smallest elements along an axis in order, and their int32 positions. */
export function topK(x: Tensor, k: number, { axis = -1, largest = true }: TopKOptions = {}) {
  const at = normaliseAxis('topK', axis, x.shape.length);
  const indices: Tensor = apply(orderRules.argTopK, [x], { axis: at, k, largest });
  return { values: takeAlongAxis(x, indices, at), indices };
}

export interface CumsumOptions {
  /** Leaves each element out of its own sum. */
  readonly exclusive?: boolean;
  /** Sums from the end. */
  readonly reverse?: boolean;
}

/** Running sums along an axis. */
export const cumsum = (x: Tensor, axis: number, { exclusive = false, reverse = false }: CumsumOptions = {}): Tensor =>
  apply(orderRules.cumsum, [x], { axis: normaliseAxis('cumsum', axis, x.shape.length), exclusive, reverse });
