import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { formatCount } from '../format';
import styles from './TrajectoryPictures.module.css';
import { changeTrajectoryView } from './view';

interface PickGridProps {
  count: number;
  columns: number;
  picked: number | null;
  /** Keys reach the pictures here; a second grid of the same pictures is for the pointer alone. */
  keys?: boolean;
  children: ReactNode;
}

/** Where an arrow key leads in a grid; null for other keys. */
export function gridMove(key: string, from: number, columns: number, count: number): number | null {
  const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[key];
  if (by === undefined) return null;
  return from + by < 0 || from + by >= count ? from : from + by;
}

/** Pictures in a grid, one of which can be followed: a click or Enter follows it or lets it go, arrows go on, Escape lets go. */
export function PickGrid({ count, columns, picked, keys, children }: PickGridProps) {
  const used = Math.min(columns, count);
  const rows = Math.ceil(count / used);
  const cells = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = gridMove(event.key, picked ?? 0, used, count);
    if (next !== null) {
      changeTrajectoryView({ picked: next });
      const cell = cells.current?.children[next];
      if (cell instanceof HTMLElement) cell.focus();
    } else if (event.key === 'Escape' && picked !== null) changeTrajectoryView({ picked: null });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles.grid}>
      {children}
      <div
        ref={cells}
        className={styles.cells}
        style={{ gridTemplateColumns: `repeat(${used}, 1fr)`, gridTemplateRows: `repeat(${rows}, 1fr)` }}
        role="toolbar"
        aria-label="Pictures to follow"
        aria-hidden={!keys}
        onKeyDown={onKeyDown}
      >
        {[...Array(count).keys()].map((i) => (
          <button
            key={i}
            type="button"
            className={styles.cell}
            aria-label={`Follow picture ${formatCount(i + 1)}`}
            aria-pressed={i === picked}
            tabIndex={keys && i === (picked ?? 0) ? 0 : -1}
            onClick={() => changeTrajectoryView({ picked: i === picked ? null : i })}
          />
        ))}
      </div>
    </div>
  );
}
