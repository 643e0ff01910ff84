import { type ReactFlowInstance, useReactFlow } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { useProject } from '../state/project';
import { canvas, forgetPassing, useCanvas } from './canvas-state';
import { noteFlowId } from './flow-model';
import { freePlaceAt, freePlaceNear, type Taken } from './free-place';
import { showSelection } from './show-selection';
import { FIT } from './use-refit';
import { wireOnCanvas } from './wire-on-canvas';

/** How long the canvas glides to a place that was asked for, in milliseconds. */
const GLIDE = 160;

/** Registers the canvas with the command table while it is on screen. The ref belongs on the canvas's element. */
export function useCanvasHandle() {
  const element = useRef<HTMLElement>(null);
  const flow = useReactFlow();
  const { fitView, screenToFlowPosition } = flow;
  useEffect(() => {
    const pane = element.current;
    if (!pane) return;
    let pointer: { x: number; y: number } | null = null;
    const move = (event: PointerEvent) => {
      pointer = { x: event.clientX, y: event.clientY };
    };
    const leave = () => {
      pointer = null;
    };
    const middle = () => {
      const box = pane.getBoundingClientRect();
      return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    };
    const duration = window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : GLIDE;
    pane.addEventListener('pointermove', move);
    pane.addEventListener('pointerleave', leave);
    canvas.current = {
      fit: () => void fitView({ ...FIT, duration }),
      fitSelection: () => {
        const { nodes, notes } = useProject.getState().selection;
        const chosen = [...nodes, ...notes.map(noteFlowId)].map((id) => ({ id }));
        void fitView({ ...FIT, duration, nodes: chosen.length > 0 ? chosen : undefined });
      },
      showSelection: () => showSelection(flow, pane, duration),
      zoomIn: () => void flow.zoomIn({ duration }),
      zoomOut: () => void flow.zoomOut({ duration }),
      zoomToOriginal: () => void flow.zoomTo(1, { duration }),
      openSearch: () => {
        const screen = pointer ?? middle();
        // The node comes beside what is there, not onto it.
        const free = pointer ? freePlaceAt : freePlaceNear;
        const place = free(screenToFlowPosition(screen), taken(flow));
        useCanvas.setState({ search: { screen, flow: place, from: null } });
      },
      place: () => screenToFlowPosition(pointer ?? middle()),
      freePlace: () => freePlaceNear(screenToFlowPosition(middle()), taken(flow)),
      wire: (edge) => wireOnCanvas(flow, edge),
      hovered: () => pointer !== null,
    };
    return () => {
      canvas.current = null;
      forgetPassing();
      pane.removeEventListener('pointermove', move);
      pane.removeEventListener('pointerleave', leave);
    };
  }, [flow, fitView, screenToFlowPosition]);
  return element;
}

/** Where the nodes of the canvas stand; notes may be covered. */
const taken = (flow: ReactFlowInstance): Taken[] =>
  flow.getNodes().flatMap(({ type, position, measured }) => (type === 'graph' ? [{ ...position, ...measured }] : []));
