import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useMemo, useRef } from 'react';
import type { WalkInfo } from '../../protocol/worker';
import { formatCount, formatFixed } from '../format';
import { useSize } from '../lenses/hooks/use-size';
import type { PictureShape } from '../lenses/tiles/item';
import { TileCanvas } from '../lenses/tiles/TileCanvas';
import { type Frames, predictionOf, predicts, sampleOf, stepAt } from './frames';
import styles from './TrajectoryPictures.module.css';
import { moveByKey, moveTo, pickByKey, timeOf, usePosition, useTrajectoryView } from './view';
import { walkPlace } from './walk-words';

/** CSS pixels of a picture in the strip, and where there is room for few. */
const TILE = 34;
const SMALL_TILE = 20;
const FEW = 5 * TILE;

/** Times that the strip shows: those of the steps, or as many as fit at even distances of t. */
export function stripTimes(times: Float32Array, everyStep: boolean, most: number): number[] {
  if (everyStep || times.length <= most) return [...times];
  const first = times[0];
  const last = times[times.length - 1];
  return Array.from({ length: most }, (_, k) => first + ((last - first) * k) / (most - 1));
}

const letGo = (): void => usePosition.setState({ scrubbing: false });

interface PictureStripProps {
  frames: Frames;
  walk: WalkInfo | null;
  shape: PictureShape;
  /** The followed picture; the first where none is. */
  picked: number | null;
  first: boolean;
  children: ReactNode;
}

/** One picture from noise to data, with the predictions of x_0 below where there are any. A click or a drag goes to that time. */
export function PictureStrip({ frames, walk, shape, picked, first, children }: PictureStripProps) {
  const film = useRef<HTMLDivElement>(null);
  const { width } = useSize(film);
  const everyStep = useTrajectoryView((view) => view.everyStep);
  const tile = width < FEW ? SMALL_TILE : TILE;
  const most = Math.max(2, Math.floor(width / (tile + 2)));
  const times = useMemo(() => stripTimes(frames.times, everyStep, most), [frames, everyStep, most]);
  const item = picked ?? 0;
  const rows = predicts(frames) ? 2 : 1;
  const values = useMemo(() => {
    const size = frames.width;
    const out = new Float32Array(rows * times.length * size);
    times.forEach((t, k) => {
      const u = stepAt(frames.times, t);
      out.set(sampleOf(frames, item, u), k * size);
      if (rows > 1) out.set(predictionOf(frames, item, u), (times.length + k) * size);
    });
    return out;
  }, [frames, rows, times, item]);
  const room = everyStep ? times.length * (tile + 1) : width;
  const share = usePosition((position) => position.share);
  const now = Math.round(stepAt(times, timeOf(share)));
  useEffect(() => scrollTo(film.current, (now + 0.5) / times.length), [now, times]);

  // A strip that goes while it is dragged would leave everybody waiting for the hand.
  useEffect(() => letGo, []);
  const go = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = Math.floor(((event.clientX - box.left) / box.width) * times.length);
    moveTo(1 - times[Math.min(times.length - 1, Math.max(0, at))]);
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    usePosition.setState({ scrubbing: true });
    go(event);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!moveByKey(event, times) && !pickByKey(event, frames.count)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles.strip}>
      {children}
      {rows > 1 && (
        <span className={styles.rows} aria-hidden>
          <span>
            x<sub>t</sub>
          </span>
          <span>
            x̂<sub>0</sub>
          </span>
        </span>
      )}
      <div ref={film} className={styles.film}>
        <div
          className={styles.frames}
          role="slider"
          tabIndex={first ? 0 : -1}
          aria-label={`Film strip: left and right move in ${walk ? `${walk.unit}s` : 't'}, N and P follow another picture`}
          aria-valuemin={0}
          aria-valuemax={1}
          aria-valuenow={share}
          aria-valuetext={
            walk ? walkPlace(walk, stepAt(frames.times, timeOf(share))) : `t = ${formatFixed(timeOf(share), 2)}`
          }
          onPointerDown={onPointerDown}
          onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && go(event)}
          onLostPointerCapture={letGo}
          onKeyDown={onKeyDown}
        >
          <TileCanvas
            values={values}
            count={rows * times.length}
            shape={shape}
            columns={times.length}
            room={room}
            largest={tile / shape.width}
            label={`Picture ${formatCount(item + 1)} on its way${rows > 1 ? ' from noise to data, with its predictions of x 0 underneath' : ''}`}
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

/** Scrolls a strip that is longer than its frame so that this share of it can be seen. */
function scrollTo(film: HTMLElement | null, share: number): void {
  if (!film || film.scrollWidth <= film.clientWidth) return;
  const place = share * film.scrollWidth;
  if (place < film.scrollLeft + TILE || place > film.scrollLeft + film.clientWidth - TILE)
    film.scrollLeft = place - film.clientWidth / 2;
}
