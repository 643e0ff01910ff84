import type { Graph, GraphEdge, Position } from '../../core/graph/document';
import { along, wirePieces } from '../editor/wire-path';
import type { Arrangement, Box, Boxes } from './layout';

/** Room that a wire leaves beside a node, in pixels, and at how many places of it that is checked. */
const ROOM = 6;
const STEPS = 24;
/** Most places that a wire may be led through. */
const MOST = 12;

interface Rect extends Position {
  width: number;
  height: number;
  id: string;
}

/**
 * Places that wires are led through: those of the layout for a wire that would else run over a node, none for the others,
 * which draw themselves as they always do.
 */
export function leadWires(graph: Graph, boxes: Boxes, arrangement: Arrangement): Record<string, readonly Position[]> {
  const rects = graph.nodes.flatMap(({ id, position }): Rect[] => {
    const box = boxes.get(id);
    return box ? [{ id, ...(arrangement.nodes[id] ?? position), width: box.width, height: box.height }] : [];
  });
  const led: Record<string, readonly Position[]> = {};
  for (const edge of graph.edges) {
    const bends = arrangement.wires[edge.id];
    if (!bends) continue;
    const ends = endsOf(edge, boxes, arrangement);
    const others = rects.filter(({ id }) => id !== edge.source.node && id !== edge.target.node);
    const points = ends && bends.length > 0 && covers(ends, [], others) ? bends.slice(0, MOST) : [];
    led[edge.id] = points;
  }
  return led;
}

function endsOf({ source, target }: GraphEdge, boxes: Boxes, { nodes }: Arrangement): [Position, Position] | null {
  const [from, to] = [boxes.get(source.node), boxes.get(target.node)];
  const [a, b] = [nodes[source.node], nodes[target.node]];
  if (!from || !to || !a || !b) return null;
  const height = (box: Box, at: Readonly<Record<string, number>>, port: string) => at[port] ?? box.height / 2;
  return [
    { x: a.x + from.width, y: a.y + height(from, from.outputs, source.port) },
    { x: b.x, y: b.y + height(to, to.inputs, target.port) },
  ];
}

/** Whether a wire runs over one of the rectangles. */
export function covers(
  [from, to]: readonly [Position, Position],
  points: readonly Position[],
  rects: readonly Rect[],
): boolean {
  return wirePieces(from, to, points).some((piece) =>
    Array.from({ length: STEPS + 1 }, (_, i) => along(piece, i / STEPS)).some(({ x, y }) =>
      rects.some(
        (rect) =>
          x > rect.x - ROOM && x < rect.x + rect.width + ROOM && y > rect.y - ROOM && y < rect.y + rect.height + ROOM,
      ),
    ),
  );
}
