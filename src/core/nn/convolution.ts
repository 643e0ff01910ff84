/** Convolutions that see only part of their surroundings. */

import { constant, conv1d, conv2d, mul, pad, type Shape, type Tensor } from '../tensor';

/**
 * Convolution over the past: x [B, I, L] with weight [O, I, k] → [B, O, L]. Position t sees t, t − dilation, …,
 * t − (k − 1)·dilation, with zeros before the start (WaveNet, van den Oord et al. 2016).
 */
export function causalConv1d(
  x: Tensor,
  weight: Tensor,
  { dilation = 1, bias }: { readonly dilation?: number; readonly bias?: Tensor } = {},
): Tensor {
  const before = (weight.shape[2] - 1) * dilation;
  const padded = pad(x, [
    [0, 0],
    [0, 0],
    [before, 0],
  ]);
  return conv1d(padded, weight, { dilation, bias });
}

/** A sees what comes before a pixel in reading order, B also the pixel itself. */
export type MaskType = 'A' | 'B';

/**
 * Convolution that keeps the reading order of pixels: x [B, I, H, W] with weight [O, I, k, k], k odd, → [B, O, H, W].
 * Weights of pixels to the right and below count as zero (PixelCNN, van den Oord et al. 2016); all channels alike.
 */
export function maskedConv2d(x: Tensor, weight: Tensor, type: MaskType, bias?: Tensor): Tensor {
  const kernel = weight.shape[2];
  const masked = mul(weight, readingOrderMask(kernel, type));
  return conv2d(x, masked, { padding: (kernel - 1) / 2, bias });
}

function readingOrderMask(kernel: number, type: MaskType): Tensor {
  const shape: Shape = [1, 1, kernel, kernel];
  const centre = (kernel * kernel - 1) / 2;
  const seen = type === 'A' ? centre : centre + 1;
  return constant(new Float32Array(kernel * kernel).fill(1, 0, seen), shape);
}
