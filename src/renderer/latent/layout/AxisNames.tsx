import styles from './AxisNames.module.css';
import type { Layout } from './layout';

/** What the plane shows across and up, at the ends of its two directions. */
export function AxisNames({ layout }: { layout: Layout }) {
  const [across, up] = layout.axes;
  return (
    <>
      <span className={styles.across} data-in-picture>
        {across} →
      </span>
      {up && (
        <span className={styles.up} data-in-picture>
          ↑ {up}
        </span>
      )}
    </>
  );
}
