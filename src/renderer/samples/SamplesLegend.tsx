import { formatCount } from '../format';
import shared from '../lenses/lens.module.css';
import styles from './PointSamples.module.css';
import type { Samples } from './use-samples';

/** What is data and what comes from the model, and of which step. */
export function SamplesLegend({ samples, data }: { samples: Samples | null; data: 'dot' | 'outline' }) {
  const look = data === 'dot' ? { className: styles.dot, style: { background: 'var(--kind-data)' } } : null;
  return (
    <div className={styles.legend} data-in-picture>
      <span className={styles.key}>
        <span {...(look ?? { className: styles.outline })} aria-hidden /> held-out data
      </span>
      <span className={styles.key}>
        <span className={styles.dot} style={{ background: 'var(--accent)' }} aria-hidden /> samples
      </span>
      <span className={shared.number}>
        {samples ? `${formatCount(samples.count)} · step ${formatCount(samples.step)}` : 'Sampling…'}
      </span>
    </div>
  );
}
