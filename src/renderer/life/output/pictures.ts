/** How numbers that a node gives can be seen. */
import { sizeOf } from '../../../core/tensor';
import type { NodeValues } from '../../../protocol/worker';
import { type PictureShape, pictureShape } from '../../lenses/tiles/item';

export type OutputPart = NodeValues['parts'][number];

export type Pictured =
  /** A picture an item. */
  | { type: 'items'; shape: PictureShape; count: number }
  /** A picture a channel, of one item at a time. */
  | { type: 'channels'; shape: PictureShape; channels: number; count: number }
  /** A point in the plane an item. */
  | { type: 'points'; count: number };

/** The data's items, as far as their shape says how rows of numbers are to be seen. */
export interface DataShape {
  itemShape: readonly number[];
  image: boolean;
}

/**
 * What a tensor looks like: points for (n, 2), items for rows and pictures of one or three channels that have the shape of
 * the data, channels for (n, c, h, w), rows and columns for sequences (n, length, width); null for everything else.
 */
export const picturedAs = ({ shape }: Pick<OutputPart, 'shape'>, data: DataShape): Pictured | null => {
  const [count, ...item] = shape;
  if (count === undefined || count === 0) return null;
  if (item.length === 1 && item[0] === 2) return { type: 'points', count };
  const own = item.length === 1 && data.image && item[0] === sizeOf(data.itemShape) ? data.itemShape : item;
  const whole = own.length === 3 && (own[0] === 1 || sizeOf(own) === sizeOf(data.itemShape)) ? pictureShape(own) : null;
  if (whole) return { type: 'items', shape: whole, count };
  if (own.length === 2) {
    const sequence = pictureShape(own);
    return sequence && { type: 'items', shape: sequence, count };
  }
  const channel = own.length === 3 ? pictureShape(own.slice(1)) : null;
  return channel && { type: 'channels', shape: channel, channels: own[0], count };
};

export interface Range {
  low: number;
  high: number;
}

/** Smallest and largest finite number; [0, 1] for grey levels, so that pictures do not flicker with their brightest pixel. */
export const greyRange = (values: Float32Array): Range => {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high || (low >= 0 && high <= 1 && high > 0.5)) return { low: 0, high: 1 };
  return low === high ? { low: low - 0.5, high: low + 0.5 } : { low, high };
};

/** Numbers of a range as grey levels in [0, 1]. */
export const toGrey = (values: Float32Array, { low, high }: Range): Float32Array =>
  values.map((value) => (value - low) / (high - low));
