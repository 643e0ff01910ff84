import { formatMetric, metricTitle } from '../metrics';
import { useSession } from '../state/session';
import styles from './MetricsRow.module.css';

/** Results on held-out data, as soon as there are any. */
export function MetricsRow() {
  const metrics = useSession((session) => session.metrics);
  const entries = Object.entries(metrics);
  if (entries.length === 0) return null;
  return (
    <dl className={styles.row} data-testid="curves.metrics">
      {entries.map(([name, value]) => (
        <div key={name} className={styles.metric}>
          <dt>{metricTitle(name)}</dt>
          <dd>{formatMetric(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
