import { History, Pause, Play } from 'lucide-react';
import { type KeyboardEvent, useEffect } from 'react';
import { IconButton } from '../../components/Button';
import { Slider } from '../../components/Slider';
import { formatCount } from '../../format';
import { useSession } from '../../state/session';
import { positionOf, stepAfter, stepAt, useKeptSteps } from './kept-steps';
import styles from './TrainingTime.module.css';
import { lookAt, useTrainingTime } from './training-time';

/** How long playing rests at each kept step, in milliseconds: long enough for a lens to answer. */
const REST = 220;

/**
 * The one slider position for all lenses: the weights of now, or those that the run kept on its way. Nothing where no run
 * is open.
 */
export function TrainingTime() {
  const kept = useKeptSteps();
  const { step, playing } = useTrainingTime();
  const newest = useSession((session) => session.step);
  const budget = useSession((session) => session.steps);
  const open = useSession((session) => session.info !== null);
  usePlaying(kept);

  // A step that a run has let go of cannot be asked any more.
  const lost = step !== null && kept.length > 0 && !kept.includes(step);
  useEffect(() => {
    if (lost) lookAt(stepAt(kept, positionOf(kept, step)));
  }, [lost, kept, step]);

  if (!open) return null;
  const position = positionOf(kept, step);
  const most = kept.length;
  const words =
    step === null
      ? `newest, step ${formatCount(newest)}`
      : `step ${formatCount(step)} of ${formatCount(Math.max(budget, newest))}`;
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key !== 'Escape' || step === null) return;
    event.stopPropagation();
    lookAt(null);
  };
  return (
    <div className={styles.time} data-testid="training-time">
      <IconButton
        icon={playing ? Pause : Play}
        label={playing ? 'Stop at this step' : 'Play through training'}
        size="small"
        disabled={kept.length < 2}
        onClick={() => (playing ? lookAt(step) : useTrainingTime.setState({ playing: true }))}
        testId="training-time.play"
      />
      <span className={styles.range} title="Looks at weights from earlier in the training. Esc: back to the newest.">
        <Slider
          label="Training time"
          value={most === 0 ? 1 : position}
          min={0}
          max={Math.max(1, most)}
          step={1}
          valueText={words}
          disabled={most === 0}
          onChange={(at) => lookAt(stepAt(kept, at))}
          onKeyDown={onKeyDown}
          testId="training-time.slider"
        />
      </span>
      <output className={styles.words} data-past={step !== null} data-testid="training-time.step">
        {words}
      </output>
      {step !== null && (
        <IconButton
          icon={History}
          label="Back to the newest weights"
          keys="Escape"
          size="small"
          onClick={() => lookAt(null)}
          testId="training-time.newest"
        />
      )}
    </div>
  );
}

/** While it plays, moves on by one kept step at a time, and rests at the newest weights. Several sliders share one clock. */
function usePlaying(kept: readonly number[]): void {
  const { step, playing } = useTrainingTime();
  useEffect(() => {
    if (!playing) return;
    const timer = window.setTimeout(
      () => {
        // Another slider on the screen was faster.
        if (useTrainingTime.getState().step !== step) return;
        const next = stepAfter(kept, step);
        if (next === null) lookAt(null);
        else useTrainingTime.setState({ step: next });
      },
      step === null ? 0 : REST,
    );
    return () => window.clearTimeout(timer);
  }, [kept, playing, step]);
}
