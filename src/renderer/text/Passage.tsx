import { type CSSProperties, type KeyboardEvent, type MouseEvent, memo, useEffect, useRef } from 'react';
import { classes } from '../components/classes';
import { shade, tokenWords } from './surprise';
import styles from './TextLens.module.css';
import type { Letter } from './view';

interface PassageProps {
  label: string;
  letters: readonly Letter[];
  /** Place of the token that is looked at; null for the end. */
  cursor: number | null;
  onCursor(cursor: number | null): void;
  /** The token under the pointer; null when it has gone. */
  onHover(place: number | null): void;
  /** Keeps the end in sight as it grows. */
  follow?: boolean;
  /** Keys that mean something here besides those that move the cursor. */
  onKeyDown?(event: KeyboardEvent): void;
  /** Said where nothing is written yet. */
  placeholder: string;
  testId: string;
}

/** Characters that are read out of a text; its tokens are told one by one as the cursor moves. */
const READ_OUT = 300;

const Token = memo(function Token({ letter, at }: { letter: Letter; at: boolean }) {
  const { piece, logProb, from, place } = letter;
  return (
    <span
      className={classes(styles.token, from !== 'written' && styles.given, at && styles.at)}
      style={{ '--surprise': `${Math.round(100 * shade(logProb))}%` } as CSSProperties}
      data-place={place}
    >
      {piece}
    </span>
  );
}, sameToken);

interface Shown {
  letter: Letter;
  at: boolean;
}

/** Letters are made anew with every answer; most of them say the same. */
function sameToken(a: Shown, b: Shown): boolean {
  const [x, y] = [a.letter, b.letter];
  return a.at === b.at && x.piece === y.piece && x.logProb === y.logProb && x.from === y.from && x.place === y.place;
}

/** Place of the token that an event is about. */
const placeOf = ({ target }: MouseEvent): number | null => {
  const place = target instanceof HTMLElement ? target.dataset.place : undefined;
  return place === undefined ? null : Number(place);
};

/** A text whose every token is shaded by how surprised the model was. A click or the arrow keys choose one. */
export function Passage(props: PassageProps) {
  const { label, letters, cursor, onCursor, onHover, onKeyDown, follow = false, placeholder, testId } = props;
  const frame = useRef<HTMLDivElement>(null);
  const last = letters.length;
  useEffect(() => {
    if (follow && last > 0) frame.current?.scrollTo({ top: frame.current.scrollHeight });
  }, [follow, last]);
  const move = (to: number) => {
    onCursor(to >= last ? null : Math.max(0, to));
    frame.current?.querySelector(`[data-place="${to}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  const goals: Readonly<Record<string, number>> = {
    ArrowLeft: (cursor ?? last) - 1,
    ArrowRight: (cursor ?? last) + 1,
    Home: 0,
    End: last,
  };
  const onKey = (event: KeyboardEvent) => {
    const goal = event.ctrlKey || event.metaKey || event.altKey ? undefined : goals[event.key];
    if (goal === undefined) return onKeyDown?.(event);
    move(goal);
    event.preventDefault();
    event.stopPropagation();
  };
  const onClick = (event: MouseEvent) => {
    const place = placeOf(event);
    onCursor(place === cursor ? null : place);
  };
  const text = letters
    .slice(0, READ_OUT)
    .map(({ piece }) => piece)
    .join('');
  return (
    <div
      ref={frame}
      className={styles.passage}
      role="slider"
      tabIndex={0}
      aria-label={`${label}: ${text || placeholder}`}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={cursor ?? last}
      aria-valuetext={cursor === null ? 'at the end' : tokenWords(letters[cursor])}
      onKeyDown={onKey}
      onClick={onClick}
      onPointerOver={(event) => onHover(placeOf(event))}
      onPointerLeave={() => onHover(null)}
      data-in-picture
      data-testid={testId}
    >
      {last === 0 && <span className={styles.placeholder}>{placeholder}</span>}
      {letters.map((letter) => (
        <Token key={letter.place} letter={letter} at={letter.place === cursor} />
      ))}
      <span className={classes(styles.caret, cursor === null && styles.here)} />
    </div>
  );
}
