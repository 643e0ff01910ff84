import type { ReactNode, RefObject } from 'react';
import { formatCount } from '../format';
import shared from '../lenses/lens.module.css';
import styles from './SamplesLens.module.css';

interface SamplesPartProps {
  title: string;
  note: string;
  step: number | undefined;
  room: RefObject<HTMLDivElement | null>;
  action?: ReactNode;
  /** What can be chosen, in a line of its own. */
  choice?: ReactNode;
  children: ReactNode;
}

/** A titled half of the lens; `room` is what its pictures may take. */
export function SamplesPart({ title, note, step, room, action, choice, children }: SamplesPartProps) {
  return (
    <section className={styles.part} aria-label={title}>
      <header className={styles.head}>
        <h3 className={styles.title}>{title}</h3>
        <span className={styles.note} title={note}>
          {note}
        </span>
        <span className={shared.number}>{step === undefined ? '' : `step ${formatCount(step)}`}</span>
        {action}
      </header>
      {choice && <div className={styles.choice}>{choice}</div>}
      <div ref={room} className={styles.room}>
        {children}
      </div>
    </section>
  );
}

/** Said until the first samples are there: through many steps of a network they take seconds. */
export function Waiting() {
  return (
    <output className={styles.waiting} data-testid="samples.waiting">
      Sampling…
    </output>
  );
}
