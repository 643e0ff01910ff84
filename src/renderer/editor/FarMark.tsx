import { useStore } from '@xyflow/react';
import { type RefObject, useEffect } from 'react';

/** Below this zoom the shapes on wires could not be read. */
const READABLE = 0.5;

/** Marks the canvas with `data-far` while its small print could not be read, so that a rule of style hides it everywhere at once. */
export function FarMark({ pane }: { pane: RefObject<HTMLElement | null> }) {
  const far = useStore((state) => state.transform[2] < READABLE);
  useEffect(() => {
    pane.current?.toggleAttribute('data-far', far);
  }, [pane, far]);
  return null;
}
