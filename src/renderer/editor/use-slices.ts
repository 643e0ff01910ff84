import { useEffect, useState } from 'react';

/** A graph with more nodes than this comes onto the canvas in slices; how many come at first, and with each frame after. */
const AT_ONCE = 90;
const FIRST = 12;
const MORE = 32;

/** How many of `total` nodes are on a canvas that begins with a slice; all of them where they are few. */
export const firstSlice = (total: number): number => (total > AT_ONCE ? FIRST : Number.POSITIVE_INFINITY);

/** What comes after `shown`; everything, and whatever is added later, once the end is reached. */
export const nextSlice = (shown: number, total: number): number =>
  shown + MORE >= total ? Number.POSITIVE_INFINITY : shown + MORE;

/**
 * How many nodes the canvas may draw now. It grows from frame to frame, so that the window answers while hundreds of nodes
 * are made; infinite once all may be drawn.
 */
export function useSlices(total: number): number {
  const [shown, setShown] = useState(() => firstSlice(total));
  useEffect(() => {
    if (shown === Number.POSITIVE_INFINITY) return;
    let timer = 0;
    // The task after a frame: what is there by now is painted first.
    const frame = requestAnimationFrame(() => {
      timer = window.setTimeout(() => setShown(nextSlice(shown, total)));
    });
    return () => {
      cancelAnimationFrame(frame);
      window.clearTimeout(timer);
    };
  }, [shown, total]);
  return shown;
}
