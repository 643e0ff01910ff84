/** Joining, cutting and padding along axes. */

import type { Rule } from '../rule';
import { apply, noFlops } from '../rule';
import { forEachIndex, normaliseAxis, offsetOf, requireDType, show, stridesOf } from '../shapes';
import type { Attributes, Pair, Shape, Tensor, TensorType } from '../types';
import { TensorError } from '../types';
import { reshape, reverse } from './layout';

export type PiecesPrimitive = 'concat' | 'slice' | 'pad';

function concatType(inputs: readonly TensorType[], { axis }: Attributes['concat']): TensorType {
  const [first] = inputs;
  for (const x of inputs) {
    const fits = x.shape.length === first.shape.length && x.shape.every((d, i) => i === axis || d === first.shape[i]);
    if (!fits || x.dtype !== first.dtype) {
      throw new TensorError(
        `concat: got ${x.dtype} ${show(x.shape)} beside ${first.dtype} ${show(first.shape)}, expected equal dtypes and equal sizes except on axis ${axis}; reshape or cast one of them.`,
      );
    }
  }
  const total = inputs.reduce((n, x) => n + x.shape[axis], 0);
  return { shape: first.shape.map((d, i) => (i === axis ? total : d)), dtype: first.dtype };
}

export const piecesRules: { [P in PiecesPrimitive]: Rule<P> } = {
  concat: {
    primitive: 'concat',
    type: concatType,
    reference: (inputs, out, { axis }) => {
      const strides = stridesOf(out.shape);
      let start = 0;
      for (const x of inputs) {
        forEachIndex(x.shape, (index, i) => {
          out.data[offsetOf(index, strides) + start * strides[axis]] = x.data[i];
        });
        start += x.shape[axis];
      }
    },
    vjp: (ct, { inputs, attributes: { axis } }) =>
      split(
        ct,
        inputs.map((x) => x.shape[axis]),
        axis,
      ),
    flops: noFlops,
    onnx: (b, { inputs, attributes: { axis } }) => b.node('Concat', inputs, { axis }),
  },
  slice: {
    primitive: 'slice',
    type: ([x], { starts, ends, steps }) => ({
      shape: starts.map((start, i) => Math.ceil((ends[i] - start) / steps[i])),
      dtype: x.dtype,
    }),
    reference: ([x], out, { starts, steps }) => {
      const strides = stridesOf(x.shape);
      forEachIndex(out.shape, (index, i) => {
        out.data[i] = x.data[index.reduce((at, k, axis) => at + (starts[axis] + k * steps[axis]) * strides[axis], 0)];
      });
    },
    vjp: (ct, { inputs: [x], attributes: { starts, steps } }) => [unslice(ct, x.shape, starts, steps)],
    flops: noFlops,
    onnx: (b, { inputs: [x], inputTypes: [type], attributes: { starts, ends, steps } }) => {
      const axes = type.shape.map((_, i) => i).filter((i) => starts[i] > 0 || ends[i] < type.shape[i] || steps[i] > 1);
      const pick = (values: readonly number[]) => b.integers(axes.map((i) => values[i]));
      const inputs = [x, pick(starts), pick(ends), b.integers(axes)];
      return b.node('Slice', axes.some((i) => steps[i] > 1) ? [...inputs, pick(steps)] : inputs);
    },
  },
  pad: {
    primitive: 'pad',
    type: ([x], { padding }) => {
      requireDType('pad', x, 'float32', 'int32');
      const wrong = padding.length !== x.shape.length || padding.some(([a, b]) => !(a >= 0 && b >= 0));
      if (wrong) {
        throw new TensorError(
          `pad: got ${JSON.stringify(padding)} for ${show(x.shape)}, expected one pair of sizes ≥ 0 for each of ${x.shape.length} axes; use slice to remove elements.`,
        );
      }
      return { shape: x.shape.map((d, i) => d + padding[i][0] + padding[i][1]), dtype: x.dtype };
    },
    reference: ([x], out, { padding, value }) => {
      out.data.fill(value);
      const strides = stridesOf(out.shape);
      const start = padding.reduce((at, [before], axis) => at + before * strides[axis], 0);
      forEachIndex(x.shape, (index, i) => {
        out.data[start + offsetOf(index, strides)] = x.data[i];
      });
    },
    vjp: (ct, { inputs: [x], attributes: { padding } }) => [
      slice(ct, { starts: padding.map(([before]) => before), ends: padding.map(([before], i) => before + x.shape[i]) }),
    ],
    flops: noFlops,
    onnx: (b, { inputs: [x], dtype, attributes: { padding, value } }) =>
      b.node('Pad', [
        x,
        b.integers([...padding.map(([before]) => before), ...padding.map(([, after]) => after)]),
        dtype === 'float32' ? b.scalar(value) : b.constant(Int32Array.of(value), { shape: [], dtype }),
      ]),
  },
};

/** The transpose of slice: zeros of `shape` with x at the positions that were sliced. */
export function unslice(x: Tensor, shape: Shape, starts: readonly number[], steps: readonly number[]): Tensor {
  const apart = steps.reduce((y, step, axis) => (step > 1 ? spread(y, axis, step) : y), x);
  return pad(
    apart,
    starts.map((start, axis): Pair => [start, shape[axis] - start - apart.shape[axis]]),
  );
}

/** Puts `step − 1` zeros after each element along an axis, except after the last. */
function spread(x: Tensor, axis: number, step: number): Tensor {
  const apart = reshape(x, [...x.shape.slice(0, axis + 1), 1, ...x.shape.slice(axis + 1)]);
  const padded = pad(
    apart,
    apart.shape.map((_, i): Pair => [0, i === axis + 1 ? step - 1 : 0]),
  );
  const shape = x.shape.map((d, i) => (i === axis ? d * step : d));
  return slice(reshape(padded, shape), { axes: [axis], starts: [0], ends: [(x.shape[axis] - 1) * step + 1] });
}

/** Joins tensors along an axis. */
export function concat(xs: readonly Tensor[], axis: number): Tensor {
  if (xs.length === 0) throw new TensorError('concat: got no tensors, expected at least one; pass the parts to join.');
  const at = normaliseAxis('concat', axis, xs[0].shape.length);
  return xs.length === 1 ? xs[0] : apply(piecesRules.concat, xs, { axis: at });
}

export interface SliceOptions {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** The axes that starts, ends and steps speak of; the first ones unless given. */
  readonly axes?: readonly number[];
  /** 1 unless given; a negative step walks backwards from `start` down to, not including, `end`. */
  readonly steps?: readonly number[];
}

/** As in numpy: negative positions count from the end, positions beyond the ends are clamped. */
export function slice(x: Tensor, { starts, ends, axes, steps }: SliceOptions): Tensor {
  const rank = x.shape.length;
  const chosen = (axes ?? starts.map((_, i) => i)).map((a) => normaliseAxis('slice', a, rank));
  if (starts.length !== chosen.length || ends.length !== chosen.length || (steps && steps.length !== chosen.length)) {
    throw new TensorError(
      `slice: got ${starts.length} starts, ${ends.length} ends and ${steps?.length ?? chosen.length} steps, expected ${chosen.length} of each; give one an axis.`,
    );
  }
  const full = { starts: x.shape.map(() => 0), ends: [...x.shape], steps: x.shape.map(() => 1) };
  const backwards: number[] = [];
  chosen.forEach((axis, i) => {
    const step = steps?.[i] ?? 1;
    const size = x.shape[axis];
    if (!Number.isInteger(step) || step === 0) {
      throw new TensorError(`slice: got step ${step}, expected a whole number other than 0; choose another step.`);
    }
    const at = (v: number, low: number, high: number) => Math.min(Math.max(v < 0 ? v + size : v, low), high);
    if (step > 0) {
      full.starts[axis] = at(starts[i], 0, size);
      full.ends[axis] = Math.max(at(ends[i], 0, size), full.starts[axis]);
      full.steps[axis] = step;
    } else {
      // Position p of x is position size − 1 − p of the reversed tensor.
      backwards.push(axis);
      full.starts[axis] = size - 1 - at(starts[i], -1, size - 1);
      full.ends[axis] = size - 1 - (ends[i] < -size ? -1 : at(ends[i], -1, size - 1));
      full.steps[axis] = -step;
    }
    if (full.ends[axis] <= full.starts[axis]) {
      throw new TensorError(
        `slice: got ${starts[i]} to ${ends[i]} on axis ${axis} of ${show(x.shape)}, expected at least one element; widen the range.`,
      );
    }
  });
  const whole = x.shape.every((d, i) => full.starts[i] === 0 && full.ends[i] === d && full.steps[i] === 1);
  const source = backwards.length > 0 ? reverse(x, backwards) : x;
  return whole ? source : apply(piecesRules.slice, [source], full);
}

/** Cuts an axis into consecutive parts of the given sizes. */
export function split(x: Tensor, sizes: readonly number[], axis: number): Tensor[] {
  const at = normaliseAxis('split', axis, x.shape.length);
  const total = sizes.reduce((a, b) => a + b, 0);
  if (total !== x.shape[at]) {
    throw new TensorError(
      `split: got sizes ${show(sizes)} (${total} in all), expected ${x.shape[at]} for axis ${at} of ${show(x.shape)}; correct the sizes.`,
    );
  }
  let start = 0;
  return sizes.map((size) => {
    const part = slice(x, { axes: [at], starts: [start], ends: [start + size] });
    start += size;
    return part;
  });
}

/** Surrounds x with `value`: one pair (before, after) an axis. */
export function pad(x: Tensor, padding: readonly Pair[], value = 0): Tensor {
  const isNothing = padding.length === x.shape.length && padding.every(([a, b]) => a === 0 && b === 0);
  return isNothing ? x : apply(piecesRules.pad, [x], { padding, value });
}
