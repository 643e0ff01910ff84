import type { CSSProperties, KeyboardEvent } from 'react';
import styles from './Slider.module.css';
import { fromTravel, toTravel } from './scale';

const TRAVEL = 1000;
/** Steps are a hair shorter, so that rounding cannot put the last one beyond the end, where the browser would leave it out. */
const HAIR = 1 - 1e-9;

interface SliderProps {
  /** Name for screen readers. */
  label: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  scale?: 'linear' | 'log';
  /** Every movement. */
  onChange(value: number): void;
  /** The pointer or key was let go. */
  onCommit?(): void;
  /** Keys with a meaning of their own, before the slider takes them. */
  onKeyDown?(event: KeyboardEvent<HTMLInputElement>): void;
  disabled?: boolean;
  /** Value in words for screen readers. */
  valueText?: string;
  testId?: string;
}

export function Slider({
  label,
  value,
  min,
  max,
  step,
  scale,
  onChange,
  onCommit,
  onKeyDown,
  disabled,
  valueText,
  testId,
}: SliderProps) {
  const travel = toTravel(value, { min, max, scale });
  return (
    <input
      type="range"
      className={styles.slider}
      aria-label={label}
      aria-valuetext={valueText ?? String(value)}
      min={0}
      max={TRAVEL}
      step={scale === 'log' || !step ? 1 : Math.max(0.001, (step / (max - min)) * TRAVEL * HAIR)}
      value={travel * TRAVEL}
      disabled={disabled}
      onChange={(event) => onChange(fromTravel(Number(event.target.value) / TRAVEL, { min, max, scale }, step))}
      onPointerUp={onCommit}
      onKeyDown={onKeyDown}
      onKeyUp={onCommit}
      style={{ '--travel': `${travel * 100}%` } as CSSProperties}
      data-testid={testId}
    />
  );
}
