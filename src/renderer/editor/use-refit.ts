import { useReactFlow, useStore } from '@xyflow/react';
import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { useSession } from '../state/session';
import { type Outline, viewOf } from './opening';

/** Above the nodes there is room for the titles of their groups. */
export const FIT = { padding: { top: '40px', right: '3.3%', bottom: '3.3%', left: '3.3%' }, maxZoom: 1 } as const;
export const MIN_ZOOM = 0.05;

/** Milliseconds after a change of the run in which nodes that grow do so because of it. */
const GROWTH = 2_500;

/**
 * Keeps the whole graph in view while the canvas changes size, or nodes grow with a run, until the user moves the canvas by hand.
 * While a large graph opens, it is fitted by its outline. Returns what React Flow is to call when a movement begins.
 */
export function useRefit(pane: RefObject<HTMLElement | null>, opening: Outline | null): (event: unknown) => void {
  const { fitView, setViewport } = useReactFlow();
  const moved = useRef(false);
  const growing = useRef(0);
  // When a run opens and when its first numbers come, nodes get pictures and curves and grow.
  const run = useSession(({ info, historyVersion }) => info && `${info.run} ${historyVersion > 0}`);
  const height = useStore((state) => state.nodes.reduce((sum, node) => sum + (node.measured?.height ?? 0), 0));

  useEffect(() => {
    if (run) growing.current = performance.now() + GROWTH;
  }, [run]);

  useEffect(() => {
    if (opening || height === 0 || moved.current) return;
    if (performance.now() < growing.current) void fitView(FIT);
  }, [opening, height, fitView]);

  useEffect(() => {
    if (!pane.current) return;
    // It is called once at the beginning, before anything is painted.
    const observer = new ResizeObserver(([{ contentRect }]) => {
      if (moved.current) return;
      if (opening) void setViewport(viewOf(opening, contentRect, { ...FIT, minZoom: MIN_ZOOM }));
      else void fitView(FIT);
    });
    observer.observe(pane.current);
    return () => observer.disconnect();
  }, [pane, opening, fitView, setViewport]);

  // Movements that the program makes have no event.
  return useCallback((event) => {
    if (event) moved.current = true;
  }, []);
}
