import { Dices, Maximize } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { IconButton } from '../components/Button';
import { formatCount } from '../format';
import { useTheme } from '../lenses/colour/theme';
import { ErrorNote } from '../lenses/ErrorNote';
import { reducedMotion, useReducedMotion } from '../lenses/hooks/use-media';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import { LensToolbar } from '../lenses/LensToolbar';
import shared from '../lenses/lens.module.css';
import { Plane } from '../lenses/plane/Plane';
import type { PlaneStage } from '../lenses/plane/stage';
import { useProbe } from '../lenses/probe/use-probe';
import { TrainingTime } from '../lenses/time/TrainingTime';
import styles from './PointSamples.module.css';
import { PointsScene } from './scene';
import { useSamples } from './use-samples';
import { newNoise } from './view';

const COUNT = 2_000;

/** Samples in the plane over the data they should look like. */
export function PointSamples({ info }: { info: SessionInfo }) {
  const frame = useRef<HTMLDivElement>(null);
  const visible = useOnScreen(frame);
  const still = useReducedMotion();
  const theme = useTheme();
  const [stage, setStage] = useState<PlaneStage | null>(null);
  const [scene, setScene] = useState<PointsScene | null>(null);
  const { value, error } = useSamples(info, COUNT, visible);
  const count = Math.min(COUNT, info.data.test);
  const data = useProbe({
    query: visible ? count : null,
    key: `${count}`,
    ask: (client, asked) =>
      client.request('probe.data', { channel: 'samples.data', split: 'test', offset: 0, count: asked }),
  });

  useEffect(() => {
    if (!stage) return;
    const made = new PointsScene(stage);
    setScene(made);
    return () => {
      made.dispose();
      setScene(null);
    };
  }, [stage]);
  useEffect(() => {
    if (data.value) scene?.setData(data.value.values, data.value.count, theme);
  }, [scene, data.value, theme]);
  useEffect(() => {
    if (value) scene?.setSamples(value.values, value.count, theme, still);
  }, [scene, value, theme, still]);

  return (
    <div ref={frame} className={shared.lens}>
      <LensToolbar label="Samples lens">
        <TrainingTime />
        <IconButton icon={Dices} label="New noise" size="small" onClick={newNoise} testId="samples.noise" />
        <IconButton
          icon={Maximize}
          label="Show all points"
          keys="F"
          size="small"
          disabled={!stage}
          onClick={() => stage?.framing.fit(reducedMotion())}
        />
      </LensToolbar>
      <ErrorNote errors={[error, data.error]} />
      <Plane
        testId="samples.canvas"
        label={
          value
            ? `${formatCount(value.count)} samples of the model at step ${formatCount(value.step)}, over ${formatCount(count)} held-out points.`
            : 'Samples in the plane, waiting for the first ones.'
        }
        onStage={setStage}
        gestures={{}}
      >
        <div className={styles.legend} data-in-picture>
          <span className={styles.key}>
            <span className={styles.dot} style={{ background: 'var(--kind-data)' }} aria-hidden /> held-out data
          </span>
          <span className={styles.key}>
            <span className={styles.dot} style={{ background: 'var(--accent)' }} aria-hidden /> samples
          </span>
          <span className={shared.number}>
            {value ? `${formatCount(value.count)} · step ${formatCount(value.step)}` : 'Sampling…'}
          </span>
        </div>
      </Plane>
    </div>
  );
}
