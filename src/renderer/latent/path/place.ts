import { nearestPoint } from '../../lenses/plane/hit';
import type { Point } from '../../lenses/plane/transform';
import type { Layout } from '../layout/layout';
import { firstTwo } from '../layout/sample';
import { between } from './interpolate';
import type { Encoded, Knot, LatentPath, Track } from './path';

/** Points at which a leg is drawn where the layout can bend it. */
const BENDS = 24;

/** Where a knot stands: null where this layout has no place for it. */
export function knotPlace(knot: Knot, vector: Float32Array, layout: Layout): Point | null {
  if (layout.toPlane) return layout.toPlane(vector);
  if (knot.item !== null && knot.item < layout.count) {
    return [layout.positions[2 * knot.item], layout.positions[2 * knot.item + 1]];
  }
  return knot.layout === layout.key ? knot.at : null;
}

/** A knot at a point of the plane, on the item there if `snap` finds one within `radius`; null where nothing lies near. */
export function knotAt(at: Point, layout: Layout, encoded: Encoded, radius: number): Knot | null {
  const { dimensions, count } = layout;
  const places = radius > 0 && dimensions === 3 ? firstTwo(layout.positions) : layout.positions;
  const item = radius > 0 ? nearestPoint(places, count, at[0], at[1], radius) : -1;
  if (item >= 0) {
    return {
      z: Array.from(encoded.z.subarray(item * encoded.width, (item + 1) * encoded.width)),
      item,
      at: [places[2 * item], places[2 * item + 1]],
      layout: layout.key,
    };
  }
  const z = layout.toLatent(at);
  return z && { z: Array.from(z), item: null, at, layout: layout.key };
}

/**
 * A knot moved to a point. Where places have a formula its vector changes only in the directions that are seen; elsewhere it
 * becomes what lies there, and stays where nothing does.
 */
export function movedKnot(
  knot: Knot,
  vector: Float32Array,
  to: Point,
  layout: Layout,
  encoded: Encoded,
  radius: number,
): Knot {
  const found = knotAt(to, layout, encoded, radius);
  if (!found) return knot;
  if (found.item !== null || !layout.toPlane) return found;
  const there = layout.toLatent(to);
  const here = layout.toLatent(layout.toPlane(vector));
  if (!there || !here) return knot;
  return { ...found, z: Array.from(vector, (value, j) => value + there[j] - here[j]) };
}

/** A free knot on the path itself. */
export const knotOn = (z: Float32Array, at: Point, layout: Layout): Knot => ({
  z: Array.from(z),
  item: null,
  at,
  layout: layout.key,
});

/** Points (row-major x, y) along which each leg is drawn; null for legs whose ends have no place. */
export function drawnLegs(path: LatentPath, way: Track, layout: Layout): (Point[] | null)[] {
  const { toPlane } = layout;
  const places = path.knots.map((knot, k) => knotPlace(knot, way.vectors[k], layout));
  return way.legs.map((kind, leg) => {
    const from = places[leg];
    const to = places[leg + 1];
    if (!from || !to) return null;
    if (!toPlane) return [from, to];
    return Array.from({ length: BENDS + 1 }, (_, part) =>
      toPlane(between(kind, way.vectors[leg], way.vectors[leg + 1], part / BENDS)),
    );
  });
}

/**
 * The path in a room, row-major x, y, z: the line it is drawn along, and its knots. Null where a knot has no place in this
 * layout.
 */
export function roomPath(
  path: LatentPath,
  way: Track,
  { toRoom, positions, count }: Layout,
): { line: Float32Array; knots: Float32Array } | null {
  if (!toRoom) {
    const rows = path.knots.map(({ item }) => (item !== null && item < count ? item : -1));
    if (rows.includes(-1)) return null;
    const knots = Float32Array.from(rows.flatMap((row) => [...positions.subarray(3 * row, 3 * row + 3)]));
    return { line: knots, knots };
  }
  const bends = way.legs.flatMap((kind, leg) =>
    Array.from({ length: BENDS + 1 }, (_, part) =>
      toRoom(between(kind, way.vectors[leg], way.vectors[leg + 1], part / BENDS)),
    ),
  );
  return {
    line: Float32Array.from(bends.flat()),
    knots: Float32Array.from(way.vectors.flatMap((z) => [...toRoom(z)])),
  };
}

/** Where on a drawn leg (0 to 1) a point of the plane is nearest. */
export function nearestOnLeg(points: readonly Point[], at: Point): number {
  let best = 0;
  let nearest = Number.POSITIVE_INFINITY;
  for (let part = 0; part < points.length - 1; part++) {
    const [x0, y0] = points[part];
    const [x1, y1] = points[part + 1];
    const square = (x1 - x0) ** 2 + (y1 - y0) ** 2;
    const along = square === 0 ? 0 : ((at[0] - x0) * (x1 - x0) + (at[1] - y0) * (y1 - y0)) / square;
    const u = Math.min(1, Math.max(0, along));
    const distance = Math.hypot(x0 + u * (x1 - x0) - at[0], y0 + u * (y1 - y0) - at[1]);
    if (distance >= nearest) continue;
    nearest = distance;
    best = (part + u) / (points.length - 1);
  }
  return best;
}

/** Where on a drawn leg the place `u` of it is. */
export function placeOnLeg(points: readonly Point[], u: number): Point {
  const at = Math.min(1, Math.max(0, u)) * (points.length - 1);
  const part = Math.min(points.length - 2, Math.floor(at));
  const share = at - part;
  return [
    points[part][0] + share * (points[part + 1][0] - points[part][0]),
    points[part][1] + share * (points[part + 1][1] - points[part][1]),
  ];
}
