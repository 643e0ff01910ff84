import { CircleAlert, Info, OctagonPause, RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import type { LiveSetting, WorkerEvents } from '../../protocol/worker';
import { services } from '../client/services';
import { Button } from '../components/Button';
import { classes } from '../components/classes';
import { formatCount, formatNumber } from '../format';
import { reveal } from '../state/edit';
import { useRun } from '../state/run';
import { useSession } from '../state/session';
import styles from './Banner.module.css';
import { lowerRate, setRate } from './lower-rate';

/**
 * A line over the canvas for what needs an answer: the process ended, a step could not be taken, a run failed, moved to
 * another device, or can be continued.
 */
export function Banner() {
  const lost = useRun((state) => state.lost);
  const nonFinite = useSession((state) => state.nonFinite);
  const failure = useSession((state) => state.failure);
  const notice = useSession((state) => state.notice);
  const resumable = useRun((state) => state.resumable);
  if (lost || failure) return <FailureBanner />;
  if (nonFinite) return <NonFiniteBanner event={nonFinite} />;
  if (notice) return <NoticeBanner notice={notice} />;
  return resumable && <FailureBanner />;
}

/** The process ended, a run failed, or one can be continued. */
function FailureBanner() {
  const lost = useRun((state) => state.lost);
  const failure = useSession((state) => state.failure);
  const resumable = useRun((state) => state.resumable);
  const shown = lost ?? failure;
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

/** Training paused before a step whose numbers are not finite: what happened, where, and the two ways on. */
function NonFiniteBanner({ event }: { event: WorkerEvents['nonFinite'] }) {
  const { message, culprit, checkpoint, learningRate } = event;
  const lower = learningRate && lowerRate(learningRate);
  const { session } = services();
  // The step itself does not depend on the learning rate: only another way to these weights helps.
  const lowerAndGoOn = async (setting: LiveSetting, rate: number): Promise<void> => {
    if ((await session.back()) && setRate(setting, rate)) await session.train();
  };
  const from = checkpoint > 0 ? `step ${formatCount(checkpoint)}` : 'the start';
  return (
    <div className={classes(styles.banner, styles.failed)} role="alert" data-testid="banner.non-finite">
      <OctagonPause aria-hidden />
      <Text>{message}</Text>
      <div className={styles.actions}>
        {culprit && (
          <Button size="small" onClick={() => reveal(culprit)} testId="banner.show-node">
            Show the node
          </Button>
        )}
        <Button size="small" onClick={() => void session.back()} testId="banner.back">
          Back to {from}
        </Button>
        {learningRate && lower !== null && (
          <Button
            size="small"
            variant="primary"
            onClick={() => void lowerAndGoOn(learningRate, lower)}
            tooltip={`Goes back to ${from} and trains on from there at a tenth of the learning rate`}
            testId="banner.lower-rate"
          >
            Go on at learning rate {formatNumber(lower)}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Something that happened to the run while nobody may have looked. */
function NoticeBanner({ notice }: { notice: string }) {
  return (
    <div className={styles.banner} role="status" data-testid="banner.notice">
      <Info aria-hidden />
      <Text>{notice}</Text>
      <div className={styles.actions}>
        <Button size="small" variant="ghost" onClick={() => useSession.setState({ notice: null })}>
          Dismiss
        </Button>
      </div>
    </div>
  );
}

const Text = ({ children }: { children: ReactNode }) => (
  <div className={styles.text} data-selectable>
    {children}
  </div>
);
