import type { Graph, GraphEdge, Position } from '../../core/graph/document';
import { along, type Piece, wirePieces } from '../editor/wire-path';
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
    if (!ends || bends.length === 0) {
      led[edge.id] = [];
      continue;
    }
    const others = rects.filter(({ id }) => id !== edge.source.node && id !== edge.target.node);
    led[edge.id] = covers(ends, others) ? bends.slice(0, MOST) : [];
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
function covers(ends: readonly [Position, Position], rects: readonly Rect[]): boolean {
  return wirePieces(...ends, []).some((piece) => {
    const near = reachable(piece, rects);
    if (near.length === 0) return false;
    return Array.from({ length: STEPS + 1 }, (_, i) => along(piece, i / STEPS)).some(({ x, y }) =>
      near.some(
        (rect) =>
          Math.abs(x - rect.x - rect.width / 2) < rect.width / 2 + ROOM &&
          Math.abs(y - rect.y - rect.height / 2) < rect.height / 2 + ROOM,
      ),
    );
  });
}

/** Rectangles that a piece of a wire can meet: it stays within the hull of its ends and control points. */
function reachable({ from, out, into, to }: Piece, rects: readonly Rect[]): Rect[] {
  const [xs, ys] = [
    [from.x, out.x, into.x, to.x],
    [from.y, out.y, into.y, to.y],
  ];
  const [left, right] = [Math.min(...xs) - ROOM, Math.max(...xs) + ROOM];
  const [top, bottom] = [Math.min(...ys) - ROOM, Math.max(...ys) + ROOM];
  return rects.filter(({ x, y, width, height }) => x < right && x + width > left && y < bottom && y + height > top);
}
