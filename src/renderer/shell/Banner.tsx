import { CircleAlert, RotateCcw } from 'lucide-react';
import { services } from '../client/services';
import { Button } from '../components/Button';
import { classes } from '../components/classes';
import { formatCount } from '../format';
import { reveal } from '../state/edit';
import { useRun } from '../state/run';
import { useSession } from '../state/session';
import styles from './Banner.module.css';

/** A line over the canvas for what needs an answer: the process ended, a run failed, a run can be continued. */
export function Banner() {
  const lost = useRun((state) => state.lost);
  const failure = useSession((state) => state.failure);
  const resumable = useRun((state) => state.resumable);
  const shown = lost ?? failure;
  if (!shown && !resumable) return null;
  const problem = shown?.problems?.[0];
  const { session } = services();
  return (
    <div
      className={classes(styles.banner, shown && styles.failed)}
      role={shown ? 'alert' : 'status'}
      data-testid={lost ? 'banner.lost' : shown ? 'banner.failure' : 'banner.resume'}
    >
      {shown ? <CircleAlert aria-hidden /> : <RotateCcw aria-hidden />}
      <div className={styles.text} data-selectable>
        {shown
          ? shown.message
          : resumable &&
            `The last run was cut off at step ${formatCount(resumable.step)} of ${formatCount(resumable.steps)}.`}
        {shown?.details && (
          <details>
            <summary>Details</summary>
            <pre>{shown.details}</pre>
          </details>
        )}
      </div>
      <div className={styles.actions}>
        {problem?.node && (
          <Button size="small" onClick={() => reveal(problem)}>
            Show the node
          </Button>
        )}
        {resumable && (
          <Button
            size="small"
            variant="primary"
            onClick={() => void session.resume(resumable, lost !== null)}
            testId="banner.resume-run"
          >
            Resume from step {formatCount(resumable.step)}
          </Button>
        )}
        {(lost || resumable) && (
          <Button
            size="small"
            onClick={() => void (lost ? session.startOver() : session.leaveBehind())}
            testId="banner.start-over"
          >
            Start over
          </Button>
        )}
        {!lost && shown && (
          <Button size="small" variant="ghost" onClick={() => useSession.setState({ failure: null })}>
            Dismiss
          </Button>
        )}
      </div>
    </div>
  );
}
