import type { RefObject } from 'react';
import styles from './Brush.module.css';

/** The rectangle or lasso that is being drawn. */
export function BrushOutline({ outline }: { outline: RefObject<SVGPolygonElement | null> }) {
  return (
    <svg className={styles.overlay} aria-hidden="true">
      <polygon ref={outline} className={styles.outline} points="" />
    </svg>
  );
}
