import type { LucideIcon } from 'lucide-react';
import { useId } from 'react';
import styles from './Segmented.module.css';

interface SegmentedProps<T extends string> {
  label: string;
  /** None of them where the value is null (several things are chosen that differ). */
  value: T | null;
  options: readonly { id: T; label: string; icon?: LucideIcon; help?: string }[];
  onChange(id: T): void;
  /** Options get `<testId>.<id>`. */
  testId?: string;
}

/** A few choices side by side, one of which holds; arrow keys move it. */
export function Segmented<T extends string>({ label, value, options, onChange, testId }: SegmentedProps<T>) {
  const name = useId();
  return (
    <fieldset className={styles.segmented} aria-label={label} data-testid={testId}>
      {options.map(({ id, label: text, icon: Icon, help }) => (
        <label key={id} className={styles.segment} title={help} data-testid={testId && `${testId}.${id}`}>
          <input type="radio" name={name} checked={id === value} onChange={() => onChange(id)} />
          {Icon && <Icon aria-hidden />}
          {text}
        </label>
      ))}
    </fieldset>
  );
}
