import { useEffect, useMemo, useRef } from 'react';
import type { WalkInfo } from '../../protocol/worker';
import { classes } from '../components/classes';
import { formatCount, formatFixed } from '../format';
import { useSize } from '../lenses/hooks/use-size';
import { type PictureShape, pictureShape } from '../lenses/tiles/item';
import { bestColumns } from '../lenses/tiles/layout';
import { TileCanvas } from '../lenses/tiles/TileCanvas';
import { type Frames, predictionOf, predicts, predOriginalAt, sampleOf, samplesAt, stepAt } from './frames';
import { LaneHeader } from './LaneHeader';
import type { LanePlaneProps } from './LanePlane';
import lanesStyles from './Lanes.module.css';
import { PickedButtons } from './PickedReadout';
import { PickGrid } from './PickGrid';
import { PictureStrip } from './PictureStrip';
import { picturesLayout } from './pictures-layout';
import styles from './TrajectoryPictures.module.css';
import { useSlowShare } from './use-player';
import { timeOf, usePosition, useTrajectoryView } from './view';
import { walkPlace } from './walk-words';

/** Lower than this, a lane has room for the pictures or for the strip (CSS pixels). */
const ROOM_FOR_BOTH = 175;

/** Narrower than this, the followed picture stands alone. */
const ROOM_FOR_THREE = 400;

type LanePicturesProps = Pick<LanePlaneProps, 'info' | 'lane' | 'number' | 'of' | 'apart'> & {
  shape: PictureShape;
};

/** One lane: pictures at t, beside their predictions of x_0 where there are any, the followed one large, and its film strip. */
export function LanePictures({ info, lane, number, of, apart, shape: usual }: LanePicturesProps) {
  const cell = useRef<HTMLElement>(null);
  const { width, height } = useSize(cell);
  const wanted = useTrajectoryView((view) => view.picked);
  const frames = lane.answer?.frames ?? null;
  // A model may make smaller pictures than it was given.
  const shape = (lane.answer && pictureShape(lane.answer.trajectory.itemShape)) ?? usual;
  const picked = frames && wanted !== null && wanted < frames.count ? wanted : null;
  const low = height > 0 && height < ROOM_FOR_BOTH;

  return (
    <section
      ref={cell}
      className={classes(lanesStyles.lane, styles.lane)}
      aria-label={`Lane ${number}, ${lane.settings.title}`}
      data-testid={`trajectory.lane.${number}`}
    >
      <LaneHeader info={info} lane={lane} number={number} of={of} apart={apart} width={width} what="pictures" />
      {frames && (!low || picked === null) && (
        <Pair
          frames={frames}
          walk={lane.settings.walk}
          shape={shape}
          picked={picked}
          number={number}
          narrow={width < ROOM_FOR_THREE}
        />
      )}
      {frames && (!low || picked !== null) && (
        <PictureStrip frames={frames} walk={lane.settings.walk} shape={shape} picked={picked} first={number === 1}>
          {picked !== null && (
            // Other lanes leave the same room free, so that all strips stay in line.
            <span className={styles.besideStrip}>
              {number === 1 && <PickedButtons count={frames.count} what="picture" column />}
            </span>
          )}
        </PictureStrip>
      )}
    </section>
  );
}

interface PairProps {
  frames: Frames;
  walk: WalkInfo | null;
  shape: PictureShape;
  picked: number | null;
  number: number;
  /** Too narrow for all pictures beside the followed one. */
  narrow: boolean;
}

/** All pictures at t; beside them their predictions, or the followed picture and its prediction, large, where there are any. */
function Pair({ frames, walk, shape, picked, number, narrow }: PairProps) {
  const room = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(room);
  const share = usePosition((position) => position.share);
  const slow = useSlowShare();
  const u = stepAt(frames.times, timeOf(share));
  const pairs = predicts(frames);
  const [samples, predictions] = useMemo(() => {
    const size = frames.count * frames.width;
    const out = [new Float32Array(size), new Float32Array(pairs ? size : 0)] as const;
    samplesAt(frames, u, out[0]);
    if (pairs) predOriginalAt(frames, u, out[1]);
    return out;
  }, [frames, pairs, u]);
  const alone = picked !== null && narrow;
  useEffect(() => {
    // The grid that was stepped through is gone; the strip goes on from there with N and P.
    if (alone && room.current?.contains(document.activeElement))
      room.current.parentElement?.querySelector<HTMLElement>('[role="slider"]')?.focus();
  }, [alone]);
  const both = picked !== null && !alone;
  const { way, all, part } = picturesLayout({ width, height }, pairs ? (both ? 3 : 2) : both ? 2 : 1);
  const columns = bestColumns(frames.count, all);
  const side = { columns, room: all.width, roomHeight: all.height };
  const mean = samples.reduce((sum, value) => sum + value, 0) / Math.max(1, samples.length);
  const place = walk ? walkPlace(walk, stepAt(frames.times, timeOf(slow))) : `t = ${formatFixed(timeOf(slow), 2)}`;
  const suffix = number === 1 ? '' : `.${number}`;
  return (
    <div ref={room} className={classes(styles.pair, way === 'column' && styles.tall)}>
      <figure className={styles.figure} hidden={alone}>
        <PickGrid count={frames.count} columns={columns} picked={picked} keys>
          <TileCanvas
            values={samples}
            count={frames.count}
            shape={shape}
            {...side}
            label={`${formatCount(frames.count)} pictures at ${place}`}
            testId={`trajectory.canvas${suffix}`}
            digest={mean.toFixed(5)}
          />
        </PickGrid>
        <figcaption>{walk ? <span className={styles.words}>{walkPlace(walk, u)}</span> : NOW}</figcaption>
      </figure>
      {picked === null && pairs && (
        <figure className={styles.figure}>
          <PickGrid count={frames.count} columns={columns} picked={picked}>
            <TileCanvas
              values={predictions}
              count={frames.count}
              shape={shape}
              {...side}
              label={`Their predictions of x 0 at ${place}`}
              testId={`trajectory.x0${suffix}`}
            />
          </PickGrid>
          <figcaption>
            x̂<sub>0</sub> <span className={styles.words}>predicted from it</span>
          </figcaption>
        </figure>
      )}
      {picked !== null && (
        <div className={way === 'split' ? styles.stacked : styles.alike}>
          <LargePair frames={frames} shape={shape} picked={picked} u={u} room={part} suffix={suffix} />
        </div>
      )}
    </div>
  );
}

const NOW = (
  <>
    x<sub>t</sub> <span className={styles.words}>at this t</span>
  </>
);

interface LargePairProps {
  frames: Frames;
  shape: PictureShape;
  picked: number;
  u: number;
  room: { width: number; height: number };
  suffix: string;
}

/** The followed picture, and its prediction where there is one. */
function LargePair({ frames, shape, picked, u, room, suffix }: LargePairProps) {
  const pairs = predicts(frames);
  const [x, x0] = useMemo(
    () => [sampleOf(frames, picked, u), pairs ? predictionOf(frames, picked, u) : null],
    [frames, pairs, picked, u],
  );
  const side = { count: 1, columns: 1, shape, room: room.width, roomHeight: room.height, largest: 16 };
  return (
    <>
      <figure className={styles.figure}>
        <TileCanvas
          values={x}
          {...side}
          label={`Picture ${formatCount(picked + 1)} now`}
          testId={`trajectory.large${suffix}`}
        />
        <figcaption>
          {pairs ? (
            <>
              x<sub>t</sub> <span className={styles.words}>of picture {formatCount(picked + 1)}</span>
            </>
          ) : (
            <span className={styles.words}>picture {formatCount(picked + 1)}</span>
          )}
        </figcaption>
      </figure>
      {x0 && (
        <figure className={styles.figure}>
          <TileCanvas values={x0} {...side} label={`What picture ${formatCount(picked + 1)} is predicted to become`} />
          <figcaption>
            x̂<sub>0</sub> <span className={styles.words}>predicted</span>
          </figcaption>
        </figure>
      )}
    </>
  );
}
