import { useStore } from '@xyflow/react';
import { type RefObject, useEffect } from 'react';

/** Zooms below which the shapes on wires, and then all words, could not be read. */
const READABLE = { shapes: 0.5, words: 0.28 } as const;

/** Marks the canvas with `data-far` and `data-distant` while words on it could not be read, so that a rule of style hides them all at once. */
export function FarMark({ pane }: { pane: RefObject<HTMLElement | null> }) {
  const far = useStore((state) => state.transform[2] < READABLE.shapes);
  const distant = useStore((state) => state.transform[2] < READABLE.words);
  useEffect(() => {
    pane.current?.toggleAttribute('data-far', far);
    pane.current?.toggleAttribute('data-distant', distant);
  }, [pane, far, distant]);
  return null;
}
