import { useSyncExternalStore } from 'react';

const REDUCED_MOTION = '(prefers-reduced-motion: reduce)';

const listeners = new Set<() => void>();
let holds = 0;

/** Has nothing glide until what is given back is called: pictures in between belong to no moment of what is shown. */
export function holdMotion(): () => void {
  const tell = (change: number) => {
    holds += change;
    for (const listener of listeners) listener();
  };
  tell(1);
  return () => tell(-1);
}

/** Whether everything is to be at its place at once. */
export const reducedMotion = (): boolean => holds > 0 || window.matchMedia(REDUCED_MOTION).matches;

function subscribe(listener: () => void): () => void {
  const list = window.matchMedia(REDUCED_MOTION);
  list.addEventListener('change', listener);
  listeners.add(listener);
  return () => {
    list.removeEventListener('change', listener);
    listeners.delete(listener);
  };
}

export const useReducedMotion = (): boolean => useSyncExternalStore(subscribe, reducedMotion);
