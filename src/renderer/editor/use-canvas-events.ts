import { useReactFlow } from '@xyflow/react';
import { type MouseEvent, useMemo } from 'react';
import { emptySelection, nodeAt } from '../../core/graph';
import type { Position } from '../../core/graph/document';
import { goTo, select } from '../state/edit';
import { useProject } from '../state/project';
import { canvas, useCanvas } from './canvas-state';
import { menuEvents } from './context-menu';
import { nodeDropEvents, offerDropEvents } from './drop';
import { type FlowNode, noteIdOf } from './flow-model';
import { addPoint } from './wire-points';

/** Double clicks: on the empty canvas the node search, on a network its inside. Drops, and context menus. */
export function useCanvasEvents() {
  const { screenToFlowPosition } = useReactFlow();
  return useMemo(
    () => ({
      onDoubleClick: (event: MouseEvent) => {
        if (!(event.target instanceof Element) || !event.target.classList.contains('react-flow__pane')) return;
        const screen = { x: event.clientX, y: event.clientY };
        useCanvas.setState({ search: { screen, flow: screenToFlowPosition(screen), from: null } });
      },
      ...offerDropEvents(screenToFlowPosition),
      ...nodeDropEvents,
      ...menuEvents(screenToFlowPosition),
      onEdgeMouseEnter: (_event: MouseEvent, { id }: { id: string }) => useCanvas.setState({ wireHovered: id }),
      onEdgeMouseLeave: () => useCanvas.setState({ wireHovered: null }),
      onEdgeDoubleClick: (event: MouseEvent, { id }: { id: string }) => addPointAt(event, id, screenToFlowPosition),
      onEdgeClick: (event: MouseEvent, { id }: { id: string }) => {
        if (event.altKey) addPointAt(event, id, screenToFlowPosition);
      },
      onNodeClick: (event: MouseEvent, node: FlowNode) => {
        if (!event.ctrlKey && !event.metaKey && !event.shiftKey) selectOnly(node.id);
      },
      onNodeDoubleClick: (_event: MouseEvent, node: FlowNode) => {
        const { edit, place } = useProject.getState();
        const network = edit && nodeAt(edit.document, place, node.id)?.network;
        if (network) goTo(network);
      },
    }),
    [screenToFlowPosition],
  );
}

function addPointAt(event: MouseEvent, edge: string, toFlow: (screen: { x: number; y: number }) => Position): void {
  const pieces = canvas.current?.wire(edge);
  if (pieces) addPoint(edge, pieces, toFlow({ x: event.clientX, y: event.clientY }));
}

/** A click on one of many that are selected means that one; a drag of them has no click. */
function selectOnly(flowId: string): void {
  const { nodes, edges, notes } = useProject.getState().selection;
  if (nodes.length + edges.length + notes.length < 2) return;
  const note = noteIdOf(flowId);
  select({ ...emptySelection, nodes: note === null ? [flowId] : [], notes: note === null ? [] : [note] });
}
