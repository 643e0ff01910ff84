import { useSyncExternalStore } from 'react';

/** Follows the device's pixels per CSS pixel, which changes when a window moves to another screen or is zoomed. */
export const usePixelRatio = (): number => useSyncExternalStore(subscribe, () => window.devicePixelRatio);

function subscribe(listener: () => void): () => void {
  let list = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
  const onChange = () => {
    list.removeEventListener('change', onChange);
    list = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    list.addEventListener('change', onChange);
    listener();
  };
  list.addEventListener('change', onChange);
  return () => list.removeEventListener('change', onChange);
}
