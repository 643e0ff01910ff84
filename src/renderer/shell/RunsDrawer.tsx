import { GitCompareArrows, RotateCw, Waves } from 'lucide-react';
import type { RunSummary } from '../../protocol/app';
import { services } from '../client/services';
import { compareWithRun } from '../compare/open';
import { Button, IconButton } from '../components/Button';
import { EmptyState } from '../components/EmptyState';
import { formatCount } from '../format';
import { formatMetric, metricTitle } from '../metrics';
import { deviceName } from '../state/devices';
import { useProject } from '../state/project';
import { useRun } from '../state/run';
import { useSession } from '../state/session';
import styles from './Drawer.module.css';
import { formatStart } from './format-start';

/** Runs of this project on disk, newest first. */
export function RunsDrawer() {
  const runs = useProject((state) => state.runs);
  return (
    <div className={styles.drawer} data-testid="drawer.runs">
      <div className={styles.head}>
        <div className={styles.titleRow}>
          <h2>Runs</h2>
          <IconButton
            icon={RotateCw}
            label="Read the list again"
            size="small"
            onClick={() => void services().files.refreshRuns()}
          />
        </div>
      </div>
      <div className={styles.list}>
        {runs.length === 0 && (
          <EmptyState icon={Waves} title="No runs yet">
            A run appears here with its first checkpoint, and can be continued from it.
          </EmptyState>
        )}
        {runs.map((run) => (
          <RunRow key={run.run} run={run} />
        ))}
      </div>
    </div>
  );
}

function RunRow({ run }: { run: RunSummary }) {
  const current = useSession(({ info }) => info?.run === run.run);
  const busy = useSession((state) => state.state === 'training');
  const opening = useRun((state) => state.phase === 'opening');
  return (
    <article className={styles.run} data-testid={`runs.${run.run}`}>
      <div className={styles.runHead}>
        <span className={styles.when}>{formatStart(run.startedAt, new Date())}</span>
        <IconButton
          icon={GitCompareArrows}
          label="Compare the graph with this run's"
          size="small"
          onClick={() => void compareWithRun(run)}
          testId={`runs.${run.run}.compare`}
        />
        {current ? (
          <span className={styles.current}>open</span>
        ) : (
          <Button
            size="small"
            disabled={busy || opening}
            tooltip={busy ? 'Pause the present run first' : 'Open this run where it stopped'}
            onClick={() => void services().session.resume(run, false)}
          >
            {run.finished ? 'Open' : 'Resume'}
          </Button>
        )}
      </div>
      <dl className={styles.facts}>
        <div className={styles.fact}>
          <dt>{run.finished ? 'finished at' : 'stopped at'}</dt>
          <dd>
            {formatCount(run.step)} / {formatCount(run.steps)}
          </dd>
        </div>
        {run.backends && (
          <div className={styles.fact}>
            <dt>device</dt>
            <dd>{run.backends.map(deviceName).join(' → ')}</dd>
          </div>
        )}
        {Object.entries(run.metrics).map(([name, value]) => (
          <div key={name} className={styles.fact}>
            <dt>{metricTitle(name)}</dt>
            <dd>{formatMetric(value)}</dd>
          </div>
        ))}
      </dl>
    </article>
  );
}
