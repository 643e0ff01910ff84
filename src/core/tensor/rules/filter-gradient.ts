/** How the gradient of a convolution in its kernel is computed from faster primitives. */

import type { Tensor } from '../types';
import { conv2d } from './convolution';
import { reshape, transpose } from './layout';
import { matmul } from './linear';
import { concat, pad, slice } from './pieces';

type Attributes = Tensor<'conv2dFilterGradient'>['attributes'];

/**
 * dw[o, i, u, v] = Σ_{b,r,c} x[b, i, r·stride − padding + u·dilation, …] · dy[b, o, r, c].
 * Which of three ways is fastest was measured on ONNX Runtime's CPU kernels: a 1×1 kernel is one matrix product; with
 * stride 1 a product of shifted copies takes half as long as a convolution, but longer where there is one input channel.
 */
export function lowerFilterGradient(y: Tensor<'conv2dFilterGradient'>): Tensor {
  const [x, dy] = y.inputs;
  const { stride, padding, dilation, groups, kernel } = y.attributes;
  const isDense = [...stride, ...dilation, groups].every((v) => v === 1);
  if (isDense && [...kernel, ...padding].join() === '1,1,0,0') return pointwise(x, dy);
  return isDense && x.shape[1] > 1 ? shifted(x, dy, y.attributes) : swapped(x, dy, y.attributes);
}

function pointwise(x: Tensor, dy: Tensor): Tensor {
  const rows = (t: Tensor) => reshape(transpose(t, [1, 0, 2, 3]), [t.shape[1], -1]); // (C, B·H·W)
  return reshape(matmul(rows(dy), rows(x), { transposeB: true }), [dy.shape[1], x.shape[1], 1, 1]);
}

/**
 * With stride 1 the kernel's rows are shifts of dy against x and its columns shifts of x against dy, so that one product
 * (kh·O, B·H·W) × (B·H·W, kw·I) holds every element of the gradient.
 */
function shifted(x: Tensor, dy: Tensor, { padding: [top, left], kernel: [kh, kw] }: Attributes): Tensor {
  const [, filters, , width] = dy.shape;
  const channels = x.shape[1];
  const image = pad(transpose(x, [1, 0, 2, 3]), [
    [0, 0],
    [0, 0],
    [top, top],
    [left, left],
  ]); // (I, B, H + 2·top, W + 2·left)
  const columns = range(kw).map((v) => slice(image, { axes: [3], starts: [v], ends: [v + width] }));
  const ct = transpose(dy, [1, 0, 2, 3]); // (O, B, H', W')
  const rows = range(kh).map((u) =>
    pad(ct, [
      [0, 0],
      [0, 0],
      [u, kh - 1 - u],
      [0, 0],
    ]),
  );
  const flat = (parts: readonly Tensor[], count: number) => reshape(concat(parts, 0), [parts.length * count, -1]);
  const product = matmul(flat(rows, filters), flat(columns, channels), { transposeB: true }); // (kh·O, kw·I)
  return transpose(reshape(product, [kh, filters, kw, channels]), [1, 3, 0, 2]);
}

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/**
 * Batch and channels change places: dy becomes the kernel of a convolution over x whose stride is the dilation and whose
 * dilation is the stride.
 */
function swapped(x: Tensor, dy: Tensor, { stride, padding, dilation, groups, kernel }: Attributes): Tensor {
  const image = groups === 1 ? transpose(x, [1, 0, 2, 3]) : groupsIntoBatch(x, groups); // (I/g, g·B, H, W)
  const filters = transpose(dy, [1, 0, 2, 3]); // (O, B, H', W')
  const product = conv2d(image, filters, { stride: dilation, padding, dilation: stride, groups }); // (I/g, O, ≥kh, ≥kw)
  const cropped = slice(product, { axes: [2, 3], starts: [0, 0], ends: [...kernel] });
  return transpose(cropped, [1, 0, 2, 3]);
}

/** (B, I, H, W) → (I/g, g·B, H, W), so that each group's filters see that group's part of the batch axis. */
function groupsIntoBatch(x: Tensor, groups: number): Tensor {
  const [batch, channels, height, width] = x.shape;
  const perGroup = channels / groups;
  const apart = reshape(x, [batch, groups, perGroup, height, width]);
  return reshape(transpose(apart, [2, 1, 0, 3, 4]), [perGroup, groups * batch, height, width]);
}
