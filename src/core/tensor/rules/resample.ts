/** Average pooling over whole blocks and nearest-neighbour upsampling: each other's gradients up to a factor. */

import type { Rule } from '../rule';
import { apply, sizeOf } from '../rule';
import { forEachIndex, requireDType, requireRank, show, stridesOf } from '../shapes';
import type { Pair, Tensor } from '../types';
import { TensorError } from '../types';
import { mul } from './binary';
import { toPair } from './convolution';
import { reshape } from './layout';
import { max } from './reduce';

export type ResamplePrimitive = 'avgPool2d' | 'upsampleNearest2d';

/** Offset of the block that pixel (r, c) belongs to, in a plane `factor` times smaller. */
function blockOffset([b, ch, r, c]: readonly number[], [fr, fc]: Pair, strides: readonly number[]): number {
  return b * strides[0] + ch * strides[1] + Math.floor(r / fr) * strides[2] + Math.floor(c / fc) * strides[3];
}

function requireBlocks(subject: string, { shape }: { shape: readonly number[] }, kernel: Pair): void {
  requireRank(subject, 'the input', shape, 4);
  if (shape[2] % kernel[0] === 0 && shape[3] % kernel[1] === 0) return;
  throw new TensorError(
    `${subject}: got ${show(shape)} and kernel ${show(kernel)}, expected a height and width divisible by the kernel; pad the input or choose another kernel.`,
  );
}

export const resampleRules: { [P in ResamplePrimitive]: Rule<P> } = {
  avgPool2d: {
    primitive: 'avgPool2d',
    type: ([x], { kernel }) => {
      requireDType('avgPool2d', x, 'float32');
      requireBlocks('avgPool2d', x, kernel);
      const [batch, channels, height, width] = x.shape;
      return { shape: [batch, channels, height / kernel[0], width / kernel[1]], dtype: 'float32' };
    },
    reference: ([x], out, { kernel }) => {
      const strides = stridesOf(out.shape);
      const totals = new Float64Array(out.data.length);
      forEachIndex(x.shape, (index, i) => {
        totals[blockOffset(index, kernel, strides)] += x.data[i];
      });
      out.data.set(totals.map((v) => v / (kernel[0] * kernel[1])));
    },
    vjp: (ct, { attributes: { kernel } }) => [upsampleNearest2d(mul(ct, 1 / (kernel[0] * kernel[1])), kernel)],
    flops: (_y, [x]) => sizeOf(x.shape),
    onnx: (b, { inputs, attributes: { kernel } }) =>
      b.node('AveragePool', inputs, { kernel_shape: kernel, strides: kernel }),
  },
  upsampleNearest2d: {
    primitive: 'upsampleNearest2d',
    type: ([x], { factor }) => {
      requireDType('upsampleNearest2d', x, 'float32');
      requireRank('upsampleNearest2d', 'the input', x.shape, 4);
      const [batch, channels, height, width] = x.shape;
      return { shape: [batch, channels, height * factor[0], width * factor[1]], dtype: 'float32' };
    },
    reference: ([x], out, { factor }) => {
      const strides = stridesOf(x.shape);
      forEachIndex(out.shape, (index, i) => {
        out.data[i] = x.data[blockOffset(index, factor, strides)];
      });
    },
    vjp: (ct, { attributes: { factor } }) => [mul(avgPool2d(ct, factor), factor[0] * factor[1])],
    flops: (y) => sizeOf(y.shape),
    onnx: (b, { inputs: [x], attributes: { factor } }) =>
      b.node('Resize', [x, '', b.constant(Float32Array.of(1, 1, ...factor), { shape: [4], dtype: 'float32' })], {
        mode: 'nearest',
        coordinate_transformation_mode: 'asymmetric',
        nearest_mode: 'floor',
      }),
  },
};

/** Mean over non-overlapping blocks of x [B, C, H, W]; the kernel divides H and W. */
export const avgPool2d = (x: Tensor, kernel: number | Pair): Tensor =>
  apply(resampleRules.avgPool2d, [x], { kernel: toPair(kernel) });

/** Each pixel of x [B, C, H, W] repeated `factor` times in both directions. */
export const upsampleNearest2d = (x: Tensor, factor: number | Pair): Tensor =>
  apply(resampleRules.upsampleNearest2d, [x], { factor: toPair(factor) });

/** Maximum over non-overlapping blocks of x [B, C, H, W]; the kernel divides H and W. */
export function maxPool2d(x: Tensor, kernel: number | Pair): Tensor {
  const [kh, kw] = toPair(kernel);
  requireBlocks('maxPool2d', x, [kh, kw]);
  const [batch, channels, height, width] = x.shape;
  return max(reshape(x, [batch, channels, height / kh, kh, width / kw, kw]), { axes: [3, 5] });
}
