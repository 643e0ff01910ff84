import { ChevronLeft, ChevronRight, Crosshair, X } from 'lucide-react';
import { IconButton } from '../components/Button';
import { classes } from '../components/classes';
import { formatCount, formatFixed, formatNumber } from '../format';
import { type Frames, predictionOf, predicts, sampleOf, stepAndShare, stepAt } from './frames';
import { distance } from './metrics';
import styles from './PickedReadout.module.css';
import { changeTrajectoryView, pickByKey, timeOf, usePosition, useTrajectoryView } from './view';

/** Length of the step of one particle that `u` lies in. */
function stepLength(frames: Frames, particle: number, u: number): number {
  const { samples, count, width } = frames;
  const row = Math.min(stepAndShare(frames, u)[0], frames.steps - 1);
  return distance(samples, (row * count + particle) * width, samples, ((row + 1) * count + particle) * width, width);
}

const place = (values: Float32Array): string => `(${[...values].map((value) => formatFixed(value, 2)).join(', ')})`;

interface PickedReadoutProps {
  frames: Frames | null;
  /** The buttons are in the first lane; a scale of colours stands where this would. */
  first: boolean;
  scaled: boolean;
}

/** Where the followed particle is in one lane, with buttons to go to another one. */
export function PickedReadout({ frames, first, scaled }: PickedReadoutProps) {
  const picked = useTrajectoryView((view) => view.picked);
  const share = usePosition((position) => (picked === null ? 0 : position.share));
  if (picked === null || !frames || picked >= frames.count) return null;
  const u = stepAt(frames.times, timeOf(share));
  return (
    <output
      className={classes(styles.picked, styles.bottom, scaled && styles.overScale)}
      data-testid={first ? 'trajectory.picked' : undefined}
    >
      {first && <PickedButtons count={frames.count} camera what="particle" />}
      <span className={first ? undefined : styles.long}>particle {formatCount(picked + 1)}</span>
      <span>
        x{predicts(frames) && <sub>t</sub>} {place(sampleOf(frames, picked, u))}
      </span>
      {predicts(frames) && (
        <span className={styles.long}>
          x̂<sub>0</sub> {place(predictionOf(frames, picked, u))}
        </span>
      )}
      <span className={styles.long}>step {formatNumber(stepLength(frames, picked, u), 2)}</span>
    </output>
  );
}

interface PickedButtonsProps {
  count: number;
  /** The view can go along. */
  camera?: boolean;
  what: string;
  /** Under each other. */
  column?: boolean;
}

/** Previous, next, go along, let go. */
export function PickedButtons({ count, camera, what, column }: PickedButtonsProps) {
  const along = useTrajectoryView((view) => view.camera);
  return (
    <span className={classes(styles.buttons, column && styles.column)}>
      <IconButton
        icon={ChevronLeft}
        label={`Previous ${what}`}
        keys="P"
        size="small"
        onClick={() => pickByKey({ key: 'p' }, count)}
        testId="trajectory.picked.previous"
      />
      <IconButton
        icon={ChevronRight}
        label={`Next ${what}`}
        keys="N"
        size="small"
        onClick={() => pickByKey({ key: 'n' }, count)}
        testId="trajectory.picked.next"
      />
      {camera && (
        <IconButton
          icon={Crosshair}
          label="The view goes along with it"
          keys="C"
          size="small"
          pressed={along}
          onClick={() => pickByKey({ key: 'c' }, count)}
          testId="trajectory.picked.camera"
        />
      )}
      <IconButton
        icon={X}
        label={`Follow no ${what}`}
        keys="Escape"
        size="small"
        onClick={() => changeTrajectoryView({ picked: null, camera: false })}
        testId="trajectory.picked.none"
      />
    </span>
  );
}
