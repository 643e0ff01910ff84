import type { Point } from '../../lenses/plane/transform';
import { type ClassSummary, farthestClasses } from '../classes';
import type { Layout } from '../layout/layout';
import { EMPTY_PATH, type Encoded, type LatentPath, pathThrough } from './path';
import { knotAt } from './place';

/** Where a path over an empty plane begins and ends: well inside the prior. */
const ACROSS = 1.5;

/** A straight path drawn from one point of the plane to another; null where nothing lies at one of them. */
export function drawnPath(
  from: Point,
  to: Point,
  layout: Layout,
  encoded: Encoded,
  like: LatentPath | null,
  radius: number,
): LatentPath | null {
  const ends = [knotAt(from, layout, encoded, radius), knotAt(to, layout, encoded, radius)];
  const knots = ends.filter((knot) => knot !== null);
  return knots.length === 2 ? pathThrough(knots, like ?? EMPTY_PATH) : null;
}

/** A first path from one draw of the prior to another, turning: draws of many numbers lie on a shell, which a straight way leaves (White 2016). */
export const pathOfDraws = (layout: Layout, drawn: Encoded): LatentPath | null =>
  drawnPath([-ACROSS, 0], [ACROSS, 0], layout, drawn, { ...EMPTY_PATH, legs: ['slerp'] }, Number.POSITIVE_INFINITY);

/** A first path between the middles of the two classes farthest apart, else across the prior, else between far items. */
export function firstPath(classes: readonly ClassSummary[], layout: Layout, encoded: Encoded): LatentPath | null {
  const pair = farthestClasses(classes);
  const [from, to]: [Point, Point] = pair
    ? [
        [pair[0].x, pair[0].y],
        [pair[1].x, pair[1].y],
      ]
    : [
        [-ACROSS, 0],
        [ACROSS, 0],
      ];
  return (
    drawnPath(from, to, layout, encoded, null, 0) ??
    drawnPath(from, to, layout, encoded, null, Number.POSITIVE_INFINITY)
  );
}
