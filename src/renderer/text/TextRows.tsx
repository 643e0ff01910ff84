import styles from './TextRows.module.css';

interface TextRowsProps {
  /** Pieces of each text. */
  texts: readonly (readonly string[])[];
  /** Number of the first one, from 1. */
  from: number;
  label: string;
  testId: string;
}

/** Short texts one below the other, numbered. */
export function TextRows({ texts, from, label, testId }: TextRowsProps) {
  const numbered = texts.map((pieces, i) => ({ number: from + i, text: pieces.join('') }));
  return (
    <section className={styles.frame} aria-label={label} data-testid={testId}>
      <ol className={styles.rows}>
        {numbered.map(({ number, text }) => (
          <li key={number} className={styles.row}>
            <span className={styles.number}>{number}</span>
            <span className={styles.text}>{text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
