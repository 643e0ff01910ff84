import type { ContinuedText } from '../../protocol/worker';
import { percent, visible } from './surprise';
import styles from './TextLens.module.css';

interface NextTokensProps {
  next: ContinuedText['next'] | null;
  /** What they are the likeliest of: the end, or a place inside the text. */
  at: string;
  onChoose(index: number): void;
}

/** The likeliest tokens as bars; one that is pressed is put down. */
export function NextTokens({ next, at, onChoose }: NextTokensProps) {
  return (
    <section className={styles.next} aria-label={`Likeliest tokens ${at}`} data-in-picture data-testid="text.next">
      <h3 className={styles.heading}>
        Next {at}
        {next && <span className={styles.entropy}>{next.entropy.toFixed(2)} bits unsure</span>}
      </h3>
      <ol className={styles.bars}>
        {next?.pieces.map((piece, i) => {
          const [model, drawn] = [next.model[i], next.drawn[i]];
          const name = visible(piece);
          return (
            <li key={next.tokens[i]}>
              <button
                type="button"
                className={styles.bar}
                onClick={() => onChoose(i)}
                aria-label={`Put down ${name}: ${percent(model)} in the model, drawn with ${percent(drawn)}`}
                title={`${percent(model)} in the model, drawn with ${percent(drawn)}. A click puts it down.`}
                data-testid={`text.next.${i}`}
              >
                <span className={styles.piece}>{name}</span>
                <span className={styles.track}>
                  <span className={styles.drawn} style={{ width: `${100 * drawn}%` }} />
                  <span className={styles.model} style={{ width: `${100 * model}%` }} />
                </span>
                <span className={styles.share}>{percent(model)}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
