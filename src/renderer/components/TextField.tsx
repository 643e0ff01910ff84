import { Search } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { classes } from './classes';
import styles from './fields.module.css';

interface TextFieldProps {
  label: string;
  value: string;
  /** Text was entered (Enter or blur), and differs. */
  onCommit(value: string): void;
  placeholder?: string;
  maxLength?: number;
  autoFocus?: boolean;
  testId?: string;
}

/** One line of text that is given back when it is left or Enter is pressed; Escape restores it. */
export function TextField({ label, value, onCommit, placeholder, maxLength, testId }: TextFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    if (draft !== null && draft !== value) onCommit(draft);
    setDraft(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') {
      commit();
      event.currentTarget.blur();
    } else if (event.key === 'Escape') setDraft(null);
    else return;
    event.stopPropagation();
  };
  return (
    <span className={styles.field}>
      <input
        className={styles.text}
        type="text"
        aria-label={label}
        value={draft ?? value}
        placeholder={placeholder}
        maxLength={maxLength}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={onKeyDown}
        data-testid={testId}
      />
    </span>
  );
}

interface SearchFieldProps {
  label: string;
  value: string;
  onChange(value: string): void;
  onKeyDown?(event: KeyboardEvent<HTMLInputElement>): void;
  placeholder?: string;
  /** Takes the focus when it appears. */
  focus?: boolean;
  /** Id of the list that it filters, and of the row that is chosen in it. */
  controls?: string;
  active?: string;
  testId?: string;
}

const takeFocus = (input: HTMLInputElement | null): void => input?.focus();

/** A search box: every key stroke is given on. */
export function SearchField(props: SearchFieldProps) {
  const list = props.controls && {
    role: 'combobox',
    'aria-expanded': true,
    'aria-controls': props.controls,
    'aria-activedescendant': props.active,
  };
  return (
    <span className={classes(styles.field, styles.search)}>
      <Search className={styles.glyph} aria-hidden />
      <input
        ref={props.focus ? takeFocus : undefined}
        className={styles.text}
        type="text"
        {...list}
        aria-label={props.label}
        value={props.value}
        placeholder={props.placeholder}
        spellCheck={false}
        onChange={(event) => props.onChange(event.target.value)}
        onKeyDown={props.onKeyDown}
        data-testid={props.testId}
      />
    </span>
  );
}
