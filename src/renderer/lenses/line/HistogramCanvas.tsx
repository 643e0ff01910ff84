import { useEffect, useRef } from 'react';
import { useTheme } from '../colour/theme';
import { usePixelRatio } from '../hooks/use-pixel-ratio';
import { useSize } from '../hooks/use-size';
import { drawHistograms, type Numbers } from './draw-histograms';
import styles from './HistogramCanvas.module.css';

interface HistogramCanvasProps {
  /** Drawn one over the other, in this order. */
  sets: readonly Numbers[];
  label: string;
  testId: string;
}

/** Numbers on a line as histograms over one axis, as large as there is room. */
export function HistogramCanvas({ sets, label, testId }: HistogramCanvasProps) {
  const room = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(room);
  const pixelRatio = usePixelRatio();
  const theme = useTheme();
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || size.width === 0) return;
    context.canvas.width = Math.round(size.width * pixelRatio);
    context.canvas.height = Math.round(size.height * pixelRatio);
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    drawHistograms(context, size, sets, theme);
  }, [sets, size, pixelRatio, theme]);
  return (
    <div ref={room} className={styles.room}>
      <canvas ref={canvas} className={styles.canvas} role="img" aria-label={label} data-testid={testId} />
    </div>
  );
}
