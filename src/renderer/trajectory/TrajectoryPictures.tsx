import { useMemo, useRef } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { formatCount, formatFixed } from '../format';
import { ErrorNote } from '../lenses/ErrorNote';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import { useSize } from '../lenses/hooks/use-size';
import shared from '../lenses/lens.module.css';
import type { PictureShape } from '../lenses/tiles/item';
import { bestColumns } from '../lenses/tiles/layout';
import { TileCanvas } from '../lenses/tiles/TileCanvas';
import { type Frames, predOriginalAt, samplesAt, timeAt } from './frames';
import { Readout } from './Readout';
import { Timeline } from './Timeline';
import styles from './TrajectoryPictures.module.css';
import { TrajectoryToolbar } from './TrajectoryToolbar';
import { usePlayer, useSlowShare } from './use-player';
import { type Sampler, useTrajectory } from './use-trajectory';
import { usePosition } from './view';

const PICTURES = 16;
const STRIP = 12;

/** Pictures that come out of noise: x_t beside the prediction of x_0, and a film strip of the first one. */
export function TrajectoryPictures(props: { info: SessionInfo; sampler: Sampler; shape: PictureShape }) {
  const { info, sampler, shape } = props;
  const frame = useRef<HTMLDivElement>(null);
  const visible = useOnScreen(frame);
  const followed = useTrajectory(sampler, PICTURES, visible);
  const { frames } = followed;
  usePlayer(null, visible);
  return (
    <div ref={frame} className={shared.lens}>
      <TrajectoryToolbar info={info} sampler={sampler} />
      <ErrorNote errors={[followed.error]} />
      <div className={styles.body}>
        <Readout followed={followed} what="pictures" />
        {frames && <Pair frames={frames} shape={shape} />}
      </div>
      {frames && <Strip frames={frames} shape={shape} />}
      <Timeline times={frames?.times ?? null} steps={frames?.steps ?? 1} />
    </div>
  );
}

interface PartProps {
  frames: Frames;
  shape: PictureShape;
}

function Pair({ frames, shape }: PartProps) {
  const room = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(room);
  const share = usePosition((position) => position.share);
  const slow = useSlowShare();
  const [samples, predictions] = useMemo(() => {
    const size = frames.count * frames.width;
    const out = [new Float32Array(size), new Float32Array(size)] as const;
    samplesAt(frames, share * frames.steps, out[0]);
    predOriginalAt(frames, share * frames.steps, out[1]);
    return out;
  }, [frames, share]);
  const half = { width: Math.max(0, width / 2 - 20), height: Math.max(0, height - 24) };
  const side = { columns: bestColumns(frames.count, half), room: half.width, roomHeight: half.height };
  const mean = samples.reduce((sum, value) => sum + value, 0) / Math.max(1, samples.length);
  const t = formatFixed(timeAt(frames.times, slow * frames.steps), 2);
  return (
    <div ref={room} className={styles.pair}>
      <figure className={styles.figure}>
        <TileCanvas
          values={samples}
          count={frames.count}
          shape={shape}
          {...side}
          label={`${formatCount(frames.count)} pictures at t = ${t}`}
          testId="trajectory.canvas"
          digest={mean.toFixed(5)}
        />
        <figcaption>
          x<sub>t</sub>
        </figcaption>
      </figure>
      <figure className={styles.figure}>
        <TileCanvas
          values={predictions}
          count={frames.count}
          shape={shape}
          {...side}
          label={`Their predictions of x 0 at t = ${t}`}
          testId="trajectory.x0"
        />
        <figcaption>
          x̂<sub>0</sub>
        </figcaption>
      </figure>
    </div>
  );
}

/** The first picture at even distances along the way: x_t above, the prediction of x_0 below. */
function Strip({ frames, shape }: PartProps) {
  const bar = useRef<HTMLDivElement>(null);
  const { width } = useSize(bar);
  const values = useMemo(() => {
    const size = frames.width;
    const out = new Float32Array(2 * STRIP * size);
    const all = new Float32Array(frames.count * size);
    for (let k = 0; k < STRIP; k++) {
      const u = (k / (STRIP - 1)) * frames.steps;
      samplesAt(frames, u, all);
      out.set(all.subarray(0, size), k * size);
      predOriginalAt(frames, u, all);
      out.set(all.subarray(0, size), (STRIP + k) * size);
    }
    return out;
  }, [frames]);
  return (
    <div ref={bar} className={styles.strip}>
      <TileCanvas
        values={values}
        count={2 * STRIP}
        shape={shape}
        columns={STRIP}
        room={width}
        largest={34 / shape.width}
        label="The first picture from noise to data, with its predictions of x 0 underneath"
        testId="trajectory.strip"
      />
    </div>
  );
}
