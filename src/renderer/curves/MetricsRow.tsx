import { formatMetric, metricTitle } from '../metrics';
import { useProject } from '../state/project';
import { useSession } from '../state/session';
import styles from './MetricsRow.module.css';

/** Results on held-out data, as soon as there are any. */
export function MetricsRow() {
  const metrics = useSession((session) => session.metrics);
  const nodes = useProject(({ edit }) => edit?.document.study.nodes);
  const entries = Object.entries(metrics);
  if (entries.length === 0) return null;
  return (
    <dl className={styles.row} data-testid="curves.metrics">
      {entries.map(([name, value]) => (
        <div key={name} className={styles.metric}>
          <dt>{metricTitle(name, nodes)}</dt>
          <dd>{formatMetric(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
