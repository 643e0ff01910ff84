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

/** Numbers that are looked at for a range, and the share of them beyond each of its ends. */
const [SAMPLE, BEYOND] = [4_096, 0.005];

/**
 * Range of the finite numbers, without a few at both ends that would take all contrast from the rest; [0, 1] for grey
 * levels, so that pictures do not flicker with their brightest pixel.
 */
export const greyRange = (values: Float32Array): Range => {
  const stride = Math.max(1, Math.floor(values.length / SAMPLE));
  const sample = values.filter((value, i) => i % stride === 0 && Number.isFinite(value)).sort();
  if (sample.length === 0) return { low: 0, high: 1 };
  const cut = Math.floor(sample.length * BEYOND);
  const [low, high] = [sample[cut], sample[sample.length - 1 - cut]];
  if (low >= 0 && sample[sample.length - 1] <= 1 && high > 0.5) return { low: 0, high: 1 };
  return low === high ? { low: low - 0.5, high: low + 0.5 } : { low, high };
};

/** Numbers of a range as grey levels in [0, 1]. */
export const toGrey = (values: Float32Array, { low, high }: Range): Float32Array =>
  values.map((value) => (value - low) / (high - low));
