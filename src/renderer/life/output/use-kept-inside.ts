import { useStore } from '@xyflow/react';
import { type RefObject, useLayoutEffect, useState } from 'react';

/** Least distance from the edges of the canvas, in pixels. */
const MARGIN = 8;

/** How far a span must move to lie between two bounds; where it is too long it begins at the first. */
export const shiftInto = (from: number, to: number, low: number, high: number): number => {
  if (from < low || to - from > high - low) return low - from;
  return to > high ? high - to : 0;
};

/** Moves an element that follows a node back onto the canvas, wherever the node is. */
export function useKeptInside(target: RefObject<HTMLElement | null>): void {
  const transform = useStore((state) => state.transform);
  const pane = useStore((state) => state.domNode);
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => {
    const element = target.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setHeight(element.offsetHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, [target]);
  // The place of the node in the window follows from the transform; the height from what is shown.
  useLayoutEffect(() => {
    const element = target.current;
    if (!element || !pane || !transform || height < 0) return;
    element.style.translate = '';
    const [box, room] = [element.getBoundingClientRect(), pane.getBoundingClientRect()];
    const x = shiftInto(box.left, box.right, room.left + MARGIN, room.right - MARGIN);
    const y = shiftInto(box.top, box.bottom, room.top + MARGIN, room.bottom - MARGIN);
    element.style.translate = `${x}px ${y}px`;
  }, [target, pane, transform, height]);
}
