import { useCallback, useSyncExternalStore } from 'react';

/** Whether a media query holds, followed live. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}

const REDUCED_MOTION = '(prefers-reduced-motion: reduce)';

export const useReducedMotion = (): boolean => useMedia(REDUCED_MOTION);
export const reducedMotion = (): boolean => window.matchMedia(REDUCED_MOTION).matches;
