import { type RefObject, useLayoutEffect, useState } from 'react';
import type { Size } from '../plane/transform';

/** CSS size of an element's content box, whole pixels; zero until it has been measured. */
export function useSize(target: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = target.current;
    if (!element) return;
    const measure = (width: number, height: number) => {
      const next = { width: Math.floor(width), height: Math.floor(height) };
      setSize((before) => (before.width === next.width && before.height === next.height ? before : next));
    };
    measure(element.clientWidth, element.clientHeight);
    const observer = new ResizeObserver(([entry]) => measure(entry.contentRect.width, entry.contentRect.height));
    observer.observe(element);
    return () => observer.disconnect();
  }, [target]);
  return size;
}
