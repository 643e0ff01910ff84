import { type NodeChange, useStoreApi } from '@xyflow/react';
import { useEffect, useMemo, useRef } from 'react';
import { useCanvas } from './canvas-state';
import type { FlowNode } from './flow-model';
import { align, type Rect } from './guides';

/** Pixels of the window within which a node is drawn into line. */
const REACH = 5;

/**
 * Draws a node that is dragged alone into line with the nodes in view, and says where in `useCanvas().guides`. Alt lets it
 * go free. Returns what to put between React Flow's changes and ours.
 */
export function useGuides(): (changes: NodeChange<FlowNode>[]) => NodeChange<FlowNode>[] {
  const store = useStoreApi<FlowNode>();
  const free = useRef(false);
  const dragged = useRef<string | null>(null);

  useEffect(() => {
    const follow = ({ altKey }: PointerEvent | KeyboardEvent): void => {
      free.current = altKey;
      if (altKey) show(null);
    };
    // Before the drag hears of the same movement.
    window.addEventListener('pointermove', follow, true);
    window.addEventListener('keydown', follow, true);
    window.addEventListener('keyup', follow, true);
    return () => {
      window.removeEventListener('pointermove', follow, true);
      window.removeEventListener('keydown', follow, true);
      window.removeEventListener('keyup', follow, true);
    };
  }, []);

  return useMemo(() => {
    const inView = (except: string): Rect[] => {
      const { nodeLookup, transform, width, height } = store.getState();
      const [left, top, zoom] = [-transform[0] / transform[2], -transform[1] / transform[2], transform[2]];
      const rects: Rect[] = [];
      for (const [id, { internals, measured }] of nodeLookup) {
        const { x, y } = internals.positionAbsolute;
        const [w, h] = [measured.width ?? 0, measured.height ?? 0];
        const seen = x + w > left && y + h > top && x < left + width / zoom && y < top + height / zoom;
        if (seen && id !== except) rects.push({ x, y, width: w, height: h });
      }
      return rects;
    };
    return (changes) => {
      const [change] = changes;
      if (changes.length !== 1 || change?.type !== 'position' || !change.position) return changes;
      if (change.dragging) dragged.current = change.id;
      // The arrow keys move nodes too; those go where they are told.
      if (dragged.current !== change.id) return changes;
      if (!change.dragging) dragged.current = null;
      const { nodeLookup, transform } = store.getState();
      const { width = 0, height = 0 } = nodeLookup.get(change.id)?.measured ?? {};
      const rect = { ...change.position, width, height };
      const line = free.current ? null : align(rect, inView(change.id), REACH / Math.max(transform[2], 0.5));
      show(change.dragging && line ? { x: line.x, y: line.y } : null);
      if (!line) return changes;
      return [{ ...change, position: { x: rect.x + line.dx, y: rect.y + line.dy } }];
    };
  }, [store]);
}

function show(guides: { x: number | null; y: number | null } | null): void {
  const { guides: present } = useCanvas.getState();
  const seen = guides?.x == null && guides?.y == null ? null : guides;
  if (present?.x !== seen?.x || present?.y !== seen?.y) useCanvas.setState({ guides: seen });
}
