import type { Box } from './builder';

/** A residual block with norms of eight groups. */
export const residual = (channels: number, at: Box['at']): Box => ({
  type: 'block.residual',
  at,
  settings: { channels, groups: 8 },
});

/** A 3 × 3 convolution that keeps the size of the picture, divided by the stride. */
export const convolution = (channels: number, stride: number, at: Box['at'], title?: string): Box => ({
  type: 'layer.conv2d',
  at,
  title,
  settings: { channels, kernel: 3, stride, padding: 1 },
});
