import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { DataItems, SessionInfo } from '../../protocol/worker';
import { formatCount, formatFixed } from '../format';
import { reducedMotion } from '../lenses/hooks/use-media';
import { useSize } from '../lenses/hooks/use-size';
import { nearestPoint } from '../lenses/plane/hit';
import { Plane } from '../lenses/plane/Plane';
import type { PlaneStage } from '../lenses/plane/stage';
import type { Extent, Point } from '../lenses/plane/transform';
import { ColourBar } from './ColourBar';
import type { DensityScale } from './density';
import type { FieldsStore } from './FieldsProbe';
import { cloudSummary, type Frames, predOriginalAt, samplesAt, stepAt } from './frames';
import { LaneHeader } from './LaneHeader';
import styles from './Lanes.module.css';
import type { LinkedViews } from './linked-views';
import type { ModelDensity } from './model-density';
import { PickedReadout } from './PickedReadout';
import { useLaneScene } from './use-lane-scene';
import type { FollowedLane } from './use-lanes';
import { useSlowShare } from './use-player';
import { changeTrajectoryView, type Ground, moveByKey, pickByKey, timeOf, useTrajectoryView } from './view';
import { walkPlace } from './walk-words';

/** CSS pixels around a particle in which a click picks it. */
const REACH = 14;

export interface LanePlaneProps {
  info: SessionInfo;
  lane: FollowedLane;
  number: number;
  of: number;
  apart: number | null;
  times: readonly number[];
  data: DataItems | null;
  fields: FieldsStore;
  density: DensityScale;
  ground: Ground;
  /** What the model says of the density, where that is shown. */
  model: ModelDensity | null;
  /** Points of the lattice on their way, where the plane is bent. */
  lattice: Frames | null;
  /** Box that density maps cover. */
  content: Extent | null;
  links: LinkedViews;
  onStage(stage: PlaneStage | null): void;
}

/** One lane: its particles in a plane that moves with those of the other lanes. */
export function LanePlane(props: LanePlaneProps) {
  const { info, lane, number, of, apart, times, links, onStage } = props;
  const cell = useRef<HTMLDivElement>(null);
  const marks = useRef<HTMLCanvasElement>(null);
  const { width } = useSize(cell);
  const [stage, setStage] = useState<PlaneStage | null>(null);
  const frames = lane.answer?.frames ?? null;
  const scene = useLaneScene(stage, marks, props);

  const takeStage = useCallback(
    (made: PlaneStage | null) => {
      setStage(made);
      onStage(made);
    },
    [onStage],
  );
  useEffect(() => (stage ? links.add(stage) : undefined), [stage, links]);
  const pick = ([x, y]: Point): void => {
    if (!scene || !stage || !frames) return;
    const hit = nearestPoint(scene.places(), frames.count, x, y, REACH / stage.view.scale);
    changeTrajectoryView(hit < 0 ? { picked: null, camera: false } : { picked: hit });
  };
  const x0 = useTrajectoryView((view) => view.x0) && lane.settings.walk === null;
  const summary = useSummary(lane, number, of, x0);
  const onKey = (event: KeyboardEvent): boolean => {
    if (event.key === 'f' || event.key === '0') {
      links.fit(reducedMotion());
      return true;
    }
    return moveByKey(event, times) || pickByKey(event, frames?.count ?? 0);
  };
  // Alone, it lies in a corner of the plane; beside others it would cover too much of it.
  const header = (
    <LaneHeader
      info={info}
      lane={lane}
      number={number}
      of={of}
      apart={apart}
      width={width}
      what={x0 ? 'predicted ends' : 'particles'}
      overlay={of === 1}
    />
  );
  return (
    <div ref={cell} className={styles.lane} data-testid={`trajectory.lane.${number}`}>
      {of > 1 && header}
      <Plane
        testId={number === 1 ? 'trajectory.canvas' : `trajectory.canvas.${number}`}
        label={summary}
        marksRef={marks}
        onStage={takeStage}
        gestures={{ onKey, onClick: pick }}
      >
        {of === 1 && header}
        <PickedReadout frames={frames} first={number === 1} scaled={number === of && props.ground !== 'none'} />
        {number === of && (
          <ColourBar fields={props.fields} density={props.density} model={props.model} ground={props.ground} />
        )}
      </Plane>
    </div>
  );
}

/** What the plane shows in words, kept up to date slowly. */
function useSummary({ answer, settings }: FollowedLane, number: number, of: number, x0: boolean): string {
  const share = useSlowShare();
  return useMemo(() => {
    if (!answer) return 'Trajectory, waiting for the first samples.';
    const { frames } = answer;
    const t = timeOf(share);
    const places = new Float32Array(2 * frames.count);
    (x0 ? predOriginalAt : samplesAt)(frames, stepAt(frames.times, t), places);
    const { meanRadius } = cloudSummary(places, frames.count);
    const lane = of > 1 ? `Lane ${number}, ${settings.title}: ` : '';
    const what = `${formatCount(frames.count)} ${x0 ? 'predicted ends' : 'particles'}`;
    const place = settings.walk ? walkPlace(settings.walk, stepAt(frames.times, t)) : `t = ${formatFixed(t, 2)}`;
    return `${lane}${what} at ${place}, mean radius ${formatFixed(meanRadius, 2)}`;
  }, [answer, settings, share, number, of, x0]);
}
