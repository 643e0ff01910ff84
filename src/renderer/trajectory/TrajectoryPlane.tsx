import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { formatCount, formatFixed } from '../format';
import { useTheme } from '../lenses/colour/theme';
import { ErrorNote } from '../lenses/ErrorNote';
import { useReducedMotion } from '../lenses/hooks/use-media';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import shared from '../lenses/lens.module.css';
import { Plane } from '../lenses/plane/Plane';
import type { PlaneStage } from '../lenses/plane/stage';
import { useProbe } from '../lenses/probe/use-probe';
import { particleTints } from './colours';
import { FieldArrows } from './FieldArrows';
import { cloudSummary, timeAt } from './frames';
import { ParticleControls } from './ParticleControls';
import { Readout } from './Readout';
import { TrajectoryScene } from './scene';
import { Timeline } from './Timeline';
import { TrajectoryToolbar } from './TrajectoryToolbar';
import { usePlayer, useSlowShare } from './use-player';
import { type FollowedTrajectory, type Sampler, useTrajectory } from './use-trajectory';
import { moveByKey, usePosition, useTrajectoryView } from './view';

const PARTICLES = 2_000;
const DATA_POINTS = 2_000;

/** Particles in the plane. */
export function TrajectoryPlane({ info, sampler }: { info: SessionInfo; sampler: Sampler }) {
  const frame = useRef<HTMLDivElement>(null);
  const marks = useRef<HTMLCanvasElement>(null);
  const visible = useOnScreen(frame);
  const still = useReducedMotion();
  const theme = useTheme();
  const { trails, x0, data: showData, colour, field } = useTrajectoryView();
  const [stage, setStage] = useState<PlaneStage | null>(null);
  const [scene, setScene] = useState<TrajectoryScene | null>(null);
  const followed = useTrajectory(sampler, PARTICLES, visible);
  const { frames } = followed;
  usePlayer(stage, visible);

  useEffect(() => {
    if (!stage) return;
    const made = new TrajectoryScene(stage);
    setScene(made);
    return () => {
      made.dispose();
      setScene(null);
    };
  }, [stage]);

  const dataCount = Math.min(DATA_POINTS, info.data.test);
  const data = useProbe({
    query: visible ? dataCount : null,
    key: `${dataCount}`,
    ask: (client, count) =>
      client.request('probe.data', { channel: 'trajectory.data', split: 'test', offset: 0, count }),
  }).value;
  useEffect(() => {
    const shown = showData && data;
    scene?.setData(shown ? shown.values : null, shown ? shown.count : 0, theme.muted, theme.light ? 0.5 : 0.38);
  }, [scene, data, showData, theme]);

  const classes = info.data.classes.length > 1;
  const kind = colour === 'class' && !classes ? 'plain' : colour;
  const tints = useMemo(() => {
    if (!frames) return null;
    const end = frames.samples.subarray(2 * frames.steps * frames.count);
    return particleTints(kind, end, frames.count, data, theme.sampler, 0.95);
  }, [frames, kind, data, theme]);

  const draw = useCallback(() => {
    if (!scene || !frames) return;
    const drawn = scene.draw(usePosition.getState().share * frames.steps, { trails, x0 });
    if (drawn && marks.current) marks.current.dataset.digest = String(cloudSummary(drawn, frames.count).digest);
  }, [scene, frames, trails, x0]);

  useEffect(() => {
    if (frames) scene?.setFrames(frames, still);
  }, [scene, frames, still]);
  useEffect(() => {
    if (tints) scene?.setTints(tints);
    draw();
    return usePosition.subscribe((position, before) => {
      if (position.share !== before.share) draw();
    });
  }, [scene, tints, draw]);

  const steps = frames?.steps ?? 1;
  return (
    <div ref={frame} className={shared.lens}>
      <TrajectoryToolbar info={info} sampler={sampler} plane />
      <ErrorNote errors={[followed.error]} />
      <Plane
        testId="trajectory.canvas"
        label={useSummary(followed)}
        marksRef={marks}
        onStage={setStage}
        gestures={{ onKey: (event) => moveByKey(event, steps) }}
      >
        <Readout followed={followed} what="particles" />
        <ParticleControls stage={stage} classes={classes} />
        {field && info.probes.field?.dimensions === 2 && (
          <FieldArrows stage={stage} scene={scene} times={frames?.times ?? null} visible={visible} />
        )}
      </Plane>
      <Timeline times={frames?.times ?? null} steps={steps} />
    </div>
  );
}

/** What the plane shows in words, kept up to date slowly. */
function useSummary({ frames }: FollowedTrajectory): string {
  const share = useSlowShare();
  return useMemo(() => {
    if (!frames) return 'Trajectory, waiting for the first samples.';
    const from = Math.round(share * frames.steps) * 2 * frames.count;
    const cloud = cloudSummary(frames.samples.subarray(from, from + 2 * frames.count), frames.count);
    const t = formatFixed(timeAt(frames.times, share * frames.steps), 2);
    return `${formatCount(frames.count)} particles at t = ${t}, mean radius ${formatFixed(cloud.meanRadius, 2)}`;
  }, [frames, share]);
}
