import { memo, useEffect, useRef } from 'react';
import { useUi } from '../state/ui';
import { drawSparkline } from './draw-sparkline';
import styles from './Sparkline.module.css';

interface SparklineProps {
  /** Values in time order; may be appended to in place. */
  values: readonly number[];
  /** Changes whenever `values` grew in place: the curve is drawn again only then. */
  version: number;
  /** A CSS colour; `var(--…)` works. */
  color: string;
  height?: number;
  label: string;
}

/** A small curve on a canvas, as wide as its place. */
export const Sparkline = memo(function Sparkline({ values, color, height = 38, label }: SparklineProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  // The colour may be a token of the theme, so a new theme means a new drawing.
  useUi((state) => state.resolvedTheme);
  useEffect(() => {
    if (canvas.current) drawSparkline(canvas.current, values);
  });
  return <canvas ref={canvas} className={styles.sparkline} style={{ color, height }} role="img" aria-label={label} />;
});
