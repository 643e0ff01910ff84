import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { SessionInfo } from '../../protocol/worker';
import { ErrorNote } from '../lenses/ErrorNote';
import { useReducedMotion } from '../lenses/hooks/use-media';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import shared from '../lenses/lens.module.css';
import { robustExtent, unionExtent } from '../lenses/plane/extent';
import type { PlaneStage } from '../lenses/plane/stage';
import type { Extent } from '../lenses/plane/transform';
import { useProbe } from '../lenses/probe/use-probe';
import { DensityScale } from './density';
import { createFieldsStore, FieldsProbe } from './FieldsProbe';
import type { Frames } from './frames';
import { groundsOf, shownGround } from './grounds';
import { LanePlane } from './LanePlane';
import { LanesGrid } from './LanesGrid';
import type { LaneSettings } from './lanes';
import { LinkedViews } from './linked-views';
import { endDistance } from './metrics';
import { useModelDensities } from './model-density';
import { Timeline } from './Timeline';
import { TrainingPad } from './TrainingPad';
import styles from './TrajectoryLens.module.css';
import { TrajectoryToolbar } from './TrajectoryToolbar';
import { type FollowedLanes, useLanes } from './use-lanes';
import { useLattices } from './use-lattices';
import { usePlayer } from './use-player';
import { useTrajectoryView } from './view';

const DATA_POINTS = 2_000;
/** Share of its size by which a density map reaches beyond what is framed. */
const MARGIN = 0.2;

/** Particles in the plane, one lane for each sampler. */
export function TrajectoryPlane({ info }: { info: SessionInfo }) {
  const frame = useRef<HTMLDivElement>(null);
  const visible = useOnScreen(frame);
  const still = useReducedMotion();
  const { count, ground: chosen, camera, lattice } = useTrajectoryView();
  const followed = useLanes(info, count, false, visible);
  const [links] = useState(() => new LinkedViews());
  const [density] = useState(() => new DensityScale());
  const [leader, setLeader] = useState<PlaneStage | null>(null);
  usePlayer(visible);
  links.apart = camera;

  const content = useContent(followed);
  useEffect(() => {
    if (content && leader) links.show(content, still);
  }, [content, leader, links, still]);

  const dataCount = Math.min(DATA_POINTS, info.data.test);
  const data = useProbe({
    query: visible ? dataCount : null,
    key: `${dataCount}`,
    ask: (client, asked) =>
      client.request('probe.data', { channel: 'trajectory.data', split: 'test', offset: 0, count: asked }),
  }).value;
  const settings = useMemo(() => followed.lanes.map((lane) => lane.settings), [followed]);
  const grounds = useMemo(() => groundsOf(info.probes, settings), [info, settings]);
  const ground = shownGround(chosen, grounds);
  const [fields] = useState(createFieldsStore);
  const fieldError = useStore(fields, ({ error }) => error);
  const apart = useDistances(followed);
  const padded = useMemo(() => content && withMargin(content), [content]);

  const { lanes, times } = followed;
  const models = useModelDensities(info, lanes, padded, visible && ground === 'model_density');
  const lattices = useLattices(lanes, visible && lattice);
  return (
    <div ref={frame} className={shared.lens}>
      <TrajectoryToolbar info={info} plane grounds={grounds} onFit={() => links.fit(still)} />
      <FieldsProbe stage={leader} settings={settings} ground={ground} visible={visible} store={fields} />
      {/* What a lane says already is not said twice. */}
      <ErrorNote errors={[lanes.some(({ error }) => error === fieldError) ? null : fieldError]} />
      <div className={styles.body}>
        <LanesGrid count={lanes.length}>
          {lanes.map((lane, i) => (
            <LanePlane
              key={lane.settings.id}
              info={info}
              lane={lane}
              number={i + 1}
              of={lanes.length}
              apart={apart[i]}
              times={times}
              data={data}
              fields={fields}
              density={density}
              ground={ground}
              model={models.get(lane.settings.id) ?? null}
              lattice={lattices.get(lane.settings.id) ?? null}
              content={padded}
              links={links}
              onStage={i === 0 ? setLeader : ignore}
            />
          ))}
        </LanesGrid>
        <TrainingPad info={info} times={times} />
      </div>
      <Timeline lanes={lanes} times={times} />
    </div>
  );
}

const ignore = () => {};

/** The box around where the particles of all lanes begin and end. */
function useContent({ lanes }: FollowedLanes): Extent | null {
  return useMemo(() => {
    const boxes = lanes
      .flatMap(({ answer }) => (answer ? [extentOf(answer.frames)] : []))
      .filter((box) => box !== null);
    return boxes.length === 0 ? null : boxes.reduce(unionExtent);
  }, [lanes]);
}

const extents = new WeakMap<Frames, Extent | null>();
function extentOf(frames: Frames): Extent | null {
  let known = extents.get(frames);
  if (known === undefined) {
    const start = robustExtent(frames.samples, frames.count, 0.02);
    const end = robustExtent(frames.samples.subarray(2 * frames.steps * frames.count), frames.count);
    known = start && end && unionExtent(start, end);
    extents.set(frames, known);
  }
  return known;
}

const withMargin = ({ minX, maxX, minY, maxY }: Extent): Extent => {
  const [wide, high] = [MARGIN * (maxX - minX), MARGIN * (maxY - minY)];
  return { minX: minX - wide, maxX: maxX + wide, minY: minY - high, maxY: maxY + high };
};

/** For each lane, how far it ends from lane 1; null for lane 1 itself and while one is missing. */
export function useDistances({ lanes }: FollowedLanes): readonly (number | null)[] {
  return useMemo(() => {
    const first = lanes[0]?.answer?.frames;
    const unit = lanes[0]?.settings.walk?.unit;
    // Only then do the same numbers of noise begin both.
    const alike = ({ walk }: LaneSettings): boolean => walk?.unit === unit && (!walk || unit === 'layer');
    return lanes.map(({ answer, settings }, i) =>
      i > 0 && first && answer && alike(settings) ? endDistance(first, answer.frames) : null,
    );
  }, [lanes]);
}
