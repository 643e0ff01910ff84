/** Changes of shape and order that keep or repeat elements. */

import type { Rule } from '../rule';
import { apply, noFlops, sizeOf } from '../rule';
import {
  broadcastOffset,
  forEachIndex,
  normaliseAxes,
  normaliseAxis,
  offsetOf,
  requireSizes,
  sameShape,
  show,
  stridesOf,
  tryBroadcast,
} from '../shapes';
import type { Shape, Tensor } from '../types';
import { TensorError } from '../types';
import { unbroadcast } from './binary';

export type LayoutPrimitive = 'reshape' | 'transpose' | 'broadcastTo' | 'reverse';

export const layoutRules: { [P in LayoutPrimitive]: Rule<P> } = {
  reshape: {
    primitive: 'reshape',
    type: ([x], { shape }) => {
      if (sizeOf(shape) !== sizeOf(x.shape)) {
        throw new TensorError(
          `reshape: got ${show(x.shape)} (${sizeOf(x.shape)} values), expected ${sizeOf(shape)} for ${show(shape)}; choose a shape with as many values.`,
        );
      }
      return { shape, dtype: x.dtype };
    },
    reference: ([x], out) => out.data.set(x.data),
    vjp: (ct, { inputs: [x] }) => [reshape(ct, x.shape)],
    flops: noFlops,
    onnx: (b, { inputs: [x], shape }) => b.node('Reshape', [x, b.integers(shape)]),
  },
  transpose: {
    primitive: 'transpose',
    type: ([x], { perm }) => {
      if (
        !sameShape(
          [...perm].sort((a, b) => a - b),
          x.shape.map((_, i) => i),
        )
      ) {
        throw new TensorError(
          `transpose: got perm ${show(perm)} for shape ${show(x.shape)}, expected each of its ${x.shape.length} axes once; correct the order.`,
        );
      }
      return { shape: perm.map((p) => x.shape[p]), dtype: x.dtype };
    },
    reference: ([x], out, { perm }) => {
      const strides = stridesOf(x.shape);
      const permuted = perm.map((p) => strides[p]);
      forEachIndex(out.shape, (index, i) => {
        out.data[i] = x.data[offsetOf(index, permuted)];
      });
    },
    vjp: (ct, { attributes: { perm } }) => [
      transpose(
        ct,
        perm.map((_, axis) => perm.indexOf(axis)),
      ),
    ],
    flops: noFlops,
    onnx: (b, { inputs, attributes: { perm } }) => b.node('Transpose', inputs, { perm }),
  },
  broadcastTo: {
    primitive: 'broadcastTo',
    type: ([x], { shape }) => {
      requireSizes('broadcastTo', shape);
      const result = tryBroadcast(x.shape, shape);
      if (!result || !sameShape(result, shape)) {
        throw new TensorError(
          `broadcastTo: got ${show(x.shape)}, expected sizes equal to or 1 where ${show(shape)} has more; reshape the input first.`,
        );
      }
      return { shape, dtype: x.dtype };
    },
    reference: ([x], out) => {
      const strides = stridesOf(x.shape);
      forEachIndex(out.shape, (index, i) => {
        out.data[i] = x.data[broadcastOffset(index, x.shape, strides)];
      });
    },
    vjp: (ct, { inputs: [x] }) => [unbroadcast(ct, x.shape)],
    flops: noFlops,
    onnx: (b, { inputs: [x], shape }) => b.node('Expand', [x, b.integers(shape)]),
  },
  reverse: {
    primitive: 'reverse',
    type: ([x]) => ({ shape: x.shape, dtype: x.dtype }),
    reference: ([x], out, { axes }) => {
      const strides = stridesOf(x.shape);
      forEachIndex(out.shape, (index, i) => {
        const source = index.map((at, axis) => (axes.includes(axis) ? x.shape[axis] - 1 - at : at));
        out.data[i] = x.data[offsetOf(source, strides)];
      });
    },
    vjp: (ct, { attributes: { axes } }) => [reverse(ct, axes)],
    flops: noFlops,
    onnx: (b, { inputs: [x], attributes: { axes } }) => {
      const each = (v: number) => b.integers(axes.map(() => v));
      return b.node('Slice', [x, each(-1), each(-(2 ** 31)), b.integers(axes), each(-1)]);
    },
  },
};

/** The same values in row-major order under another shape; one size may be −1. */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const known = shape.filter((d) => d !== -1);
  if (shape.length - known.length > 1) {
    throw new TensorError(`reshape: got ${show(shape)}, expected at most one -1; give the other sizes.`);
  }
  const rest = sizeOf(x.shape) / sizeOf(known);
  if (!Number.isInteger(rest)) {
    throw new TensorError(
      `reshape: got ${show(x.shape)} (${sizeOf(x.shape)} values), expected a multiple of ${sizeOf(known)} for ${show(shape)}; choose sizes that divide it.`,
    );
  }
  const full = shape.map((d) => (d === -1 ? rest : d));
  return sameShape(full, x.shape) ? x : apply(layoutRules.reshape, [x], { shape: full });
}

/** Axis `i` of the result is axis `perm[i]` of x. */
export function transpose(x: Tensor, perm: readonly number[]): Tensor {
  const full = perm.map((p) => normaliseAxis('transpose', p, x.shape.length));
  const isIdentity = full.length === x.shape.length && full.every((p, i) => p === i);
  return isIdentity ? x : apply(layoutRules.transpose, [x], { perm: full });
}

/** The first two axes change places: batch and channels of a map, or both sides of a kernel. */
export const swapLeading = (x: Tensor): Tensor => transpose(x, [1, 0, ...x.shape.map((_, i) => i).slice(2)]);

export const broadcastTo = (x: Tensor, shape: Shape): Tensor =>
  sameShape(x.shape, shape) ? x : apply(layoutRules.broadcastTo, [x], { shape: [...shape] });

/** Flips the order along the given axes. */
export const reverse = (x: Tensor, axes: readonly number[]): Tensor =>
  apply(layoutRules.reverse, [x], { axes: normaliseAxes('reverse', axes, x.shape.length) });

/** Inserts an axis of size 1 so that it has index `axis` in the result. */
export function expandDims(x: Tensor, axis: number): Tensor {
  const at = normaliseAxis('expandDims', axis, x.shape.length + 1);
  return reshape(x, [...x.shape.slice(0, at), 1, ...x.shape.slice(at)]);
}

/** Removes axes of size 1 (all of them unless given). */
export function squeeze(x: Tensor, axes?: readonly number[]): Tensor {
  const drop = axes ? normaliseAxes('squeeze', axes, x.shape.length) : x.shape.flatMap((d, i) => (d === 1 ? [i] : []));
  const wrong = drop.find((i) => x.shape[i] !== 1);
  if (wrong !== undefined) {
    throw new TensorError(
      `squeeze: axis ${wrong} of ${show(x.shape)} has size ${x.shape[wrong]}, expected 1; leave that axis out.`,
    );
  }
  return reshape(
    x,
    x.shape.filter((_, i) => !drop.includes(i)),
  );
}
