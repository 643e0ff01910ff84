import { RefreshCw, Sparkles } from 'lucide-react';
import { Button } from '../../components/Button';
import { classes } from '../../components/classes';
import { Progress } from '../../components/Progress';
import { formatCount } from '../../format';
import { useLatentView } from '../view';
import styles from './LayoutMenu.module.css';
import { METHOD_NAMES } from './options';
import type { LayoutState } from './use-layout';

interface LayoutStatusProps {
  state: LayoutState;
  /** Items that are shown. */
  count: number;
  testId?: string;
}

/** On the plane, for layouts that settle: compute, how far it is, cancel, and recompute when the weights have changed. */
export function LayoutStatus({ state, count, testId = 'latent.layout' }: LayoutStatusProps) {
  const method = useLatentView((view) => view.layout.method);
  const { layout, progress, stale, stopped, error } = state;
  if (!state.settles || count === 0) return null;
  const name = METHOD_NAMES[method];
  const { items } = state.settles;
  const of = items < count ? `${formatCount(items)} of ${formatCount(count)} items` : `${formatCount(count)} items`;
  if (progress) {
    return (
      <div className={classes(styles.status, !layout && styles.empty)} data-testid={`${testId}.progress`}>
        <span className={styles.words}>{progress.task}</span>
        <div className={styles.bar}>
          <Progress label={progress.task} value={progress.done / Math.max(1, progress.total)} />
        </div>
        <Button size="small" onClick={state.cancel} testId={`${testId}.cancel`}>
          {layout ? 'Stop here' : 'Cancel'}
        </Button>
      </div>
    );
  }
  if (layout && !stale && !stopped && !error) return null;
  return (
    <div className={classes(styles.status, !layout && styles.empty)} data-testid={`${testId}.status`}>
      {error ? (
        <span className={styles.words} role="alert">
          {error}
        </span>
      ) : (
        <span className={styles.words}>
          {layout
            ? `${name} ${stale ? 'of earlier weights' : 'stopped early'}`
            : `${name} takes a while: ${of} settle.`}
        </span>
      )}
      <Button
        icon={layout ? RefreshCw : Sparkles}
        size="small"
        variant={layout ? 'default' : 'primary'}
        onClick={state.compute}
        testId={`${testId}.compute`}
      >
        {layout ? (stale ? 'Recompute' : 'Go on') : `Compute ${name}`}
      </Button>
    </div>
  );
}
