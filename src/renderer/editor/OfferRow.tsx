import { TriangleAlert } from 'lucide-react';
import { classes } from '../components/classes';
import { Formula } from '../components/Formula';
import { categories } from './kinds';
import { Marked } from './Marked';
import styles from './OfferRow.module.css';
import type { Offer } from './offers';
import type { Match } from './search';

interface OfferRowProps {
  id: string;
  match: Match<Offer>;
  chosen: boolean;
  onHover(): void;
  onChoose(tied: boolean): void;
}

/** One find: picture, title, summary, and the formula or the paper where that is what was found. */
export function OfferRow({ id, match, chosen, onHover, onChoose }: OfferRowProps) {
  const { item, by, marks } = match;
  const { icon: Icon, color } = categories[item.category];
  return (
    <button
      id={id}
      type="button"
      role="option"
      aria-selected={chosen}
      aria-disabled={item.damaged !== undefined}
      tabIndex={-1}
      className={classes(styles.row, chosen && styles.chosen, item.damaged !== undefined && styles.damaged)}
      onPointerMove={() => chosen || onHover()}
      onClick={(event) => onChoose(event.shiftKey)}
      data-testid={`node-search.${item.type !== undefined && item.section === 'nodes' ? item.type : item.id}`}
    >
      {item.damaged === undefined ? <Icon aria-hidden style={{ color }} /> : <TriangleAlert aria-hidden />}
      <span className={styles.title}>
        <Marked text={item.title} marks={marks.title} />
        {item.kind && <span className={styles.kind}> · {item.kind}</span>}
      </span>
      <span className={styles.summary}>
        <Found item={item} by={by} marks={marks} />
      </span>
    </button>
  );
}

function Found({ item, by, marks }: Pick<Match<Offer>, 'item' | 'by' | 'marks'>) {
  if (item.damaged !== undefined) return item.damaged;
  if (by === 'formula' && item.formula !== undefined) return <Formula source={item.formula} />;
  if (by === 'source' && item.source !== undefined) return <Marked text={item.source} marks={marks.source} />;
  return <Marked text={item.summary} marks={by === 'summary' ? marks.summary : []} />;
}
