import { type ReactNode, useRef } from 'react';
import { useSize } from '../lenses/hooks/use-size';
import type { Size } from '../lenses/plane/transform';
import styles from './Lanes.module.css';

/** CSS pixels that the name and the figures of a lane take from its height. */
const HEAD = 46;

/** Columns with which the pictures of `count` lanes are largest: beside each other, or two by two. */
export function laneColumns(count: number, { width, height }: Size): number {
  const side = (columns: number) => Math.min(width / columns, height / Math.ceil(count / columns) - HEAD);
  const choices = Array.from({ length: count }, (_, i) => count - i);
  return choices.reduce((best, columns) => (side(columns) > side(best) ? columns : best));
}

/** Lanes of equal size. */
export function LanesGrid({ count, children }: { count: number; children: ReactNode }) {
  const room = useRef<HTMLDivElement>(null);
  const columns = laneColumns(Math.max(1, count), useSize(room));
  return (
    <div
      ref={room}
      className={styles.lanes}
      style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`, gridAutoRows: 'minmax(0, 1fr)' }}
    >
      {children}
    </div>
  );
}
