import { ChevronDown } from 'lucide-react';
import { classes } from './classes';
import styles from './fields.module.css';

interface SelectProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange(value: T): void;
  /** Called before the list can be seen: options that take time to find may wait for it. */
  onOpen?(): void;
  disabled?: boolean;
  /** Without a frame, for toolbars. */
  quiet?: boolean;
  testId?: string;
}

export function Select<T extends string>(props: SelectProps<T>) {
  const { label, value, options, onChange, onOpen, disabled, quiet, testId } = props;
  const choose = (chosen: string) => {
    const option = options.find((candidate) => candidate.value === chosen);
    if (option) onChange(option.value);
  };
  return (
    <span className={classes(styles.select, quiet && styles.quiet)}>
      <select
        aria-label={label}
        value={value}
        disabled={disabled}
        onPointerDown={onOpen}
        onFocus={onOpen}
        onChange={(event) => choose(event.target.value)}
        data-testid={testId}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown className={styles.chevron} aria-hidden />
    </span>
  );
}
