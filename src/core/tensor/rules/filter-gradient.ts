/** How the gradient of a convolution in its kernel is computed from faster primitives. */

import type { Tensor } from '../types';
import { conv2d } from './convolution';
import { reshape, transpose } from './layout';
import { matmul } from './linear';
import { slice } from './pieces';

/**
 * dw[o, i, u, v] = Σ_{b,r,c} x[b, i, r·stride − padding + u·dilation, …] · dy[b, o, r, c].
 * A 1×1 kernel is one matrix product. Otherwise batch and channels change places: dy becomes the kernel of a
 * convolution over x whose stride is the dilation and whose dilation is the stride.
 */
export function lowerFilterGradient(y: Tensor<'conv2dFilterGradient'>): Tensor {
  const [x, dy] = y.inputs;
  const { stride, padding, dilation, groups, kernel } = y.attributes;
  const isPointwise = [...kernel, ...stride, groups].every((v) => v === 1) && padding.every((v) => v === 0);
  return isPointwise ? pointwise(x, dy) : swapped(x, dy, { stride, padding, dilation, groups, kernel });
}

function pointwise(x: Tensor, dy: Tensor): Tensor {
  const rows = (t: Tensor) => reshape(transpose(t, [1, 0, 2, 3]), [t.shape[1], -1]); // (C, B·H·W)
  return reshape(matmul(rows(dy), rows(x), { transposeB: true }), [dy.shape[1], x.shape[1], 1, 1]);
}

function swapped(x: Tensor, dy: Tensor, attributes: Tensor<'conv2dFilterGradient'>['attributes']): Tensor {
  const { stride, padding, dilation, groups, kernel } = attributes;
  const [batch, channels, height, width] = x.shape;
  const perGroup = channels / groups;
  // (B, g, I/g, H, W) → (I/g, g·B, H, W): each group's filters see that group's part of the batch axis.
  const grouped = transpose(reshape(x, [batch, groups, perGroup, height, width]), [2, 1, 0, 3, 4]);
  const image = reshape(grouped, [perGroup, groups * batch, height, width]);
  const filters = transpose(dy, [1, 0, 2, 3]); // (O, B, H', W')
  const product = conv2d(image, filters, { stride: dilation, padding, dilation: stride, groups }); // (I/g, O, ≥kh, ≥kw)
  const cropped = slice(product, { axes: [2, 3], starts: [0, 0], ends: [...kernel] });
  return transpose(cropped, [1, 0, 2, 3]);
}
