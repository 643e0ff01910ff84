import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { classes } from './classes';
import styles from './Fold.module.css';

interface FoldProps {
  title: string;
  open: boolean;
  onToggle(): void;
  /** A word at the end of the heading, for instance how much is inside. */
  note?: string;
  children: ReactNode;
  testId?: string;
}

/** A heading that folds away what stands under it. */
export function Fold({ title, open, onToggle, note, children, testId }: FoldProps) {
  const id = useId();
  return (
    <section aria-label={title}>
      <h3 className={styles.heading}>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          onClick={onToggle}
          data-testid={testId}
        >
          <ChevronRight aria-hidden className={classes(styles.chevron, open && styles.open)} />
          <span className={styles.title}>{title}</span>
          {note && <span className={styles.note}>{note}</span>}
        </button>
      </h3>
      {open && <div id={id}>{children}</div>}
    </section>
  );
}
