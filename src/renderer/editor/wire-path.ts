import type { Position } from '../../core/graph/document';

/** One cubic piece of a wire. */
export interface Piece {
  from: Position;
  /** Control points beside the first and the last. */
  out: Position;
  into: Position;
  to: Position;
}

/** How far the ends of a wire reach out level before they bend, as a share of the way across; and for wires that lead back. */
const REACH = 0.5;
const BACK = 8;

/** How level a wire leaves its port: half the way across, and more the further a wire leads back. */
const reach = (from: Position, to: Position): number => {
  const across = to.x - from.x;
  return across >= 0 ? across * REACH : BACK * Math.sqrt(-across);
};

/** The pieces of a wire from a port on the right of a node to one on the left of another, smoothly through the points. */
export function wirePieces(source: Position, target: Position, points: readonly Position[]): Piece[] {
  const stops = [source, ...points, target];
  return stops.slice(1).map((to, index) => {
    const from = stops[index];
    const first = index === 0;
    const last = index === stops.length - 2;
    const out = first ? { x: reach(from, to), y: 0 } : held(third(stops[index - 1], to), from, to);
    const into = last ? { x: reach(from, to), y: 0 } : held(third(from, stops[index + 2]), from, to);
    return {
      from,
      out: { x: from.x + out.x, y: from.y + out.y },
      into: { x: to.x - into.x, y: to.y - into.y },
      to,
    };
  });
}

/** The handle of a smooth curve at a point between two others (Catmull–Rom). */
const third = (before: Position, after: Position): Position => ({
  x: (after.x - before.x) / 6,
  y: (after.y - before.y) / 6,
});

/** Most of the way across that the handle of a point may take, so that a wire never swings back beyond its neighbour. */
const SWING = 0.6;

/** A handle, shortened where the next stop is near. */
function held(handle: Position, from: Position, to: Position): Position {
  const room = SWING * Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y) / 4);
  const length = Math.abs(handle.x);
  const part = length > room ? room / length : 1;
  return { x: handle.x * part, y: handle.y * part };
}

const text = ({ x, y }: Position): string => `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;

/** The pieces as an SVG path. */
export const pathText = (pieces: readonly Piece[]): string =>
  pieces.length === 0
    ? ''
    : `M${text(pieces[0].from)}${pieces.map(({ out, into, to }) => `C${text(out)} ${text(into)} ${text(to)}`).join('')}`;

/** A place on a piece; t runs from 0 to 1. */
export function along({ from, out, into, to }: Piece, t: number): Position {
  const s = 1 - t;
  const [a, b, c, d] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  return {
    x: a * from.x + b * out.x + c * into.x + d * to.x,
    y: a * from.y + b * out.y + c * into.y + d * to.y,
  };
}

/** The middle of a wire, for its label. */
export function middleOf(pieces: readonly Piece[]): Position {
  const half = pieces.length / 2;
  const index = Math.min(pieces.length - 1, Math.floor(half));
  return along(pieces[index], half - index);
}

const SAMPLES = 24;

/** Which piece of a wire a place is nearest to, and where on the wire that is. */
export function nearestOn(pieces: readonly Piece[], place: Position): { piece: number; at: Position } {
  let best = { piece: 0, at: pieces[0].from, distance: Number.POSITIVE_INFINITY };
  for (const [index, piece] of pieces.entries()) {
    for (let i = 0; i <= SAMPLES; i++) {
      const at = along(piece, i / SAMPLES);
      const distance = Math.hypot(at.x - place.x, at.y - place.y);
      if (distance < best.distance) best = { piece: index, at, distance };
    }
  }
  return { piece: best.piece, at: best.at };
}
