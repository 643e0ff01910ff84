import { catalogue } from '../../core/catalogue';
import type { SessionInfo } from '../../protocol/worker';
import { formatCount, formatShape } from '../format';
import { useProject } from '../state/project';
import { setOf } from './draw/drawing';
import styles from './Facts.module.css';

/** What the data is, in a few words: title, items, shape, classes, source. */
export function Facts({ info }: { info: SessionInfo }) {
  const { title, train, test, itemShape, classes, node } = info.data;
  const source = useProject(({ edit }) => {
    const found = edit?.document.study.nodes.find(({ id }) => id === node);
    // A drawing is nobody else's.
    return found && setOf(found) !== 'drawn' ? catalogue.find(found.type)?.source : undefined;
  });
  const facts = [
    train > 0 ? `${formatCount(train)} train` : 'drawn anew at every step',
    `${formatCount(test)} held out`,
    `shape ${formatShape(itemShape)}`,
    classes.length > 1 ? `${formatCount(classes.length)} classes` : null,
    source ?? null,
  ].filter((fact) => fact !== null);
  return (
    <p className={styles.facts} title={[title, ...facts].join(' · ')} data-testid="data.facts">
      <strong>{title}</strong>
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
    </p>
  );
}
