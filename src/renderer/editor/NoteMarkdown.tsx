import 'katex/dist/katex.min.css';
import { Component, type ReactNode, useEffect, useMemo, useState } from 'react';
import Markdown, { type Components, type Options } from 'react-markdown';
import rehypeKatex from 'rehype-katex';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import styles from './NoteMarkdown.module.css';
import { noteSections, type Section } from './note-sections';

/** Lengths in formulas, in em: none covers the canvas. */
const MAX_SIZE = 20;

const remarkPlugins: Options['remarkPlugins'] = [remarkGfm, remarkMath];
const rehypePlugins: Options['rehypePlugins'] = [[rehypeKatex, { maxSize: MAX_SIZE, errorColor: 'var(--danger)' }]];

/** Nothing in a note leads out of the window: links show their address, pictures their name. */
const components: Components = {
  a: ({ children, href = '' }) => (
    <span className={styles.link}>
      {children}
      {isAddress(href) && String(children) !== href && <span className={styles.address}> ({href})</span>}
    </span>
  ),
  img: ({ alt, src }) => <span className={styles.address}>[picture: {alt || String(src ?? '')}]</span>,
  input: ({ checked }) => <span className={styles.box}>{checked ? '☑' : '☐'} </span>,
  table: ({ children }) => (
    <div className={styles.scroll}>
      <table>{children}</table>
    </div>
  ),
};

/** Places inside the note itself (footnotes) are no addresses. */
const isAddress = (href: string): boolean => href !== '' && !href.startsWith('#');

/** A note's text typeset: Markdown with tables and formulas. A long one appears part by part. */
export default function NoteMarkdown({ text }: { text: string }) {
  const sections = useMemo(() => noteSections(text), [text]);
  const shown = useGrowing(sections.length);
  return (
    <div className={styles.markdown}>
      {sections.slice(0, shown).map((section, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no name but their place in the text.
        <Part key={index} section={section} />
      ))}
    </div>
  );
}

function Part({ section: { text, plain } }: { section: Section }) {
  const typeset = useMemo(
    () => (
      <Markdown remarkPlugins={remarkPlugins} rehypePlugins={rehypePlugins} components={components}>
        {text}
      </Markdown>
    ),
    [text],
  );
  const written = <p className={styles.written}>{text}</p>;
  return plain ? (
    written
  ) : (
    <AsWritten key={text} instead={written}>
      {typeset}
    </AsWritten>
  );
}

/** Parts that are shown by now: one at once, then another each time the window rests. */
function useGrowing(count: number): number {
  const [shown, setShown] = useState(1);
  useEffect(() => {
    if (shown >= count) return;
    const handle = requestIdleCallback(() => setShown(shown + 1), { timeout: 500 });
    return () => cancelIdleCallback(handle);
  }, [shown, count]);
  return shown;
}

/** Shows a text as it was written where it cannot be typeset. */
class AsWritten extends Component<{ instead: ReactNode; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.instead : this.props.children;
  }
}
