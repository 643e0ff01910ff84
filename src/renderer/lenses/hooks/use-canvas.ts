import { type RefObject, useEffect } from 'react';
import type { Size } from '../plane/transform';
import { usePixelRatio } from './use-pixel-ratio';

/**
 * Draws a canvas of `size` CSS pixels anew whenever `draw` is another function; the context's units are CSS pixels.
 * @param draw kept by `useCallback` or `useMemo`; null while there is nothing to draw: what was drawn stays.
 */
export function useCanvas(
  canvas: RefObject<HTMLCanvasElement | null>,
  { width, height }: Size,
  draw: ((context: CanvasRenderingContext2D) => void) | null,
): void {
  const pixelRatio = usePixelRatio();
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !draw || width < 1 || height < 1) return;
    context.canvas.width = Math.round(width * pixelRatio);
    context.canvas.height = Math.round(height * pixelRatio);
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    draw(context);
  }, [canvas, width, height, draw, pixelRatio]);
}
