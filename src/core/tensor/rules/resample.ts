/** Upsampling by repetition, and resizing of the spatial axes to any size. */

import type { Rule } from '../rule';
import { apply, sizeOf } from '../rule';
import {
  forEachIndex,
  offsetOf,
  perAxis,
  requireDType,
  requireRank,
  requireSizes,
  spatialAxes,
  stridesOf,
} from '../shapes';
import type { Shape, Tensor } from '../types';
import { mul } from './binary';
import { gather } from './gather';
import { reshape } from './layout';
import { matmul } from './linear';
import { avgPool } from './pool';
import { constant } from './source';

export type ResamplePrimitive = 'upsampleNearest';

export const resampleRules: { [P in ResamplePrimitive]: Rule<P> } = {
  upsampleNearest: {
    primitive: 'upsampleNearest',
    type: ([x], { factor }) => {
      requireDType('upsampleNearest', x, 'float32');
      requireRank('upsampleNearest', 'the input', x.shape, factor.length + 2);
      requireSizes('upsampleNearest (factor)', factor);
      return { shape: x.shape.map((d, i) => (i < 2 ? d : d * factor[i - 2])), dtype: 'float32' };
    },
    reference: ([x], out, { factor }) => {
      const strides = stridesOf(x.shape);
      forEachIndex(out.shape, (index, i) => {
        const source = index.map((at, axis) => (axis < 2 ? at : Math.floor(at / factor[axis - 2])));
        out.data[i] = x.data[offsetOf(source, strides)];
      });
    },
    vjp: (ct, { attributes: { factor } }) => [mul(avgPool(ct, factor), sizeOf(factor))],
    flops: (y) => sizeOf(y.shape),
    onnx: (b, { inputs: [x], shape, attributes: { factor } }) =>
      b.node(
        'Resize',
        [x, '', b.constant(Float32Array.of(1, 1, ...factor), { shape: [shape.length], dtype: 'float32' })],
        { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
      ),
  },
};

/** Each element of x [B, C, …] repeated `factor` times along its one to three spatial axes. */
export const upsampleNearest = (x: Tensor, factor: number | Shape): Tensor =>
  apply(resampleRules.upsampleNearest, [x], {
    factor: perAxis('upsampleNearest', 'factor', factor, spatialAxes('upsampleNearest', x.shape)),
  });

export interface ResizeOptions {
  /** `linear` is bilinear on two axes and trilinear on three. */
  readonly mode: 'nearest' | 'linear';
  /** Whether the first and last elements keep their places; for `linear` only. False unless given. */
  readonly alignCorners?: boolean;
}

/** x [B, C, …] with its one to three spatial axes brought to `size`, as `interpolate` of PyTorch does it. */
export function resize(x: Tensor, size: number | Shape, { mode, alignCorners = false }: ResizeOptions): Tensor {
  const target = perAxis('resize', 'size', size, spatialAxes('resize', x.shape));
  requireSizes('resize', target);
  const factor = target.map((d, i) => d / x.shape[2 + i]);
  if (mode === 'nearest' && factor.every(Number.isInteger)) return upsampleNearest(x, factor);
  return target.reduce((y, d, i) => {
    const from = y.shape[2 + i];
    if (d === from) return y;
    if (mode === 'nearest') return gather(y, nearestIndices(from, d), 2 + i);
    return alongAxis(y, linearWeights(from, d, alignCorners), 2 + i);
  }, x);
}

/** PyTorch scales positions in float32, which matters where the exact product is a whole number. */
function nearestIndices(from: number, to: number): Tensor {
  const scale = Math.fround(from / to);
  const at = (i: number): number => Math.min(Math.floor(Math.fround(i * scale)), from - 1);
  return constant(
    Int32Array.from({ length: to }, (_, i) => at(i)),
    [to],
  );
}

/** The matrix [to, from] whose rows hold the weights of the two nearest elements. */
function linearWeights(from: number, to: number, alignCorners: boolean): Tensor {
  const weights = new Float32Array(to * from);
  for (let i = 0; i < to; i++) {
    const corner = to > 1 ? (i * (from - 1)) / (to - 1) : 0;
    const at = alignCorners ? corner : Math.max(((i + 0.5) * from) / to - 0.5, 0);
    const low = Math.min(Math.floor(at), from - 1);
    weights[i * from + low] += 1 - (at - low);
    weights[i * from + Math.min(low + 1, from - 1)] += at - low;
  }
  return constant(weights, [to, from]);
}

/** The product of a matrix [to, from] with every line of x along an axis. */
function alongAxis(x: Tensor, matrix: Tensor, axis: number): Tensor {
  const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const shape = [...before, matrix.shape[0], ...after];
  if (sizeOf(after) === 1) {
    const rows = reshape(x, [-1, x.shape[axis]]);
    return reshape(matmul(rows, matrix, { transposeB: true }), shape);
  }
  return reshape(matmul(matrix, reshape(x, [sizeOf(before), x.shape[axis], -1])), shape);
}
