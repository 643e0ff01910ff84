import type { ReactFlowInstance, XYPosition } from '@xyflow/react';
import { graphAt } from '../../core/graph';
import { useProject } from '../state/project';
import { noteFlowId } from './flow-model';

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Size of a node that has not been measured yet, in pixels of the canvas. */
const UNMEASURED = { width: 180, height: 90 };

/** The box around boxes; null around none. */
export function boxAround(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null;
  return {
    left: Math.min(...boxes.map(({ left }) => left)),
    top: Math.min(...boxes.map(({ top }) => top)),
    right: Math.max(...boxes.map(({ right }) => right)),
    bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
  };
}

/** True when no part of a box lies outside the other. */
export const contains = (outer: Box, inner: Box): boolean =>
  inner.left >= outer.left && inner.top >= outer.top && inner.right <= outer.right && inner.bottom <= outer.bottom;

/** Room that is left between what was brought into sight and the edge, in pixels of the canvas. */
const MARGIN = 40;

/** How far a view from `low` to `high` has to move so that it holds what goes from `first` to `last`; no further than needed. */
function wayInto(low: number, high: number, first: number, last: number): number {
  if (first >= low && last <= high) return 0;
  const margin = Math.min(MARGIN, (high - low - (last - first)) / 2);
  return first < low ? first - margin - low : last + margin - high;
}

type Flow = Pick<ReactFlowInstance, 'getInternalNode' | 'screenToFlowPosition' | 'setCenter' | 'getZoom' | 'fitView'>;

/** Moves the canvas to what is selected if a part of it is out of sight; at the same zoom unless it is too small for that. */
export function showSelection(flow: Flow, pane: HTMLElement, duration: number): void {
  const { edit, place, selection } = useProject.getState();
  const graph = edit && graphAt(edit.document, place);
  if (!graph) return;
  const ends = graph.edges.filter(({ id }) => selection.edges.includes(id));
  const nodes = new Set([...selection.nodes, ...ends.flatMap(({ source, target }) => [source.node, target.node])]);
  const boxOf = (flowId: string, { x, y }: XYPosition): Box => {
    const { width = UNMEASURED.width, height = UNMEASURED.height } = flow.getInternalNode(flowId)?.measured ?? {};
    return { left: x, top: y, right: x + width, bottom: y + height };
  };
  const target = boxAround([
    ...graph.nodes.filter(({ id }) => nodes.has(id)).map(({ id, position }) => boxOf(id, position)),
    ...graph.notes
      .filter(({ id }) => selection.notes.includes(id))
      .map(({ id, position }) => boxOf(noteFlowId(id), position)),
  ]);
  if (!target) return;
  const screen = pane.getBoundingClientRect();
  const topLeft = flow.screenToFlowPosition({ x: screen.left, y: screen.top }, { snapToGrid: false });
  const bottomRight = flow.screenToFlowPosition({ x: screen.right, y: screen.bottom }, { snapToGrid: false });
  const view = { left: topLeft.x, top: topLeft.y, right: bottomRight.x, bottom: bottomRight.y };
  if (contains(view, target)) return;
  const larger =
    target.right - target.left > view.right - view.left || target.bottom - target.top > view.bottom - view.top;
  if (larger) void flow.fitView({ padding: 0.1, duration });
  else {
    const x = (view.left + view.right) / 2 + wayInto(view.left, view.right, target.left, target.right);
    const y = (view.top + view.bottom) / 2 + wayInto(view.top, view.bottom, target.top, target.bottom);
    void flow.setCenter(x, y, { zoom: flow.getZoom(), duration });
  }
}
