import { useStoreApi } from '@xyflow/react';
import { type RefObject, useEffect } from 'react';

type Turn = Pick<WheelEvent, 'deltaX' | 'deltaY' | 'deltaMode' | 'ctrlKey' | 'metaKey' | 'shiftKey'> & {
  /** What the wheel of a mouse moved, in the units of old; Chromium still has it. */
  wheelDeltaY?: number;
};

/** A notch of a mouse wheel in `wheelDeltaY`. */
const NOTCH = 120;

/** True for two fingers on a trackpad: a mouse turns its wheel by whole notches, and never to the side. */
export function isTrackpad({ deltaX, deltaY, deltaMode, wheelDeltaY = 0 }: Turn): boolean {
  if (deltaMode !== 0) return false;
  if (deltaX !== 0 && deltaY !== 0) return true;
  return wheelDeltaY % NOTCH !== 0 || (deltaY !== 0 && Math.abs(deltaY) < 20);
}

/** How a turn of the wheel moves the canvas, in pixels; null where it zooms. */
export function panOf(turn: Turn): { x: number; y: number } | null {
  if (turn.ctrlKey || turn.metaKey) return null;
  if (isTrackpad(turn)) return { x: -turn.deltaX, y: -turn.deltaY };
  if (turn.deltaX !== 0 && turn.deltaY === 0) return { x: -turn.deltaX, y: 0 };
  return turn.shiftKey ? { x: -turn.deltaY, y: 0 } : null;
}

/** Trackpads pan and pinch; a mouse's wheel zooms, with Shift it goes sideways. */
export function useWheel(pane: RefObject<HTMLElement | null>): void {
  const store = useStoreApi();
  useEffect(() => {
    const element = pane.current;
    if (!element) return;
    const onWheel = (event: WheelEvent): void => {
      if (
        !(event.target instanceof Element) ||
        !event.target.closest('.react-flow') ||
        event.target.closest('.nowheel')
      ) {
        return;
      }
      const pan = panOf(event);
      if (!pan) return;
      event.preventDefault();
      event.stopPropagation();
      void store.getState().panBy(pan);
    };
    element.addEventListener('wheel', onWheel, { capture: true, passive: false });
    return () => element.removeEventListener('wheel', onWheel, { capture: true });
  }, [pane, store]);
}
