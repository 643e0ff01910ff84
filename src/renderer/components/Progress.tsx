import { classes } from './classes';
import styles from './Progress.module.css';

interface ProgressProps {
  label: string;
  /** From 0 to 1; null while nobody knows. */
  value: number | null;
}

/** A thin line that fills. */
export function Progress({ label, value }: ProgressProps) {
  const percent = value === null ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 1000) / 10;
  return (
    <div
      className={styles.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div
        className={classes(styles.fill, percent === undefined && styles.unknown)}
        style={{ width: `${percent ?? 30}%` }}
      />
    </div>
  );
}
