import { type RefObject, useEffect, useRef } from 'react';

/** Clicks on a picture of many parts: how far across and down, from 0 to 1. Keys reach the same in another way. */
export function useClick(target: RefObject<HTMLElement | null>, onClick: (across: number, down: number) => void): void {
  const handler = useRef(onClick);
  useEffect(() => {
    handler.current = onClick;
  });
  useEffect(() => {
    const element = target.current;
    if (!element) return;
    const click = (event: MouseEvent) => {
      const box = element.getBoundingClientRect();
      const share = (at: number, from: number, size: number) => Math.min(1 - 1e-6, Math.max(0, (at - from) / size));
      handler.current(share(event.clientX, box.left, box.width), share(event.clientY, box.top, box.height));
    };
    element.addEventListener('click', click);
    return () => element.removeEventListener('click', click);
  }, [target]);
}
