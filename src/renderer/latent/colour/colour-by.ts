import type { LatentColumn } from '../../../protocol/worker';
import { labelColour } from '../../lenses/colour/labels';
import type { Rgb } from '../../lenses/colour/rgb';
import { viridis } from '../../lenses/colour/viridis';
import { subscript } from '../axes';
import type { EncodedSet } from '../points/collector';
import type { LatentModel, PointSource } from '../points/source';

/** What the colour of a point tells: its class, a column, its distance from the origin, how far it moved, one latent number. */
export type ColourBy = 'label' | 'distance' | 'moved' | LatentColumn | `z${number}`;

export const COLUMN_NAMES: Readonly<Record<LatentColumn, string>> = {
  reconstruction_error: 'Reconstruction error',
  posterior_std: 'Posterior std',
  cluster: 'Cluster',
  component: 'Component',
};

const isColumn = (by: ColourBy): by is LatentColumn => Object.hasOwn(COLUMN_NAMES, by);

/** Whether colours tell groups rather than numbers. */
export const isGroup = (by: ColourBy): boolean => by === 'cluster' || by === 'component';

export function colourName(by: ColourBy): string {
  if (by === 'label') return 'Class';
  if (by === 'distance') return 'Distance from 0';
  if (by === 'moved') return 'Moved in training';
  if (isColumn(by)) return COLUMN_NAMES[by];
  return `z${subscript(Number(by.slice(1)) + 1)}`;
}

/** What colours tell of points of this source: of draws, nothing that only an encoder knows. */
export const colourOf = (by: ColourBy, source: PointSource): ColourBy =>
  source === 'prior' && (isColumn(by) || by === 'moved') ? 'label' : by;

/** The same in words. Draws have no class but the one that is asked for. */
export const colourWords = (by: ColourBy, { source, classes }: Pick<LatentModel, 'source' | 'classes'>): string =>
  by === 'label' && source === 'prior' ? (classes > 0 ? 'Class asked for' : 'One colour') : colourName(by);

/** Which column a colour needs the worker to give along. */
export const columnOf = (by: ColourBy): LatentColumn | null => (isColumn(by) ? by : null);

/**
 * One number for each item, or null where the colour is that of its class or its numbers have not come. `before` are the same
 * items at an early step of the training: `moved` is the distance between the two places of an item in z.
 */
export function colourValues(set: EncodedSet, by: ColourBy, before: EncodedSet | null): Float32Array | null {
  const { z, width, count } = set;
  if (by === 'label') return null;
  // Groups are counted from 1 where they are read.
  if (isGroup(by)) return isColumn(by) ? (set.columns[by]?.map((group) => group + 1) ?? null) : null;
  if (isColumn(by)) return set.columns[by] ?? null;
  if (by === 'moved') return before && before.width === width ? distances(z, before.z, width, count) : null;
  if (by === 'distance') return distances(z, null, width, count);
  const axis = Number(by.slice(1));
  if (axis >= width) return null;
  return Float32Array.from({ length: count }, (_, i) => z[i * width + axis]);
}

/** Euclidean distance of each row from the same row of `from`, or from the origin; NaN where `from` has no such row. */
function distances(z: Float32Array, from: Float32Array | null, width: number, count: number): Float32Array {
  const out = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let k = i * width; k < (i + 1) * width; k++) sum += (z[k] - (from ? from[k] : 0)) ** 2;
    out[i] = Math.sqrt(sum);
  }
  return out;
}

/** Numbers that decide about a range; of more, every so many is looked at. */
const SAMPLED = 20_000;

/** From the 2nd to the 98th percentile, so that single strays do not take all colours; null without a finite number. */
export function robustRange(values: Float32Array): readonly [low: number, high: number] | null {
  const stride = Math.max(1, Math.ceil(values.length / SAMPLED));
  const looked: number[] = [];
  for (let i = 0; i < values.length; i += stride) if (Number.isFinite(values[i])) looked.push(values[i]);
  if (looked.length === 0) return null;
  const sorted = Float64Array.from(looked).sort();
  const cut = Math.floor(0.02 * sorted.length);
  return [sorted[cut], sorted[sorted.length - 1 - cut]];
}

/** Byte of each point that its colour hangs on: its class, or where its number lies in the range. */
export function colourCodes(
  labels: Uint8Array,
  values: Float32Array | null,
  range: readonly [number, number] | null,
): Uint8Array {
  if (!values || !range) return labels;
  const [low, high] = range;
  const scale = high > low ? 255 / (high - low) : 0;
  const codes = new Uint8ClampedArray(values.length);
  for (let i = 0; i < values.length; i++) codes[i] = (values[i] - low) * scale;
  return new Uint8Array(codes.buffer);
}

interface Shades {
  /** Classes (for colour by class) that are singled out; none means all. */
  isolated: ReadonlySet<number>;
  labels: Uint8Array;
  /** Whether codes are positions in a range rather than classes. */
  ranged: boolean;
  /** Rising indices of selected items; none means that nothing is selected. */
  selected: Uint32Array | null;
  alpha: number;
  faded: number;
}

const packed = ([red, green, blue]: Rgb, alpha: number): number =>
  ((Math.round(255 * alpha) << 24) | (blue << 16) | (green << 8) | red) >>> 0;

/** RGBA bytes of each point. Classes that are not singled out fade, and so does what is not selected while something is. */
export function pointTints(codes: Uint8Array, shades: Shades): Uint8Array {
  const { isolated, labels, ranged, selected, alpha, faded } = shades;
  const colour = ranged ? (code: number) => viridis(code / 255) : labelColour;
  const shown = new Uint32Array(256).map((_, code) => packed(colour(code), alpha));
  const hidden = new Uint32Array(256).map((_, code) => packed(colour(code), faded));
  const dimmed = Uint8Array.from({ length: 256 }, (_, label) => (isolated.size > 0 && !isolated.has(label) ? 1 : 0));
  const tints = new Uint32Array(codes.length);
  if (selected) {
    for (let i = 0; i < codes.length; i++) tints[i] = hidden[codes[i]];
    for (const i of selected) if (i < codes.length && !dimmed[labels[i]]) tints[i] = shown[codes[i]];
  } else {
    for (let i = 0; i < codes.length; i++) tints[i] = (dimmed[labels[i]] ? hidden : shown)[codes[i]];
  }
  return new Uint8Array(tints.buffer);
}
