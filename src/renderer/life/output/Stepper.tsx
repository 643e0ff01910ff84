import { ChevronLeft, ChevronRight } from 'lucide-react';
import { IconButton } from '../../components/Button';
import styles from './Output.module.css';

interface StepperProps {
  /** What is stepped through: `Item`. */
  name: string;
  /** From 0; null stands for all of them together. */
  value: number | null;
  count: number;
  /** Word for all together, where that can be chosen. */
  all?: string;
  /** After the number, for instance the class. */
  note?: string;
  onChange(value: number | null): void;
}

/** Steps through counted things, one by one and round again. */
export function Stepper({ name, value, count, all, note, onChange }: StepperProps) {
  const places = all === undefined ? count : count + 1;
  const at = value === null ? 0 : value + (all === undefined ? 0 : 1);
  const go = (by: number): void => {
    const next = (at + by + places) % places;
    onChange(all === undefined ? next : next === 0 ? null : next - 1);
  };
  const shown = value === null ? all : `${name} ${value}${note ? ` · ${note}` : ''}`;
  return (
    <span className={styles.stepper}>
      <IconButton icon={ChevronLeft} label={`${name} before`} size="small" onClick={() => go(-1)} />
      <output>{shown}</output>
      <IconButton icon={ChevronRight} label={`Next ${name.toLowerCase()}`} size="small" onClick={() => go(1)} />
    </span>
  );
}
