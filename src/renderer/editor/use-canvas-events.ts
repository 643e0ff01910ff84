import { useReactFlow } from '@xyflow/react';
import { type DragEvent, type MouseEvent, useMemo } from 'react';
import { nodeAt } from '../../core/graph';
import { goTo } from '../state/edit';
import { useProject } from '../state/project';
import { addNodeAt } from './add-node';
import { useCanvas } from './canvas-state';
import { NODE_TYPE } from './drop';
import type { FlowNode } from './flow-model';

/** Double clicks: on the empty canvas the node search, on a network its inside. */
export function useCanvasEvents() {
  const { screenToFlowPosition } = useReactFlow();
  return useMemo(
    () => ({
      onDoubleClick: (event: MouseEvent) => {
        if (!(event.target instanceof Element) || !event.target.classList.contains('react-flow__pane')) return;
        const screen = { x: event.clientX, y: event.clientY };
        useCanvas.setState({ search: { screen, flow: screenToFlowPosition(screen), from: null } });
      },
      onDragOver: (event: DragEvent) => {
        if (!event.dataTransfer.types.includes(NODE_TYPE)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      },
      onDrop: (event: DragEvent) => {
        const type = event.dataTransfer.getData(NODE_TYPE);
        if (!type) return;
        event.preventDefault();
        addNodeAt(type, screenToFlowPosition({ x: event.clientX - 60, y: event.clientY - 14 }));
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
