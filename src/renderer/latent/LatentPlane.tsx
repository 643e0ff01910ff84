import { useEffect, useMemo, useRef, useState } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { formatCount } from '../format';
import { ErrorNote } from '../lenses/ErrorNote';
import { useReducedMotion } from '../lenses/hooks/use-media';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import shared from '../lenses/lens.module.css';
import { Plane } from '../lenses/plane/Plane';
import type { PlaneStage } from '../lenses/plane/stage';
import { useProbe } from '../lenses/probe/use-probe';
import { useSession } from '../state/session';
import { fittingAxes, project } from './axes';
import { labelTints, summarizeClasses } from './classes';
import { moveCursor } from './cursor';
import { FilmStrip } from './FilmStrip';
import { HoverPicture } from './HoverPicture';
import styles from './LatentLens.module.css';
import { LatentToolbar } from './LatentToolbar';
import { Legend } from './Legend';
import { LineEnds } from './LineEnds';
import { ManifoldControls } from './ManifoldControls';
import { LatentScene } from './scene';
import { Traversal } from './Traversal';
import { useManifold } from './use-manifold';
import { baseVector, changeLatentView, useCursor, useLatentView } from './view';

interface LatentPlaneProps {
  info: SessionInfo;
  width: number;
  /** Whether a decoder takes what the encoder gives. */
  decodes: boolean;
}

export function LatentPlane({ info, width, decodes }: LatentPlaneProps) {
  const frame = useRef<HTMLDivElement>(null);
  const visible = useOnScreen(frame);
  const still = useReducedMotion();
  const view = useLatentView();
  const weights = useSession((session) => session.weightsVersion);
  const [stage, setStage] = useState<PlaneStage | null>(null);
  const [scene, setScene] = useState<LatentScene | null>(null);
  const axes = useMemo(() => fittingAxes(view.axes, width), [view.axes, width]);
  const base = useMemo(() => baseVector(view.base, width), [view.base, width]);
  const available = info.data[view.split];
  const count = Math.min(view.count, available);

  useEffect(() => {
    if (!stage) return;
    const made = new LatentScene(stage);
    setScene(made);
    return () => {
      made.dispose();
      setScene(null);
    };
  }, [stage]);

  const encoded = useProbe({
    query: visible ? { split: view.split, count } : null,
    key: `${view.split} ${count} ${weights}`,
    ask: (client, query) => client.request('probe.encode', { channel: 'latent.points', ...query }),
  });
  const answer = encoded.value;
  const points = useMemo(() => answer && project(answer.z, answer.width, answer.count, axes), [answer, axes]);
  const classes = useMemo(
    () => (points && answer ? summarizeClasses(points, answer.labels, answer.count) : []),
    [points, answer],
  );
  const tints = useMemo(
    () => answer && labelTints(answer.labels, answer.count, view.isolated, view.manifold ? 0.8 : 0.9, 0.06),
    [answer, view.isolated, view.manifold],
  );

  useEffect(() => {
    if (points) scene?.setPoints(points, points.length / 2, still);
  }, [scene, points, still]);
  useEffect(() => {
    if (tints) scene?.setTints(tints);
  }, [scene, tints]);
  useEffect(() => {
    const named = view.isolated.size === 0 ? classes : classes.filter(({ label }) => view.isolated.has(label));
    scene?.setNames(info.data.classes.length > 1 ? named : [], (label) => info.data.classes[label] ?? String(label));
  }, [scene, classes, view.isolated, info]);

  const manifold = useManifold({ scene, stage, axes, base, visible: visible && decodes && view.manifold });

  return (
    <div ref={frame} className={shared.lens}>
      <LatentToolbar info={info} width={width} axes={axes} decodes={decodes} classes={classes} stage={stage} />
      <ErrorNote errors={[encoded.error, manifold.error]} />
      <div className={styles.body}>
        <Plane
          testId="latent.canvas"
          label={summary(answer?.count ?? 0, classes.length, view.split, width, answer?.step ?? 0)}
          onStage={setStage}
          gestures={{
            onHover: (at) => useCursor.setState({ at }),
            onLeave: () => useCursor.setState({ at: null }),
            onDraw: decodes ? (from, to) => changeLatentView({ segment: { from, to } }) : undefined,
            drawsFirst: view.segment !== null,
            onKey: (event) => stage !== null && moveCursor(event, stage),
          }}
        >
          <Legend classes={classes} names={info.data.classes} />
          <output className={styles.count} data-testid="latent.count" data-count={answer?.count ?? 0}>
            {answer
              ? `${formatCount(answer.count)} ${view.split} items · step ${formatCount(answer.step)}`
              : 'Encoding…'}
          </output>
          {decodes && view.manifold && <ManifoldControls />}
          {stage && decodes && view.segment && <LineEnds stage={stage} segment={view.segment} />}
          {stage && decodes && (
            <HoverPicture
              stage={stage}
              info={info}
              axes={axes}
              base={base}
              points={points}
              labels={answer?.labels ?? null}
            />
          )}
        </Plane>
        {width > 2 && decodes && <Traversal info={info} axes={axes} base={base} visible={visible} />}
      </div>
      {decodes && view.segment && (
        <FilmStrip info={info} axes={axes} base={base} segment={view.segment} scene={scene} visible={visible} />
      )}
    </div>
  );
}

const summary = (count: number, classes: number, split: string, width: number, step: number): string =>
  count === 0
    ? 'Latent plane, waiting for the first encoded items.'
    : `Latent plane: ${formatCount(count)} ${split} items in ${classes} classes, z has ${width} ${width === 1 ? 'number' : 'numbers'}, weights of step ${formatCount(step)}. Arrow keys move a cursor that decodes, plus and minus zoom, F fits.`;
