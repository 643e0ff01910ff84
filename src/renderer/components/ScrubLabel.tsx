import { type PointerEvent, useRef } from 'react';
import { classes } from './classes';
import { type NumberRange, scrubbed } from './nudge';
import styles from './ScrubLabel.module.css';

interface ScrubLabelProps {
  text: string;
  value: number;
  range: NumberRange;
  className?: string;
  /** Every movement. */
  onChange(value: number): void;
  /** The pointer was let go after it moved. */
  onCommit(): void;
}

/** Pixels that a pointer may tremble without dragging. */
const SLACK = 3;

/** How much slower a number moves with Shift. */
const FINE = 10;

/** The name of a number: dragged to the side it changes the number, finely with Shift. The field beside it is for keys. */
export function ScrubLabel({ text, value, range, className, onChange, onCommit }: ScrubLabelProps) {
  const drag = useRef<{ x: number; value: number; pixels: number; moving: boolean } | null>(null);

  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const current = drag.current;
    if (!current) return;
    const by = event.clientX - current.x;
    if (!current.moving && Math.abs(by) < SLACK) return;
    current.moving = true;
    // Pressing Shift on the way changes the pace from here on, without a jump.
    current.x = event.clientX;
    current.pixels += event.shiftKey ? by / FINE : by;
    const next = scrubbed(current.value, current.pixels, range);
    if (next !== value) onChange(next);
  };
  const finish = () => {
    if (drag.current?.moving) onCommit();
    drag.current = null;
  };

  return (
    <span
      className={classes(styles.scrub, className)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { x: event.clientX, value, pixels: 0, moving: false };
      }}
      onPointerMove={onPointerMove}
      onPointerUp={finish}
      onPointerCancel={finish}
    >
      {text}
    </span>
  );
}
