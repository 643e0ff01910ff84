/** Distribution of the numbers that a node gives. */
import type { OutputPart } from './pictures';

export interface Histogram {
  /** How many fall into each of equally wide bins from `low` to `high`. */
  bins: readonly number[];
  low: number;
  high: number;
  mean: number;
  std: number;
  count: number;
  /** Numbers that are NaN or infinite: in no bin. */
  notFinite: number;
}

const BINS = 48;

/** Units of a tensor: channels of pictures (n, c, h, w), the last axis of everything else; 1 for rows of single numbers. */
export const unitsOf = (shape: readonly number[]): number =>
  shape.length < 2 ? 1 : shape.length > 3 ? shape[1] : shape[shape.length - 1];

/** The numbers of one unit. */
export const ofUnit = ({ values, shape }: OutputPart, unit: number): Float32Array => {
  const units = unitsOf(shape);
  const inner = shape.length > 3 ? shape.slice(2).reduce((a, b) => a * b, 1) : 1;
  const found = new Float32Array(values.length / units);
  let at = 0;
  for (let start = unit * inner; start < values.length; start += units * inner)
    for (let i = 0; i < inner; i++) found[at++] = values[start + i];
  return found;
};

export const histogram = (values: Float32Array, bins = BINS): Histogram => {
  let [low, high, sum, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
    sum += value;
    count++;
  }
  const mean = count > 0 ? sum / count : Number.NaN;
  if (!(low < high)) [low, high] = count > 0 ? [low - 0.5, low + 0.5] : [0, 1];
  const filled = new Array<number>(bins).fill(0);
  let squares = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    squares += (value - mean) ** 2;
    filled[Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins))]++;
  }
  const std = count > 0 ? Math.sqrt(squares / count) : Number.NaN;
  return { bins: filled, low, high, mean, std, count, notFinite: values.length - count };
};
