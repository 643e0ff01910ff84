import type { GraphNode, Position } from '../../core/graph/document';

export interface Rect extends Position {
  width: number;
  height: number;
}

/** Size at which a lost node is drawn, in canvas pixels. */
export const GHOST = { width: 168, height: 46 } as const;

/** Room between a ghost and what it made way for; its sign stands in it. */
const ASIDE = 26;

/**
 * Where lost nodes are drawn: where they stood, or straight above whatever stands there now. A ghost hides nothing and
 * nothing hides it.
 */
export function ghostPlaces(ghosts: readonly GraphNode[], present: readonly Rect[]): ReadonlyMap<string, Position> {
  const taken = [...present];
  const places = new Map<string, Position>();
  for (const { id, position } of ghosts) {
    const rect = { ...position, ...GHOST };
    for (let other = under(rect, taken); other; other = under(rect, taken)) rect.y = other.y - GHOST.height - ASIDE;
    taken.push(rect);
    places.set(id, { x: rect.x, y: rect.y });
  }
  return places;
}

const under = (a: Rect, rects: readonly Rect[]): Rect | undefined =>
  rects.find((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height);
