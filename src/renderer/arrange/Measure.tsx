import { type InternalNode, useStoreApi } from '@xyflow/react';
import { useEffect } from 'react';
import { noteIdOf } from '../editor/flow-model';
import type { Box, Boxes } from './layout';

/** Sizes and port heights of what is on the canvas now; null while there is no canvas. */
export const measure: { current: (() => Boxes) | null } = { current: null };

/** Lets commands measure the canvas that it stands in. Draws nothing. */
export function Measure() {
  const store = useStoreApi();
  useEffect(() => {
    measure.current = () => {
      const boxes = new Map<string, Box>();
      for (const [id, node] of store.getState().nodeLookup) {
        const box = boxOf(node);
        if (box) boxes.set(noteIdOf(id) ?? id, box);
      }
      return boxes;
    };
    return () => {
      measure.current = null;
    };
  }, [store]);
  return null;
}

function boxOf({ measured: { width, height }, internals }: InternalNode): Box | null {
  if (!width || !height) return null;
  const heights = (side: 'source' | 'target') =>
    Object.fromEntries(
      (internals.handleBounds?.[side] ?? []).flatMap((handle) =>
        handle.id ? [[handle.id, handle.y + handle.height / 2]] : [],
      ),
    );
  return { width, height, inputs: heights('target'), outputs: heights('source') };
}
