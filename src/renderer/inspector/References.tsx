import type { Reference } from '../../core/graph/document';
import { formatMetric, formatReference, metricTitle } from '../metrics';
import { useProject } from '../state/project';
import { useSession } from '../state/session';
import styles from './parts.module.css';

/** What the run reached, beside what others measured. */
export function References({ references }: { references: readonly Reference[] }) {
  const metrics = useSession((state) => state.metrics);
  const nodes = useProject(({ edit }) => edit?.document.study.nodes);
  if (references.length === 0) return null;
  return (
    <div className={styles.card} data-testid="inspector.references">
      <h3>This run beside a reference</h3>
      {references.map(({ metric, value, source }) => (
        <div key={`${metric} ${source}`} className={styles.reference}>
          <dl className={styles.rows}>
            <div className={styles.row}>
              <dt>{metricTitle(metric, nodes)}</dt>
              <dd>{metrics[metric] === undefined ? 'not measured yet' : formatMetric(metrics[metric])}</dd>
            </div>
            <div className={styles.row}>
              <dt>reference</dt>
              <dd>{formatReference(value)}</dd>
            </div>
          </dl>
          <p className={styles.source}>{source}</p>
        </div>
      ))}
    </div>
  );
}
