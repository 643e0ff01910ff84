import { type RefObject, useEffect } from 'react';
import { usePixelRatio } from '../lenses/hooks/use-pixel-ratio';
import type { Size } from '../lenses/plane/transform';

/**
 * Draws a canvas of `size` CSS pixels anew whenever `draw` is another function; the context's units are CSS pixels.
 * @param draw made with `useCallback`.
 */
export function useCanvas(
  canvas: RefObject<HTMLCanvasElement | null>,
  { width, height }: Size,
  draw: (context: CanvasRenderingContext2D) => void,
): void {
  const pixelRatio = usePixelRatio();
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || width < 1 || height < 1) return;
    context.canvas.width = Math.round(width * pixelRatio);
    context.canvas.height = Math.round(height * pixelRatio);
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    draw(context);
  }, [canvas, width, height, draw, pixelRatio]);
}
