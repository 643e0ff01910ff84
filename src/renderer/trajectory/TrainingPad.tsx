import { type KeyboardEvent, type PointerEvent, useEffect, useMemo } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { classes } from '../components/classes';
import { formatCount, formatFixed } from '../format';
import { useKeptSteps } from '../lenses/time/kept-steps';
import { lookAt, useTrainingTime } from '../lenses/time/training-time';
import { useSession } from '../state/session';
import { neighbours, padRows, rowAt, rowByKey, rowHeight } from './pad';
import styles from './TrainingPad.module.css';
import { moveByKey, moveTo, timeOf, usePad, usePosition, useTrajectoryView } from './view';

/** Trajectories that are made ready while a hand rests on the pad. */
const AHEAD = 6;

interface TrainingPadProps {
  info: SessionInfo;
  times: readonly number[];
}

/** Noise time across and training time up: moving over it shows how the flow was learned. */
export function TrainingPad(props: TrainingPadProps) {
  const open = useTrajectoryView((view) => view.pad);
  return open ? <Pad {...props} /> : null;
}

function Pad({ info, times }: TrainingPadProps) {
  const kept = useKeptSteps();
  const rows = useMemo(() => padRows(kept), [kept]);
  const step = useTrainingTime((time) => time.step);
  const share = usePosition((position) => position.share);
  const newest = useSession((session) => session.step);
  const training = useSession((session) => session.state === 'training');
  const row = rows.includes(step) ? step : null;
  const up = rowHeight(rows, row);

  useEffect(() => {
    // A model that trains has no time to spare for what nobody has asked for yet.
    usePad.setState({ ahead: training ? [] : neighbours(rows, row, AHEAD) });
    return () => usePad.setState({ ahead: [] });
  }, [rows, row, training]);
  useEffect(() => () => usePad.setState({ dragging: false }), []);

  const go = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    moveTo(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)));
    const next = rowAt(rows, 1 - (event.clientY - box.top) / box.height);
    if (next !== useTrainingTime.getState().step) lookAt(next);
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    usePad.setState({ dragging: true });
    usePosition.setState({ scrubbing: true, playing: false });
    go(event);
  };
  const letGo = () => {
    usePad.setState({ dragging: false });
    usePosition.setState({ scrubbing: false });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = rowByKey(event.key, rows, row);
    if (next !== undefined) lookAt(next);
    else if (!moveByKey(event, times)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const words = row === null ? `newest, step ${formatCount(newest)}` : `step ${formatCount(row)}`;
  return (
    <aside className={styles.pad} aria-label={`How the flow of ${info.data.title} was learned`}>
      <span className={styles.title} aria-hidden>
        training ↑ · noise →
      </span>
      <div
        className={styles.field}
        role="slider"
        tabIndex={0}
        aria-label="Noise time and training time: left and right move in t, up and down through the kept steps"
        aria-valuemin={0}
        aria-valuemax={Math.max(1, rows.length - 1)}
        aria-valuenow={Math.max(0, rows.indexOf(row))}
        aria-valuetext={`t = ${formatFixed(timeOf(share), 2)}, ${words}`}
        onPointerDown={onPointerDown}
        onPointerMove={(event) => usePad.getState().dragging && go(event)}
        onPointerUp={letGo}
        onPointerCancel={letGo}
        onKeyDown={onKeyDown}
        data-testid="trajectory.pad"
      >
        {rows.map((each) => (
          <span key={each ?? 'newest'} className={styles.kept} style={{ bottom: `${rowHeight(rows, each) * 100}%` }} />
        ))}
        <span className={classes(styles.cross, styles.across)} style={{ bottom: `${up * 100}%` }} />
        <span className={classes(styles.cross, styles.down)} style={{ left: `${share * 100}%` }} />
        <span className={styles.handle} style={{ left: `${share * 100}%`, top: `${(1 - up) * 100}%` }} />
      </div>
      <div className={styles.words}>
        {kept.length === 0 && <span>nothing kept yet</span>}
        <output data-testid="trajectory.pad.step">{words}</output>
      </div>
    </aside>
  );
}
