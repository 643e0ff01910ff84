import { Fragment, useMemo } from 'react';
import styles from './Marked.module.css';

/** A text whose letters at `marks` stand out: those that the query found. */
export function Marked({ text, marks }: { text: string; marks: readonly number[] }) {
  const parts = useMemo(() => markedParts(text, marks), [text, marks]);
  return (
    <>
      {parts.map(({ at, part, marked }) =>
        marked ? (
          <mark key={at} className={styles.mark}>
            {part}
          </mark>
        ) : (
          <Fragment key={at}>{part}</Fragment>
        ),
      )}
    </>
  );
}

/** Runs of marked and unmarked letters. */
export function markedParts(text: string, marks: readonly number[]): { at: number; part: string; marked: boolean }[] {
  const chosen = new Set(marks);
  const parts: { at: number; part: string; marked: boolean }[] = [];
  for (let at = 0; at < text.length; at++) {
    const marked = chosen.has(at);
    const last = parts.at(-1);
    if (last && last.marked === marked) last.part += text[at];
    else parts.push({ at, part: text[at], marked });
  }
  return parts;
}
