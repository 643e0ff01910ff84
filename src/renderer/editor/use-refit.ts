import { useReactFlow, useStore } from '@xyflow/react';
import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { useSession } from '../state/session';

export const FIT = { padding: 0.07, maxZoom: 1 };

/** Milliseconds after a change of the run in which nodes that grow do so because of it. */
const GROWTH = 2_500;

/**
 * Keeps the whole graph in view while the canvas changes size, or nodes grow with a run, until the user moves the canvas by hand.
 * Returns what React Flow is to call when a movement begins.
 */
export function useRefit(pane: RefObject<HTMLElement | null>): (event: unknown) => void {
  const { fitView } = useReactFlow();
  const moved = useRef(false);
  const growing = useRef(0);
  // When a run opens and when its first numbers come, nodes get pictures and curves and grow.
  const run = useSession(({ info, historyVersion }) => info && `${info.run} ${historyVersion > 0}`);
  const height = useStore((state) => state.nodes.reduce((sum, node) => sum + (node.measured?.height ?? 0), 0));

  useEffect(() => {
    if (run) growing.current = performance.now() + GROWTH;
  }, [run]);

  useEffect(() => {
    if (height > 0 && !moved.current && performance.now() < growing.current) void fitView(FIT);
  }, [height, fitView]);

  useEffect(() => {
    if (!pane.current) return;
    const observer = new ResizeObserver(() => {
      if (!moved.current) void fitView(FIT);
    });
    observer.observe(pane.current);
    return () => observer.disconnect();
  }, [pane, fitView]);

  // Movements that the program makes have no event.
  return useCallback((event) => {
    if (event) moved.current = true;
  }, []);
}
