import { LensPanel } from '../lenses/LensPanel';
import styles from './LensArea.module.css';

/** The lenses under the canvas. `height` is null while they have the canvas's place too. */
export function LensArea({ height }: { height: number | null }) {
  return (
    <section
      className={styles.area}
      style={height === null ? { flex: 1, maxHeight: 'none' } : { height }}
      aria-label="Lenses"
      data-region="lenses"
      data-testid="lenses"
    >
      <LensPanel />
    </section>
  );
}
