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

/** A typeset formula; a source that cannot be set appears as written, in the colour of errors. */
export function Formula({ source, display = false }: FormulaProps) {
  const element = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (!element.current) return;
    katex.render(source, element.current, { displayMode: display, throwOnError: false, output: 'htmlAndMathml' });
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
