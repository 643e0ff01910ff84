import type { Point } from '../../lenses/plane/transform';
import { between, type Interpolation } from './interpolate';

/** A place that the path goes through. Plain data, kept in bookmarks. */
export interface Knot {
  /** The latent vector; of an item, what it was when the knot was put there. */
  z: readonly number[];
  /** Item (row of the encoded items) whose vector is used, newest weights and all; null for a free place. */
  item: number | null;
  /** Where it was put, in the layout of this key: for layouts that have no place for every vector. */
  at: Point;
  layout: string;
}

/** A way through latent space: `knots.length − 1` legs between its knots. */
export interface LatentPath {
  knots: readonly Knot[];
  legs: readonly Interpolation[];
  /** Pictures in the film strip. */
  frames: number;
  /** Knots that are moved jump to items near the pointer. */
  snap: boolean;
}

export const FRAME_COUNTS = [7, 9, 11, 15, 21] as const;
export const EMPTY_PATH: LatentPath = { knots: [], legs: [], frames: 11, snap: false };

/** Encoded items, row-major. */
export interface Encoded {
  z: Float32Array;
  width: number;
  count: number;
}

/** The knots' vectors under the present weights, or null where they belong to a model of another width. */
export function knotVectors(path: LatentPath, encoded: Encoded): Float32Array<ArrayBuffer>[] | null {
  const { z, width, count } = encoded;
  if (path.knots.some((knot) => knot.z.length !== width)) return null;
  return path.knots.map(({ item, z: own }) =>
    item !== null && item < count ? z.slice(item * width, (item + 1) * width) : Float32Array.from(own),
  );
}

/** A path that can be walked along by its length. */
export interface Track {
  vectors: readonly Float32Array[];
  legs: readonly Interpolation[];
  /** Length of the whole path in z. */
  length: number;
  /** For each leg: how much of the whole path lies before each of its parts. */
  tables: readonly Float64Array[];
}

/** Parts that a leg is measured in: a turning leg has no closed form for its length. */
const PARTS = 48;

export function track(vectors: readonly Float32Array[], legs: readonly Interpolation[]): Track {
  let length = 0;
  const tables = legs.map((kind, leg) => {
    const table = new Float64Array(PARTS + 1);
    let before = vectors[leg];
    table[0] = length;
    for (let part = 1; part <= PARTS; part++) {
      const next = between(kind, vectors[leg], vectors[leg + 1], part / PARTS);
      length += Math.sqrt(next.reduce((sum, value, j) => sum + (value - before[j]) ** 2, 0));
      table[part] = length;
      before = next;
    }
    return table;
  });
  return { vectors, legs, length, tables };
}

/** The leg that a share of the length (0 to 1) falls on, and how far along it, from 0 to 1. */
export function legAt({ tables, length }: Track, share: number): { leg: number; u: number } {
  const target = Math.min(1, Math.max(0, share)) * length;
  const leg = Math.max(
    0,
    tables.findIndex((table) => target <= table[PARTS]),
  );
  const table = tables[leg];
  let part = 0;
  while (part < PARTS - 1 && table[part + 1] < target) part++;
  const step = table[part + 1] - table[part];
  return { leg, u: (part + (step > 0 ? (target - table[part]) / step : 0)) / PARTS };
}

/** The vector at a share of the length. */
export function vectorAt(way: Track, share: number): Float32Array<ArrayBuffer> {
  const { leg, u } = legAt(way, share);
  return between(way.legs[leg], way.vectors[leg], way.vectors[leg + 1], u);
}

/** `count` vectors evenly along the length, both ends included, row-major. */
export function frames(way: Track, count: number): Float32Array<ArrayBuffer> {
  const width = way.vectors[0].length;
  const out = new Float32Array(count * width);
  for (let k = 0; k < count; k++) out.set(vectorAt(way, count === 1 ? 0 : k / (count - 1)), k * width);
  return out;
}

/** Share of the length at which a place `u` of a leg lies. */
export function shareOf({ tables, length }: Track, leg: number, u: number): number {
  if (length === 0) return 0;
  const at = Math.min(1, Math.max(0, u)) * PARTS;
  const part = Math.min(PARTS - 1, Math.floor(at));
  const table = tables[leg];
  return (table[part] + (at - part) * (table[part + 1] - table[part])) / length;
}

/** With a knot put into a leg; both new legs are like the one they come from. */
export const withKnot = (path: LatentPath, leg: number, knot: Knot): LatentPath => ({
  ...path,
  knots: path.knots.toSpliced(leg + 1, 0, knot),
  legs: path.legs.toSpliced(leg, 0, path.legs[leg]),
});

/** Without a knot; null when fewer than two would stay. */
export function withoutKnot(path: LatentPath, index: number): LatentPath | null {
  if (path.knots.length <= 2) return null;
  return { ...path, knots: path.knots.toSpliced(index, 1), legs: path.legs.toSpliced(Math.max(0, index - 1), 1) };
}

export const withMovedKnot = (path: LatentPath, index: number, knot: Knot): LatentPath => ({
  ...path,
  knots: path.knots.with(index, knot),
});

export const withLeg = (path: LatentPath, leg: number, kind: Interpolation): LatentPath => ({
  ...path,
  legs: path.legs.with(leg, kind),
});

/** A path straight between knots, with the choices of an earlier one. */
export const pathThrough = (knots: readonly Knot[], like: LatentPath): LatentPath => ({
  ...like,
  knots,
  legs: knots.slice(1).map(() => like.legs[0] ?? 'lerp'),
});
