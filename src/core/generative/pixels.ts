/** Grey pictures as tokens, row by row, and back. */
import { avgPool, cast, clamp, floor, mul, reshape, sub, type Tensor, TensorError } from '../tensor';

/**
 * Pictures (n, 1, H, W) with grey levels in [0, 1] → tokens (n, rows · columns) int32 in reading order, from 0 (black) to
 * levels − 1 (white). Each is the level of the mean over H/rows × W/columns pixels, ⌊mean · levels⌋: two levels part at ½.
 */
export const quantizePixels = (x: Tensor, levels: number, [rows, columns]: readonly [number, number]): Tensor => {
  const [n, channels, height, width] = x.shape;
  if (x.shape.length !== 4 || channels !== 1 || height % rows !== 0 || width % columns !== 0)
    throw new TensorError(
      `quantizePixels: got ${x.shape.join(' × ')}, expected one channel and sides that ${rows} × ${columns} pixels divide; change the picture or its resolution.`,
    );
  const patch = [height / rows, width / columns];
  const means = patch.every((size) => size === 1) ? x : avgPool(x, patch);
  return reshape(cast(clamp(floor(mul(means, levels)), 0, levels - 1), 'int32'), [n, rows * columns]);
};

/** Tokens → grey levels in [0, 1], in the same shape. */
export const greyLevels = (tokens: Tensor, levels: number): Tensor => mul(cast(tokens, 'float32'), 1 / (levels - 1));

/**
 * Tokens (n, rows · columns) → pictures (n, 1, rows, columns) in [−1, 1], as networks are given them: the zeros around a picture
 * are then unlike its black.
 */
export const networkPixels = (tokens: Tensor, levels: number, [rows, columns]: readonly [number, number]): Tensor =>
  reshape(sub(mul(greyLevels(tokens, levels), 2), 1), [tokens.shape[0], 1, rows, columns]);
