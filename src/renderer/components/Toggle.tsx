import { classes } from './classes';
import styles from './fields.module.css';

interface ToggleProps {
  label: string;
  checked: boolean;
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
      aria-checked={checked}
      aria-label={label}
      className={classes(styles.toggle, checked && styles.on)}
      disabled={disabled}
      onClick={() => onChange(!checked)}
      data-testid={testId}
    >
      <span className={styles.track} aria-hidden>
        <span className={styles.knob} />
      </span>
      {!hideLabel && label}
    </button>
  );
}
