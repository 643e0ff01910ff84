import { commands, graphAt } from '../../core/graph';
import type { Position } from '../../core/graph/document';
import { dispatch, markEdit } from '../state/edit';
import { useProject } from '../state/project';
import { useCanvas } from './canvas-state';
import { middleOf, nearestOn, type Piece } from './wire-path';

/** Pixels that an arrow key moves a point by, and with Shift. */
const STEP = { fine: 10, coarse: 40 } as const;

const rounded = ({ x, y }: Position): Position => ({ x: Math.round(x), y: Math.round(y) });

/** Points of a wire as the document has them. */
export function pointsOf(edge: string): readonly Position[] {
  const { edit, place } = useProject.getState();
  const edges = (edit && graphAt(edit.document, place)?.edges) ?? [];
  return edges.find(({ id }) => id === edge)?.points ?? [];
}

function setPoints(edge: string, points: readonly Position[]): void {
  dispatch(commands.setPoints, { edge, points: points.map(rounded) });
}

/** Puts a point on a wire where it is nearest to a place, or in its middle; it becomes the one that was touched last. */
export function addPoint(edge: string, pieces: readonly Piece[], place: Position | null): void {
  if (pieces.length === 0) return;
  const { piece, at } = nearestOn(pieces, place ?? middleOf(pieces));
  markEdit();
  setPoints(edge, pointsOf(edge).toSpliced(piece, 0, at));
  markEdit();
  useCanvas.setState({ point: { edge, index: piece } });
}

export function removePoint(edge: string, index: number): void {
  markEdit();
  setPoints(edge, pointsOf(edge).toSpliced(index, 1));
  markEdit();
  useCanvas.setState({ point: null });
}

/** Shows a point elsewhere while it is dragged; the document has it once it is let go. */
export function bendWire(edge: string, index: number, to: Position): void {
  const { bend } = useCanvas.getState();
  const present = bend?.edge === edge ? bend.points : pointsOf(edge);
  useCanvas.setState({ bend: { edge, points: present.with(index, rounded(to)) }, point: { edge, index } });
}

/** Lets a dragged point go: one edit. */
export function settleWire(): void {
  const { bend } = useCanvas.getState();
  if (!bend) return;
  markEdit();
  setPoints(bend.edge, bend.points);
  markEdit();
  useCanvas.setState({ bend: null });
}

/** The point that the arrow keys move: the one that was touched last, while its wire is all that is selected. */
export function touchedPoint(): { edge: string; index: number } | null {
  const { point } = useCanvas.getState();
  const { selection } = useProject.getState();
  const alone = selection.edges.length === 1 && selection.nodes.length === 0 && selection.notes.length === 0;
  if (!point || !alone || selection.edges[0] !== point.edge) return null;
  return pointsOf(point.edge)[point.index] ? point : null;
}

/** Moves the touched point; presses in a row are one undo step. */
export function nudgePoint(x: number, y: number, coarse = false): void {
  const point = touchedPoint();
  if (!point) return;
  const points = pointsOf(point.edge);
  const step = coarse ? STEP.coarse : STEP.fine;
  const { x: atX, y: atY } = points[point.index];
  setPoints(point.edge, points.with(point.index, { x: atX + x * step, y: atY + y * step }));
}
