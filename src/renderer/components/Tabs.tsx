import type { KeyboardEvent } from 'react';
import { classes } from './classes';
import styles from './Tabs.module.css';

interface TabsProps<T extends string> {
  label: string;
  items: readonly { id: T; label: string; disabled?: boolean }[];
  value: T;
  onChange(id: T): void;
  /** Tabs get `<prefix>.<id>` as their test id. */
  testIdPrefix?: string;
}

/** A row of tabs; arrow keys move between them. The panel below is the caller's. */
export function Tabs<T extends string>({ label, items, value, onChange, testIdPrefix }: TabsProps<T>) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const enabled = items.filter((item) => !item.disabled);
    const at = enabled.findIndex((item) => item.id === value);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: enabled.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = enabled[(to + enabled.length) % enabled.length];
    onChange(next.id);
    const tabs = event.currentTarget.querySelectorAll<HTMLButtonElement>('[role=tab]');
    tabs[items.findIndex((item) => item.id === next.id)]?.focus();
  };
  return (
    <div role="tablist" aria-label={label} className={styles.tabs} onKeyDown={onKeyDown}>
      {items.map((item) => (
        <button
          key={item.id}
          type="button"
          role="tab"
          aria-selected={item.id === value}
          tabIndex={item.id === value ? 0 : -1}
          disabled={item.disabled}
          className={classes(styles.tab, item.id === value && styles.selected)}
          onClick={() => onChange(item.id)}
          data-testid={testIdPrefix && `${testIdPrefix}.${item.id}`}
        >
          {item.label}
        </button>
      ))}
    </div>
  );
}
