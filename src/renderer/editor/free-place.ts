import type { Position } from '../../core/graph/document';

/** A node that is there, by its top left corner; as large as a new one where it was not measured. */
export interface Taken extends Position {
  width?: number;
  height?: number;
}

/** Size of a new node, and its distance to the next. */
const NODE = { width: 180, height: 110 };
const GAP = 40;
/** Room that a node takes, its distance to the next included. */
const ROOM = { width: NODE.width + GAP, height: NODE.height + GAP };
/** Where a new node has its first output; its first input is on the left edge, as high. */
export const PORT: Position = { x: 180, y: 44 };
const RINGS = 6;

/** Steps in rooms from the middle outwards, the nearest first; on equal terms to the right, as a pipeline reads. */
const STEPS = Array.from({ length: (2 * RINGS + 1) ** 2 }, (_, index) => ({
  x: (index % (2 * RINGS + 1)) - RINGS,
  y: Math.floor(index / (2 * RINGS + 1)) - RINGS,
})).sort((a, b) => Math.hypot(a.x, a.y) - Math.hypot(b.x, b.y) || b.x - a.x || b.y - a.y);

/** Top left corner for a new node whose middle should be near `centre`, clear of the nodes at `taken`. */
export function freePlaceNear(centre: Position, taken: readonly Taken[]): Position {
  const at = (step: { x: number; y: number }): Position => ({
    x: Math.round((centre.x + (step.x - 0.42) * ROOM.width) / 10) * 10,
    y: Math.round((centre.y + (step.y - 0.36) * ROOM.height) / 10) * 10,
  });
  return at(STEPS.find((step) => isFree(at(step), taken)) ?? STEPS[0]);
}

/**
 * Top left corner for a new node that was asked for at `corner`: there; where it would lie on a node, right of that as a
 * pipeline reads; else near it.
 */
export function freePlaceAt(corner: Position, taken: readonly Taken[]): Position {
  const under = taken.find((node) => !isFree(corner, [node], 0));
  if (!under) return corner;
  const beside = { x: under.x + (under.width ?? NODE.width) + 2 * GAP, y: under.y };
  return isFree(beside, taken) ? beside : freePlaceNear(beside, taken);
}

/** Top left corner for a new node at `corner`, or the next place below it that is clear of the nodes at `taken`. */
export function freePlaceBelow(corner: Position, taken: readonly Taken[]): Position {
  const place = { ...corner };
  while (!isFree(place, taken)) place.y += ROOM.height;
  return place;
}

const isFree = (place: Position, taken: readonly Taken[], gap = GAP): boolean =>
  !taken.some(
    ({ x, y, width = NODE.width, height = NODE.height }) =>
      place.x < x + width + gap &&
      x < place.x + NODE.width + gap &&
      place.y < y + height + gap &&
      y < place.y + NODE.height + gap,
  );
