import katex from 'katex';
import 'katex/dist/katex.min.css';
import { Fragment, useLayoutEffect, useMemo, useRef } from 'react';
import styles from './Formula.module.css';

interface FormulaProps {
  /** KaTeX source. */
  source: string;
  /** On a line of its own, larger. */
  display?: boolean;
}

/** A formula that is too long for its place is set smaller, down to this part of its size; then it breaks. */
const SMALLEST = 0.7;

/** Size of a formula that needs so many pixels of a place, and whether it has to break as well. */
export function fitting(needed: number, room: number): { scale: number; broken: boolean } {
  if (needed <= room || room <= 0) return { scale: 1, broken: false };
  const scale = room / needed;
  return scale < SMALLEST ? { scale: SMALLEST, broken: true } : { scale, broken: false };
}

/** Measures a formula at its full size and makes it fit the width of its element. */
function shrink(element: HTMLElement): void {
  element.style.removeProperty('--fit');
  delete element.dataset.broken;
  const { scale, broken } = fitting(element.scrollWidth, element.clientWidth);
  if (scale < 1) element.style.setProperty('--fit', scale.toFixed(3));
  if (broken) element.dataset.broken = '';
}

/** A typeset formula; a source that cannot be set appears as written, in the colour of errors. */
export function Formula({ source, display = false }: FormulaProps) {
  const element = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const span = element.current;
    if (!span) return;
    katex.render(source, span, { displayMode: display, throwOnError: false, output: 'htmlAndMathml' });
    if (!display) return;
    let width = span.clientWidth;
    shrink(span);
    const observer = new ResizeObserver(() => {
      if (span.clientWidth === width) return;
      width = span.clientWidth;
      shrink(span);
    });
    observer.observe(span);
    // The formula's own letters may still be on their way.
    void document.fonts.ready.then(() => span.isConnected && shrink(span));
    return () => observer.disconnect();
  }, [source, display]);
  return <span ref={element} className={display ? styles.display : styles.inline} />;
}

/** Plain text in which `$…$` is typeset. */
export function Prose({ text }: { text: string }) {
  const parts = useMemo(() => splitFormulas(text), [text]);
  return (
    <>
      {parts.map((part) => (
        <Fragment key={part.at}>{part.formula ? <Formula source={part.text} /> : part.text}</Fragment>
      ))}
    </>
  );
}

/** Splits at `$`; an odd dollar sign at the end stays text. */
export function splitFormulas(text: string): { at: number; text: string; formula: boolean }[] {
  const parts: { at: number; text: string; formula: boolean }[] = [];
  let at = 0;
  for (const match of text.matchAll(/\$([^$]+)\$/g)) {
    if (match.index > at) parts.push({ at, text: text.slice(at, match.index), formula: false });
    parts.push({ at: match.index, text: match[1], formula: true });
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ at, text: text.slice(at), formula: false });
  return parts;
}
