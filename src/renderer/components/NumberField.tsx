import { type KeyboardEvent, useState } from 'react';
import { classes } from './classes';
import styles from './fields.module.css';

interface NumberFieldProps {
  label: string;
  value: number;
  /** A valid number was entered (Enter, blur or arrow keys); called only when it differs. */
  onChange(value: number): void;
  min?: number;
  max?: number;
  step?: number;
  integer?: boolean;
  unit?: string;
  disabled?: boolean;
  /** Width in pixels; as wide as its place when absent. */
  width?: number;
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
  if ((bounds.min !== undefined && value < bounds.min) || (bounds.max !== undefined && value > bounds.max)) return null;
  return value;
}

/** Shortest text that reads back as the same number, with small exponents spelled `1e-3`. */
export function numberText(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-2) return value.toExponential().replace('e+', 'e');
  return String(value);
}

export function NumberField(props: NumberFieldProps) {
  const { label, value, onChange, min, max, step, integer, unit, disabled, width, testId } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const parsed = draft === null ? value : parseNumber(draft, { min, max, integer });
  const invalid = draft !== null && parsed === null;

  const commit = () => {
    if (draft !== null && parsed !== null && parsed !== value) onChange(parsed);
    setDraft(null);
  };
  const nudge = (direction: number, coarse: boolean) => {
    const base = parsed ?? value;
    const size = (step ?? (integer ? 1 : nudgeSize(base))) * (coarse ? 10 : 1);
    const next = Number((base + direction * size).toPrecision(10));
    const bounded = Math.min(max ?? Number.POSITIVE_INFINITY, Math.max(min ?? Number.NEGATIVE_INFINITY, next));
    setDraft(null);
    if (bounded !== value) onChange(bounded);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') commit();
    else if (event.key === 'Escape') setDraft(null);
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
        title={invalid ? rangeSentence(label, props) : undefined}
        value={draft ?? numberText(value)}
        disabled={disabled}
        onChange={(event) => setDraft(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={commit}
        onKeyDown={onKeyDown}
        data-testid={testId}
      />
      {unit && <span className={styles.unit}>{unit}</span>}
    </span>
  );
}

/** A tenth of the number's own size, so that arrows are useful at any scale. */
const nudgeSize = (value: number): number => (value === 0 ? 0.1 : 10 ** Math.floor(Math.log10(Math.abs(value)) - 0.05));

function rangeSentence(label: string, { min, max, integer }: NumberFieldProps): string {
  const what = integer ? 'a whole number' : 'a number';
  if (min !== undefined && max !== undefined) return `${label} must be ${what} from ${min} to ${max}.`;
  if (min !== undefined) return `${label} must be ${what} of at least ${min}.`;
  if (max !== undefined) return `${label} must be ${what} of at most ${max}.`;
  return `${label} must be ${what}.`;
}
