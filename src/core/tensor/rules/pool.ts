/** Pooling over windows of one to three spatial axes, as in PyTorch. */

import type { OnnxAttributes, Rule } from '../rule';
import { apply, sizeOf } from '../rule';
import { indicesOf, perAxis, requireDType, requireRank, show, spatialAxes } from '../shapes';
import type { HostTensor, PoolAttributes, Shape, Tensor, TensorType } from '../types';
import { TensorError } from '../types';
import { add, div, mul } from './binary';
import { cast, equal } from './compare';
import { inputGradient, tapsOf } from './convolution';
import { reshape } from './layout';
import { pad, slice, unslice } from './pieces';
import { upsampleNearest } from './resample';
import { constant } from './source';

export type PoolPrimitive = 'avgPool' | 'maxPool';

const type =
  (subject: string) =>
  ([x]: readonly TensorType[], { kernel, stride, padding }: PoolAttributes): TensorType => {
    requireDType(subject, x, 'float32');
    requireRank(subject, 'the input', x.shape, kernel.length + 2);
    const isWhole = [...kernel, ...stride, ...padding].every(Number.isInteger);
    const fits = kernel.every((k, i) => k >= 1 && stride[i] >= 1 && padding[i] >= 0 && 2 * padding[i] <= k);
    if (!isWhole || !fits) {
      throw new TensorError(
        `${subject}: got kernel ${show(kernel)}, stride ${show(stride)}, padding ${show(padding)}, expected whole numbers ≥ 1 and a padding of at most half the kernel; correct the setting.`,
      );
    }
    const size = kernel.map((k, i) => Math.floor((x.shape[2 + i] + 2 * padding[i] - k) / stride[i]) + 1);
    if (size.some((d) => d < 1)) {
      throw new TensorError(
        `${subject}: got ${show(x.shape)}, expected spatial sizes of at least the kernel's ${show(kernel)} less padding; use a smaller kernel.`,
      );
    }
    return { shape: [x.shape[0], x.shape[1], ...size], dtype: x.dtype };
  };

/** Visits every element of every window: flat offsets into input and output. */
function forEachElement(x: Shape, y: Shape, pool: PoolAttributes, visit: (x: number, y: number) => void): void {
  const dilation = pool.kernel.map(() => 1);
  const taps = tapsOf(x.slice(2), pool.kernel, y.slice(2), { ...pool, dilation, groups: 1 });
  const [planeX, planeY] = [x, y].map((shape) => sizeOf(shape.slice(2)));
  for (let plane = 0; plane < x[0] * x[1]; plane++) {
    for (const tap of taps) visit(plane * planeX + tap.x, plane * planeY + tap.y);
  }
}

function fold(out: HostTensor, start: number, run: (totals: Float64Array) => void): void {
  const totals = new Float64Array(out.data.length).fill(start);
  run(totals);
  out.data.set(totals);
}

/** Whether the windows are blocks that lie side by side and cover the input. */
const isTiling = (x: Shape, { kernel, stride, padding }: PoolAttributes): boolean =>
  kernel.every((k, i) => k === stride[i] && padding[i] === 0 && x[2 + i] % k === 0);

/** Every element gets its share of the means that it was part of. */
function avgPoolGradient(ct: Tensor, x: Shape, pool: PoolAttributes): Tensor {
  const { kernel, stride, padding } = pool;
  const count = sizeOf(kernel);
  if (isTiling(x, pool)) return upsampleNearest(mul(ct, 1 / count), kernel);
  const weights = constant(new Float32Array(count).fill(1 / count), [1, 1, ...kernel]);
  const planes = reshape(ct, [-1, 1, ...ct.shape.slice(2)]);
  const attributes = { stride, padding, dilation: kernel.map(() => 1), groups: 1 };
  return reshape(inputGradient(planes, weights, x.slice(2), attributes), x);
}

/** The largest elements of a window get equal parts of its cotangent. */
function maxPoolGradient(ct: Tensor, y: Tensor<'maxPool'>): Tensor {
  const [x] = y.inputs;
  const { kernel, stride, padding } = y.attributes;
  if (isTiling(x.shape, y.attributes)) {
    const mask = cast(equal(x, upsampleNearest(y, kernel)), 'float32');
    const count = mul(avgPool(mask, kernel), sizeOf(kernel));
    return mul(mask, upsampleNearest(div(ct, count), kernel));
  }
  const margins = padding.map((p) => [p, p] as const);
  const image = pad(x, [[0, 0], [0, 0], ...margins], Number.NEGATIVE_INFINITY);
  const size = y.shape.slice(2);
  const steps = [1, 1, ...stride];
  const windows = indicesOf(kernel).map((offset) => {
    const starts = [0, 0, ...offset];
    const ends = [...image.shape.slice(0, 2), ...offset.map((o, i) => o + (size[i] - 1) * stride[i] + 1)];
    return { starts, mask: cast(equal(slice(image, { starts, ends, steps }), y), 'float32') };
  });
  const share = div(
    ct,
    windows.map((w) => w.mask).reduce((a, b) => add(a, b)),
  );
  const total = windows
    .map(({ starts, mask }) => unslice(mul(mask, share), image.shape, starts, steps))
    .reduce((a, b) => add(a, b));
  const starts = [0, 0, ...padding];
  return slice(total, { starts, ends: starts.map((s, i) => s + x.shape[i]) });
}

const onnxAttributes = ({ kernel, stride, padding }: PoolAttributes): OnnxAttributes => ({
  kernel_shape: kernel,
  strides: stride,
  pads: [...padding, ...padding],
});

const flops = (y: TensorType, _inputs: readonly TensorType[], { kernel }: PoolAttributes): number =>
  sizeOf(y.shape) * sizeOf(kernel);

export const poolRules: { [P in PoolPrimitive]: Rule<P> } = {
  avgPool: {
    primitive: 'avgPool',
    type: type('avgPool'),
    reference: ([x], out, pool) =>
      fold(out, 0, (totals) => {
        const weight = 1 / sizeOf(pool.kernel);
        forEachElement(x.shape, out.shape, pool, (i, j) => {
          totals[j] += x.data[i] * weight;
        });
      }),
    vjp: (ct, { inputs: [x], attributes }) => [avgPoolGradient(ct, x.shape, attributes)],
    flops,
    onnx: (b, { inputs, attributes }) =>
      b.node('AveragePool', inputs, { ...onnxAttributes(attributes), count_include_pad: 1 }),
  },
  maxPool: {
    primitive: 'maxPool',
    type: type('maxPool'),
    reference: ([x], out, pool) =>
      fold(out, Number.NEGATIVE_INFINITY, (totals) => {
        forEachElement(x.shape, out.shape, pool, (i, j) => {
          totals[j] = Math.max(totals[j], x.data[i]);
        });
      }),
    vjp: (ct, y) => [maxPoolGradient(ct, y)],
    flops,
    onnx: (b, { inputs, attributes }) => b.node('MaxPool', inputs, onnxAttributes(attributes)),
  },
};

export interface PoolOptions {
  /** One number for all spatial axes or one an axis; the kernel unless given. */
  readonly stride?: number | readonly number[];
  /** Put before and after each spatial axis; at most half the kernel. 0 unless given. */
  readonly padding?: number | readonly number[];
}

function toAttributes(subject: string, x: Tensor, kernel: number | Shape, options: PoolOptions): PoolAttributes {
  const axes = spatialAxes(subject, x.shape);
  return {
    kernel: perAxis(subject, 'kernel', kernel, axes),
    stride: perAxis(subject, 'stride', options.stride ?? kernel, axes),
    padding: perAxis(subject, 'padding', options.padding ?? 0, axes),
  };
}

/**
 * Means over windows of x [B, C, …] with one to three spatial axes; what the last window does not reach is left out.
 * Padding counts as zeros (PyTorch's `count_include_pad=True`).
 */
export const avgPool = (x: Tensor, kernel: number | Shape, options: PoolOptions = {}): Tensor =>
  apply(poolRules.avgPool, [x], toAttributes('avgPool', x, kernel, options));

/**
 * Maxima over windows of x [B, C, …] with one to three spatial axes; padding never wins. Where several elements of a
 * window are largest, the gradient is shared equally among them.
 */
export const maxPool = (x: Tensor, kernel: number | Shape, options: PoolOptions = {}): Tensor =>
  apply(poolRules.maxPool, [x], toAttributes('maxPool', x, kernel, options));
