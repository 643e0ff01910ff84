/** A rectangle on the canvas, in its own measure. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Alignment {
  /** What to add to the place of the rectangle so that it stands in line. */
  dx: number;
  dy: number;
  /** Lines to draw: the x of an upright one and the y of a level one; null where nothing is in line. */
  x: number | null;
  y: number | null;
}

interface Match {
  delta: number;
  at: number;
}

/** Finds the nearest edges and middles of other rectangles that this one is within reach of, along each axis. */
export function align(moving: Rect, others: readonly Rect[], reach: number): Alignment {
  const x = nearest(spanOf(moving.x, moving.width), others, (rect) => spanOf(rect.x, rect.width), reach);
  const y = nearest(spanOf(moving.y, moving.height), others, (rect) => spanOf(rect.y, rect.height), reach);
  return { dx: x?.delta ?? 0, dy: y?.delta ?? 0, x: x?.at ?? null, y: y?.at ?? null };
}

/** Beginning, middle and end along one axis. */
type Span = readonly [start: number, middle: number, end: number];

const spanOf = (start: number, size: number): Span => [start, start + size / 2, start + size];

/** Edges go with edges and middles with middles. */
const PAIRS: readonly (readonly [number, number])[] = [
  [0, 0],
  [2, 2],
  [1, 1],
  [0, 2],
  [2, 0],
];

function nearest(span: Span, others: readonly Rect[], of: (rect: Rect) => Span, reach: number): Match | null {
  let best: Match | null = null;
  for (const other of others) {
    const lines = of(other);
    for (const [mine, theirs] of PAIRS) {
      const delta = lines[theirs] - span[mine];
      const size = Math.abs(delta);
      if (size <= reach && (best === null || size < Math.abs(best.delta))) best = { delta, at: lines[theirs] };
    }
  }
  return best;
}
