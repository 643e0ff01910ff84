import { Pause, Play, RotateCw, Square, StepForward } from 'lucide-react';
import type { TrainerInfo, TrainState } from '../../protocol/worker';
import { Button, IconButton } from '../components/Button';
import { Progress } from '../components/Progress';
import { Tooltip } from '../components/Tooltip';
import { formatCount, formatDuration, formatPlural, formatRate } from '../format';
import { useProject } from '../state/project';
import { useRun } from '../state/run';
import { useSession } from '../state/session';
import { runCommand } from './commands';
import styles from './RunBar.module.css';

/** Train, step, stop, and how far the run is. */
export function RunBar() {
  return (
    <section className={styles.bar} aria-label="Run">
      <TrainButton />
      <StepButton />
      <StopButton />
      <Progressing />
    </section>
  );
}

function TrainButton() {
  const state = useSession((session) => session.state);
  const step = useSession((session) => session.step);
  const problems = useProject(
    ({ analysis }) => analysis?.problems.filter(({ severity }) => severity === 'error').length ?? 0,
  );
  const ready = useProject(({ analysis }) => analysis?.ok === true);
  const lost = useRun((run) => run.lost !== null && run.resumable !== null);
  if (state === 'training') {
    return (
      <Button
        variant="primary"
        icon={Pause}
        onClick={() => runCommand('run.toggle')}
        tooltip="Pause"
        keys="Mod+Enter"
        testId="run.pause"
      >
        Pause
      </Button>
    );
  }
  const tooltip = ready
    ? 'Train'
    : problems > 0
      ? `First solve ${formatPlural(problems, 'problem')} in the graph`
      : 'Train';
  return (
    <Button
      variant="primary"
      icon={Play}
      disabled={!ready}
      onClick={() => runCommand('run.toggle')}
      tooltip={tooltip}
      keys="Mod+Enter"
      testId="run.train"
    >
      {state === 'finished' ? 'Train again' : lost || (state === 'paused' && step > 0) ? 'Continue' : 'Train'}
    </Button>
  );
}

function StepButton() {
  const disabled = useSession((session) => session.state === 'training');
  const ready = useProject(({ analysis }) => analysis?.ok === true);
  const opening = useRun((run) => run.phase === 'opening');
  const trainers = useSession((session) => session.info?.trainers);
  return (
    <Button
      icon={StepForward}
      disabled={disabled || !ready || opening}
      onClick={() => runCommand('run.step')}
      tooltip={stepText(trainers ?? [])}
      keys="Mod+ArrowRight"
      testId="run.step"
    >
      Step
    </Button>
  );
}

/** What one step is; with several trainers, whose turn follows whose. */
const stepText = (trainers: readonly TrainerInfo[]): string => {
  if (trainers.length < 2) return 'One optimiser step';
  const turns = trainers.map(({ title, updatesPerStep }) =>
    updatesPerStep === 1 ? title : `${title} (${updatesPerStep} updates)`,
  );
  return `One step: a turn of ${turns.join(', then of ')}`;
};

function StopButton() {
  const running = useSession(({ state, step }) => step > 0 && (state === 'training' || state === 'paused'));
  const open = useRun((run) => run.phase === 'open');
  return (
    <IconButton
      icon={Square}
      label="Stop, keep the weights and measure"
      keys="Mod+."
      variant="default"
      disabled={!running || !open}
      onClick={() => runCommand('run.stop')}
      testId="run.stop"
    />
  );
}

/** One line: what is being prepared, or the step, the rate and the time left. */
function Progressing() {
  const progress = useSession((state) => state.progress);
  const budget = useSession((state) => state.steps);
  if (progress) {
    const { task, done, total } = progress;
    return (
      <div className={styles.progress} data-testid="run.preparing">
        <span className={styles.task}>{task}…</span>
        <span className={styles.line}>
          <Progress label={task} value={total > 0 ? done / total : null} />
        </span>
      </div>
    );
  }
  if (budget === 0) return null;
  return <Steps budget={budget} />;
}

function Steps({ budget }: { budget: number }) {
  const step = useSession((state) => state.step);
  const state = useSession((session) => session.state);
  return (
    <div className={styles.progress}>
      <output className={styles.steps} data-testid="run.status" data-state={state} data-step={step}>
        {formatCount(step)} / {formatCount(budget)}
      </output>
      <span className={styles.line}>
        <Progress label="Steps of the run" value={step / budget} />
      </span>
      <After state={state} />
    </div>
  );
}

/** What stands behind the line: that a new run is needed, else the rate, else the state in a word. */
function After({ state }: { state: TrainState }) {
  const stale = useRun((run) => run.stale);
  const begun = useSession((session) => session.step > 0);
  if (stale && begun) return <StaleMark />;
  if (state !== 'training') return <span className={styles.rate}>{WORDS[state]}</span>;
  return <Rate />;
}

const WORDS = { paused: 'paused', finished: 'finished', failed: 'stopped', idle: 'ready' } as const;

function Rate() {
  const rate = useSession((session) => session.stepsPerSecond);
  const left = useSession((session) => session.secondsLeft);
  return (
    <span className={styles.rate} data-testid="run.rate">
      {rate > 0 ? `${formatRate(rate)} · ${formatDuration(left)} left` : 'starting'}
    </span>
  );
}

function StaleMark() {
  const ready = useProject(({ analysis }) => analysis?.ok === true);
  return (
    <>
      <Tooltip content="The graph has changed since this run began. The next run takes it over; this one is kept under Runs.">
        <button
          type="button"
          className={styles.stale}
          disabled={!ready}
          onClick={() => runCommand('run.restart')}
          data-testid="run.restart"
        >
          <RotateCw aria-hidden />
          Restart to apply
        </button>
      </Tooltip>
      <Button
        size="small"
        variant="ghost"
        tooltip="Show on the canvas what has changed since"
        onClick={() => runCommand('compare.open')}
        testId="run.compare"
      >
        What changed
      </Button>
    </>
  );
}
