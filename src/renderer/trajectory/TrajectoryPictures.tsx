import { useRef } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import shared from '../lenses/lens.module.css';
import type { PictureShape } from '../lenses/tiles/item';
import { LanePictures } from './LanePictures';
import { LanesGrid } from './LanesGrid';
import { Timeline } from './Timeline';
import { TrainingPad } from './TrainingPad';
import styles from './TrajectoryLens.module.css';
import { useDistances } from './TrajectoryPlane';
import { TrajectoryToolbar } from './TrajectoryToolbar';
import { useLanes } from './use-lanes';
import { usePlayer } from './use-player';
import { PICTURES } from './view';

/** Pictures that come out of noise, one lane for each sampler. */
export function TrajectoryPictures({ info, shape }: { info: SessionInfo; shape: PictureShape }) {
  const frame = useRef<HTMLDivElement>(null);
  const visible = useOnScreen(frame);
  const followed = useLanes(info, PICTURES, true, visible);
  const apart = useDistances(followed);
  usePlayer(visible);
  const { lanes, times } = followed;
  return (
    <div ref={frame} className={shared.lens}>
      <TrajectoryToolbar info={info} />
      <div className={styles.body}>
        <LanesGrid count={lanes.length}>
          {lanes.map((lane, i) => (
            <LanePictures
              key={lane.settings.id}
              info={info}
              lane={lane}
              number={i + 1}
              of={lanes.length}
              apart={apart[i]}
              shape={shape}
            />
          ))}
        </LanesGrid>
        <TrainingPad info={info} times={times} />
      </div>
      <Timeline lanes={lanes} times={times} />
    </div>
  );
}
