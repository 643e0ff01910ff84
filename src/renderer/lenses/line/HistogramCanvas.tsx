import { useCallback, useRef } from 'react';
import { useTheme } from '../colour/theme';
import { useCanvas } from '../hooks/use-canvas';
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
  const theme = useTheme();
  const draw = useCallback(
    (context: CanvasRenderingContext2D) => drawHistograms(context, size, sets, theme),
    [sets, size, theme],
  );
  useCanvas(canvas, size, draw);
  return (
    <div ref={room} className={styles.room}>
      <canvas ref={canvas} className={styles.canvas} role="img" aria-label={label} data-testid={testId} />
    </div>
  );
}
