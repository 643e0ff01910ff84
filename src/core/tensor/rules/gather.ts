/** Picking slices or single elements by index, and the transposes. */

import type { Rule } from '../rule';
import { apply, flopsPerInputElement, noFlops, onnxTypes, sizeOf } from '../rule';
import { forEachIndex, normaliseAxis, offsetOf, requireDType, show, stridesOf } from '../shapes';
import type { HostTensor, Shape, Tensor, TensorType } from '../types';
import { TensorError } from '../types';

export type GatherPrimitive = 'gather' | 'scatterAdd' | 'takeAlongAxis' | 'scatterAddAlongAxis';

/** Splits an index of the gathered tensor into the index's own axes and the place of axis `axis`. */
const around = (index: readonly number[], axis: number, count: number) => ({
  before: index.slice(0, axis),
  picked: index.slice(axis, axis + count),
  after: index.slice(axis + count),
});

function requireAligned(subject: string, x: TensorType, indices: TensorType, axis: number): void {
  requireDType(`${subject} (indices)`, indices, 'int32');
  const { shape } = indices;
  if (shape.length === x.shape.length && shape.every((d, i) => i === axis || d === x.shape[i])) return;
  throw new TensorError(
    `${subject}: got ${show(x.shape)} and indices ${show(shape)}, expected equal sizes except on axis ${axis}; expand the indices.`,
  );
}

/** Visits every index: its own offset and the offset in a tensor of `shape` of the element that it names. */
function forEachNamed(indices: HostTensor, shape: Shape, axis: number, visit: (i: number, at: number) => void): void {
  const strides = stridesOf(shape);
  forEachIndex(indices.shape, (index, i) => {
    visit(i, offsetOf(index, strides) + (indices.data[i] - index[axis]) * strides[axis]);
  });
}

export const gatherRules: { [P in GatherPrimitive]: Rule<P> } = {
  gather: {
    primitive: 'gather',
    type: ([x, indices], { axis }) => {
      requireDType('gather (indices)', indices, 'int32');
      return { shape: [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)], dtype: x.dtype };
    },
    reference: ([x, indices], out, { axis }) => {
      const [strides, indexStrides] = [stridesOf(x.shape), stridesOf(indices.shape)];
      forEachIndex(out.shape, (index, i) => {
        const { before, picked, after } = around(index, axis, indices.shape.length);
        const at = indices.data[offsetOf(picked, indexStrides)];
        out.data[i] = x.data[offsetOf([...before, at, ...after], strides)];
      });
    },
    vjp: (ct, { inputs: [x, indices], attributes: { axis } }) => [
      apply(gatherRules.scatterAdd, [ct, indices], { axis, size: x.shape[axis] }),
      null,
    ],
    flops: noFlops,
    onnx: (b, { inputs, attributes: { axis } }) => b.node('Gather', inputs, { axis }),
  },
  scatterAdd: {
    primitive: 'scatterAdd',
    type: ([updates, indices], { axis, size }) => {
      requireDType('scatterAdd', updates, 'float32');
      requireDType('scatterAdd (indices)', indices, 'int32');
      const count = indices.shape.length;
      if (indices.shape.some((d, i) => d !== updates.shape[axis + i])) {
        throw new TensorError(
          `scatterAdd: got updates ${show(updates.shape)} and indices ${show(indices.shape)}, expected the indices' sizes from axis ${axis} on; reshape the updates.`,
        );
      }
      return { shape: [...updates.shape.slice(0, axis), size, ...updates.shape.slice(axis + count)], dtype: 'float32' };
    },
    reference: ([updates, indices], out, { axis }) => {
      const [strides, indexStrides] = [stridesOf(out.shape), stridesOf(indices.shape)];
      out.data.fill(0);
      forEachIndex(updates.shape, (index, i) => {
        const { before, picked, after } = around(index, axis, indices.shape.length);
        const at = indices.data[offsetOf(picked, indexStrides)];
        out.data[offsetOf([...before, at, ...after], strides)] += updates.data[i];
      });
    },
    vjp: (ct, { inputs: [, indices], attributes: { axis } }) => [gather(ct, indices, axis), null],
    flops: flopsPerInputElement,
    // ScatterND adds rows of the first axis, so the scattered axis is brought to the front and taken back.
    onnx: (b, { inputs: [updates, indices], inputTypes: [{ shape }, { shape: indexShape }], ...node }) => {
      const { axis, size } = node.attributes;
      const count = indexShape.length;
      const order = shape.map((_, i) => i);
      const front = [...order.slice(axis, axis + count), ...order.slice(0, axis), ...order.slice(axis + count)];
      const rest = front.slice(count).map((i) => shape[i]);
      const first = axis === 0 ? updates : b.node('Transpose', [updates], { perm: front });
      const rows = b.node('Reshape', [first, b.integers([sizeOf(indexShape), ...rest])]);
      const at = b.node('Cast', [b.node('Reshape', [indices, b.integers([sizeOf(indexShape), 1])])], {
        to: onnxTypes.int64,
      });
      const zero = b.node('Expand', [b.scalar(0), b.integers([size, ...rest])]);
      const added = b.node('ScatterND', [zero, at, rows], { reduction: 'add' });
      if (axis === 0) return added;
      const back = [...rest.keys()].map((i) => i + 1);
      return b.node('Transpose', [added], { perm: [...back.slice(0, axis), 0, ...back.slice(axis)] });
    },
  },
  takeAlongAxis: {
    primitive: 'takeAlongAxis',
    type: ([x, indices], { axis }) => {
      requireAligned('takeAlongAxis', x, indices, axis);
      return { shape: indices.shape, dtype: x.dtype };
    },
    reference: ([x, indices], out, { axis }) =>
      forEachNamed(indices, x.shape, axis, (i, at) => {
        out.data[i] = x.data[at];
      }),
    vjp: (ct, { inputs: [x, indices], attributes: { axis } }) => [
      apply(gatherRules.scatterAddAlongAxis, [ct, indices], { axis, size: x.shape[axis] }),
      null,
    ],
    flops: noFlops,
    onnx: (b, { inputs, attributes: { axis } }) => b.node('GatherElements', inputs, { axis }),
  },
  scatterAddAlongAxis: {
    primitive: 'scatterAddAlongAxis',
    type: ([updates, indices], { axis, size }) => {
      requireDType('scatterAddAlongAxis', updates, 'float32');
      requireAligned('scatterAddAlongAxis', updates, indices, axis);
      return { shape: updates.shape.map((d, i) => (i === axis ? size : d)), dtype: 'float32' };
    },
    reference: ([updates, indices], out, { axis }) => {
      out.data.fill(0);
      forEachNamed(indices, out.shape, axis, (i, at) => {
        out.data[at] += updates.data[i];
      });
    },
    vjp: (ct, { inputs: [, indices], attributes: { axis } }) => [takeAlongAxis(ct, indices, axis), null],
    flops: flopsPerInputElement,
    onnx: (b, { inputs: [updates, indices], shape, attributes: { axis } }) => {
      const zeros = b.node('Expand', [b.scalar(0), b.integers(shape)]);
      return b.node('ScatterElements', [zeros, indices, updates], { axis, reduction: 'add' });
    },
  },
};

/** Slices of x along `axis` at the given int32 indices; the indices' axes take the place of `axis`. */
export const gather = (x: Tensor, indices: Tensor, axis = 0): Tensor =>
  apply(gatherRules.gather, [x, indices], { axis: normaliseAxis('gather', axis, x.shape.length) });

/**
 * One element of x for each int32 index along `axis`: y[i, j] = x[indices[i, j], j] for axis 0. The other axes of x and
 * the indices are equal. PyTorch's `gather`.
 */
export const takeAlongAxis = (x: Tensor, indices: Tensor, axis = -1): Tensor =>
  apply(gatherRules.takeAlongAxis, [x, indices], { axis: normaliseAxis('takeAlongAxis', axis, x.shape.length) });
