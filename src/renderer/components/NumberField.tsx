import { type KeyboardEvent, useState } from 'react';
import { formatCount } from '../format';
import { classes } from './classes';
import styles from './fields.module.css';
import { type NumberRange, nudged, withinRange } from './nudge';

interface NumberFieldProps extends NumberRange {
  label: string;
  /** Null where several things are edited whose values differ. */
  value: number | null;
  /** A valid number was entered (Enter, blur or arrow keys); called only when it differs. */
  onChange(value: number): void;
  /** What was typed cannot be taken (a sentence), or can again (null). The text stays to be put right. */
  onRefusal?(sentence: string | null): void;
  unit?: string;
  disabled?: boolean;
  /** Width in pixels; as wide as its place when absent. */
  width?: number;
  /** Id of what describes it further. */
  describedBy?: string;
  testId?: string;
}

/** The number that was typed, or null when it is none or lies outside the bounds. */
export function parseNumber(text: string, bounds: { min?: number; max?: number; integer?: boolean }): number | null {
  const cleaned = text
    .trim()
    .replaceAll(/[\s\u2009\u202f]/g, '')
    .replace('\u2212', '-')
    .replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cleaned)) return null;
  const value = Number(cleaned);
  if (!Number.isFinite(value) || (bounds.integer && !Number.isInteger(value))) return null;
  return withinRange(value, bounds) ? value : null;
}

/** Shortest text that reads back as the same number, thousands apart, with small exponents spelled `1e-3`. */
export function numberText(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-2) return value.toExponential().replace('e+', 'e');
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return formatCount(value);
  return String(value);
}

export function NumberField(props: NumberFieldProps) {
  const { label, value, onChange, onRefusal, unit, disabled, width, testId } = props;
  // A text that was refused stays until it is put right, or the value changes under it.
  const [draft, setDraft] = useState<{ text: string; over: number | null } | null>(null);
  const text = draft && draft.over === value ? draft.text : null;
  const parsed = text === null ? value : parseNumber(text, props);
  const invalid = text !== null && parsed === null;

  const write = (next: string | null) => {
    setDraft(next === null ? null : { text: next, over: value });
    if (next === null || parseNumber(next, props) !== null) onRefusal?.(null);
  };
  const commit = () => {
    if (text === null) return;
    if (parsed === null) {
      if (text.trim() === '' && value === null) write(null);
      else onRefusal?.(refusal(label, props, text));
      return;
    }
    write(null);
    if (parsed !== value) onChange(parsed);
  };
  const nudge = (direction: 1 | -1, coarse: boolean) => {
    const base = parsed ?? value ?? props.min ?? 0;
    const next = nudged(base, direction, coarse, props);
    write(null);
    if (next !== value) onChange(next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') commit();
    else if (event.key === 'Escape' && text !== null) write(null);
    else if (event.key === 'ArrowUp') nudge(1, event.shiftKey);
    else if (event.key === 'ArrowDown') nudge(-1, event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <span className={classes(styles.field, invalid && styles.invalid)} style={{ width }}>
      <input
        className={styles.number}
        type="text"
        inputMode="decimal"
        aria-label={unit ? `${label}, ${unit}` : label}
        aria-invalid={invalid}
        aria-describedby={props.describedBy}
        title={invalid ? refusal(label, props, text) : undefined}
        value={text ?? (value === null ? '' : numberText(value))}
        placeholder={value === null ? 'mixed' : undefined}
        disabled={disabled}
        onChange={(event) => write(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={commit}
        onKeyDown={onKeyDown}
        data-testid={testId}
      />
      {unit && <span className={styles.unit}>{unit}</span>}
    </span>
  );
}

/** `1 to 8 192`, `at least 0`, `at most 1`; empty without bounds. */
export function rangeText({ min, max }: NumberRange): string {
  if (min !== undefined && max !== undefined) return `${numberText(min)} to ${numberText(max)}`;
  if (min !== undefined) return `at least ${numberText(min)}`;
  return max === undefined ? '' : `at most ${numberText(max)}`;
}

/** One sentence that says what the field takes, and what it got. */
export function refusal(label: string, range: NumberRange, text: string): string {
  const what = range.integer ? 'a whole number' : 'a number';
  const bounds = rangeText(range);
  const between = range.min !== undefined && range.max !== undefined;
  const wanted = bounds === '' ? what : `${what}${between ? ' from' : ' of'} ${bounds}`;
  const got = text.trim() === '' ? 'it is empty' : `it is “${text.trim()}”`;
  return `${label} must be ${wanted}; ${got}.`;
}
