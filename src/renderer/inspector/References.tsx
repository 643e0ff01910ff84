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
      {bySource(references).map(({ source, held }) => (
        <div key={`${source} ${held[0].metric}`} className={styles.reference}>
          <div className={styles.rows}>
            {held.map(({ metric, value }) => (
              <dl key={metric} className={styles.beside}>
                <div className={styles.row}>
                  <dt>{metricTitle(metric, nodes)}</dt>
                  <dd>{metrics[metric] === undefined ? 'not measured' : formatMetric(metrics[metric])}</dd>
                </div>
                <div className={styles.row}>
                  <dt>reference</dt>
                  <dd>{formatReference(value)}</dd>
                </div>
              </dl>
            ))}
          </div>
          <p className={styles.source}>{source}</p>
        </div>
      ))}
    </div>
  );
}

/** References in their order, those that follow each other from one source together. */
function bySource(references: readonly Reference[]): { source: string; held: [Reference, ...Reference[]] }[] {
  const groups: { source: string; held: [Reference, ...Reference[]] }[] = [];
  for (const reference of references) {
    const last = groups.at(-1);
    if (last?.source === reference.source) last.held.push(reference);
    else groups.push({ source: reference.source, held: [reference] });
  }
  return groups;
}
