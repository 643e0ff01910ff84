/** Pictures as tokens, and pixels as channels. */

import { reshape, type Tensor, TensorError, transpose } from '../tensor';

const divided = (subject: string, what: string, size: number, by: number): number => {
  if (size % by === 0) return size / by;
  throw new TensorError(
    `${subject}: got ${what} ${size} and a factor of ${by}, expected one that divides it; change the factor or the size.`,
  );
};

/**
 * Cuts pictures [B, C, H, W] into patches of size × size pixels, row by row: [B, (H/size)·(W/size), size·size·C], each
 * token pixel by pixel with channels last (Dosovitskiy et al. 2021).
 */
export function patchify(x: Tensor, size: number): Tensor {
  const [batch, channels, height, width] = x.shape;
  const [rows, columns] = [
    divided('patchify', 'a height of', height, size),
    divided('patchify', 'a width of', width, size),
  ];
  const cut = reshape(x, [batch, channels, rows, size, columns, size]);
  return reshape(transpose(cut, [0, 2, 4, 3, 5, 1]), [batch, rows * columns, size * size * channels]);
}

/** The inverse of `patchify`: tokens [B, rows·columns, size·size·C] → [B, C, rows·size, columns·size]. */
export function unpatchify(tokens: Tensor, size: number, rows: number): Tensor {
  const [batch, count, width] = tokens.shape;
  const columns = divided('unpatchify', 'a number of tokens of', count, rows);
  const channels = divided('unpatchify', 'a token width of', width, size * size);
  const cut = reshape(tokens, [batch, rows, columns, size, size, channels]);
  return reshape(transpose(cut, [0, 5, 1, 3, 2, 4]), [batch, channels, rows * size, columns * size]);
}

/** Pixel unshuffle: [B, C, H, W] → [B, C·factor², H/factor, W/factor] (Shi et al. 2016, backwards). */
export function spaceToDepth(x: Tensor, factor: number): Tensor {
  const [batch, channels, height, width] = x.shape;
  const rows = divided('spaceToDepth', 'a height of', height, factor);
  const columns = divided('spaceToDepth', 'a width of', width, factor);
  const cut = reshape(x, [batch, channels, rows, factor, columns, factor]);
  return reshape(transpose(cut, [0, 1, 3, 5, 2, 4]), [batch, channels * factor * factor, rows, columns]);
}

/** Pixel shuffle: [B, C·factor², H, W] → [B, C, H·factor, W·factor] (Shi et al. 2016). */
export function depthToSpace(x: Tensor, factor: number): Tensor {
  const [batch, deep, height, width] = x.shape;
  const channels = divided('depthToSpace', 'channels of', deep, factor * factor);
  const cut = reshape(x, [batch, channels, factor, factor, height, width]);
  return reshape(transpose(cut, [0, 1, 4, 2, 5, 3]), [batch, channels, height * factor, width * factor]);
}
