import { type ReactNode, useMemo, useRef } from 'react';
import { formatCount } from '../format';
import { useSize } from '../lenses/hooks/use-size';
import type { PictureShape } from '../lenses/tiles/item';
import { TileCanvas } from '../lenses/tiles/TileCanvas';
import { type Frames, predictionOf, sampleOf, stepAt } from './frames';
import styles from './TrajectoryPictures.module.css';
import { useClick } from './use-click';
import { moveTo, timeOf, usePosition, useTrajectoryView } from './view';

/** CSS pixels of a picture in the strip. */
const TILE = 34;

/** Times that the strip shows: those of the steps, or as many as fit at even distances of t. */
export function stripTimes(times: Float32Array, everyStep: boolean, most: number): number[] {
  if (everyStep || times.length <= most) return [...times];
  const first = times[0];
  const last = times[times.length - 1];
  return Array.from({ length: most }, (_, k) => first + ((last - first) * k) / (most - 1));
}

interface PictureStripProps {
  frames: Frames;
  shape: PictureShape;
  /** The followed picture; the first where none is. */
  picked: number | null;
  first: boolean;
  children: ReactNode;
}

/** One picture from noise to data: x_t above, the prediction of x_0 below. A click goes to that time. */
export function PictureStrip({ frames, shape, picked, first, children }: PictureStripProps) {
  const film = useRef<HTMLDivElement>(null);
  const { width } = useSize(film);
  const everyStep = useTrajectoryView((view) => view.everyStep);
  const most = Math.max(2, Math.floor(width / (TILE + 2)));
  const times = useMemo(() => stripTimes(frames.times, everyStep, most), [frames, everyStep, most]);
  const item = picked ?? 0;
  const values = useMemo(() => {
    const size = frames.width;
    const out = new Float32Array(2 * times.length * size);
    times.forEach((t, k) => {
      const u = stepAt(frames.times, t);
      out.set(sampleOf(frames, item, u), k * size);
      out.set(predictionOf(frames, item, u), (times.length + k) * size);
    });
    return out;
  }, [frames, times, item]);
  const room = everyStep ? times.length * (TILE + 1) : width;
  const canvas = useRef<HTMLDivElement>(null);
  useClick(canvas, (across) => {
    const t = times[Math.floor(across * times.length)];
    if (t !== undefined) moveTo(1 - t);
  });
  return (
    <div className={styles.strip}>
      {children}
      <span className={styles.rows} aria-hidden>
        <span>
          x<sub>t</sub>
        </span>
        <span>
          x̂<sub>0</sub>
        </span>
      </span>
      <div ref={film} className={styles.film}>
        <div ref={canvas} className={styles.frames}>
          <TileCanvas
            values={values}
            count={2 * times.length}
            shape={shape}
            columns={times.length}
            room={room}
            largest={TILE / shape.width}
            label={`Picture ${formatCount(item + 1)} from noise to data, with its predictions of x 0 underneath`}
            testId={first ? 'trajectory.strip' : undefined}
          />
          <Now times={times} />
        </div>
      </div>
    </div>
  );
}

/** A line at the present t: in the middle of the picture of that time. */
function Now({ times }: { times: readonly number[] }) {
  const t = usePosition((position) => timeOf(position.share));
  const u = stepAt(times, t);
  return <span className={styles.now} style={{ left: `${((u + 0.5) / times.length) * 100}%` }} />;
}
