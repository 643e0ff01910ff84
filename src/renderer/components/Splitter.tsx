import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { classes } from './classes';
import styles from './Splitter.module.css';

interface SplitterProps {
  label: string;
  /** `vertical` is an upright bar that changes a width. */
  orientation: 'vertical' | 'horizontal';
  /** Size in pixels of the panel that it changes. */
  size: number;
  min: number;
  max: number;
  /** Panel lies after the bar (right or below), so moving towards the start makes it larger. */
  after?: boolean;
  onResize(size: number): void;
  /** Double click. */
  onReset?(): void;
}

/** The bar between two panels: drag it, or focus it and use the arrow keys. */
export function Splitter({ label, orientation, size, min, max, after, onResize, onReset }: SplitterProps) {
  const start = useRef<{ at: number; size: number } | null>(null);
  const vertical = orientation === 'vertical';
  const sign = after ? -1 : 1;
  const along = (event: PointerEvent) => (vertical ? event.clientX : event.clientY);
  const resize = (value: number) => onResize(Math.round(Math.min(max, Math.max(min, value))));

  const onKeyDown = (event: KeyboardEvent) => {
    const direction = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!direction) return;
    event.preventDefault();
    event.stopPropagation();
    resize(size + sign * direction * (event.shiftKey ? 64 : 16));
  };

  return (
    <hr
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      className={classes(styles.splitter, vertical ? styles.vertical : styles.horizontal)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { at: along(event), size };
      }}
      onPointerMove={(event) => {
        if (start.current) resize(start.current.size + sign * (along(event) - start.current.at));
      }}
      onPointerUp={() => {
        start.current = null;
      }}
      onDoubleClick={onReset}
      onKeyDown={onKeyDown}
    />
  );
}
