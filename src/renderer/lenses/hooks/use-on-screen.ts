import { type RefObject, useEffect, useState } from 'react';

/** Whether any part of an element can be seen: not scrolled or folded away, and the window not hidden. */
export function useOnScreen(target: RefObject<HTMLElement | null>): boolean {
  const [inside, setInside] = useState(true);
  const [shown, setShown] = useState(() => !document.hidden);
  useEffect(() => {
    const element = target.current;
    if (!element) return;
    const observer = new IntersectionObserver((entries) => setInside(entries[entries.length - 1].isIntersecting));
    observer.observe(element);
    const onVisibility = () => setShown(!document.hidden);
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      observer.disconnect();
      document.removeEventListener('visibilitychange', onVisibility);
    };
  }, [target]);
  return inside && shown;
}
