import { classes } from './classes';
import styles from './fields.module.css';

interface ToggleProps {
  label: string;
  /** `mixed` where several things are edited that differ. */
  checked: boolean | 'mixed';
  onChange(checked: boolean): void;
  disabled?: boolean;
  /** Only the switch is drawn; the label is spoken. */
  hideLabel?: boolean;
  testId?: string;
}

export function Toggle({ label, checked, onChange, disabled, hideLabel, testId }: ToggleProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked === true}
      aria-label={checked === 'mixed' ? `${label}, mixed` : label}
      className={classes(styles.toggle, checked === true && styles.on, checked === 'mixed' && styles.mixed)}
      disabled={disabled}
      onClick={() => onChange(checked !== true)}
      data-testid={testId}
    >
      <span className={styles.track} aria-hidden>
        <span className={styles.knob} />
      </span>
      {!hideLabel && label}
    </button>
  );
}
