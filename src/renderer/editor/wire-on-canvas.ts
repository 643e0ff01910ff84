import type { ReactFlowInstance } from '@xyflow/react';
import { graphAt } from '../../core/graph';
import type { GraphEnd, Position } from '../../core/graph/document';
import { useProject } from '../state/project';
import { type Piece, wirePieces } from './wire-path';

type Flow = Pick<ReactFlowInstance, 'getInternalNode'>;

/** The way that a wire takes between its ports as they stand now; null while one of them is not drawn. */
export function wireOnCanvas(flow: Flow, id: string): readonly Piece[] | null {
  const { edit, place } = useProject.getState();
  const edge = edit && graphAt(edit.document, place)?.edges.find((candidate) => candidate.id === id);
  if (!edge) return null;
  const source = portPlace(flow, edge.source, 'source');
  const target = portPlace(flow, edge.target, 'target');
  return source && target && wirePieces(source, target, edge.points ?? []);
}

/** Where wires meet a port: in the middle of the outer side of its handle. */
function portPlace(flow: Flow, end: GraphEnd, side: 'source' | 'target'): Position | null {
  const internals = flow.getInternalNode(end.node)?.internals;
  const handle = internals?.handleBounds?.[side]?.find(({ id }) => id === end.port);
  if (!internals || !handle) return null;
  const { x, y } = internals.positionAbsolute;
  return { x: x + handle.x + (side === 'source' ? handle.width : 0), y: y + handle.y + handle.height / 2 };
}
