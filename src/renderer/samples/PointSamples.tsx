import { Dices } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { IconButton } from '../components/Button';
import { formatCount } from '../format';
import { useTheme } from '../lenses/colour/theme';
import { ErrorNote } from '../lenses/ErrorNote';
import { FitButton } from '../lenses/FitButton';
import { reducedMotion, useReducedMotion } from '../lenses/hooks/use-media';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import { LensToolbar } from '../lenses/LensToolbar';
import shared from '../lenses/lens.module.css';
import { Plane } from '../lenses/plane/Plane';
import type { PlaneStage } from '../lenses/plane/stage';
import { useScene } from '../lenses/plane/use-scene';
import { TrainingTime } from '../lenses/time/TrainingTime';
import { FreezeLevel } from './FreezeLevel';
import { levelsOf } from './levels';
import { SamplesLegend } from './SamplesLegend';
import lens from './SamplesLens.module.css';
import { PointsScene } from './scene';
import { useFrozen, useHeldOut, useSamples } from './use-samples';
import { newNoise } from './view';

const COUNT = 2_000;

/** Samples in the plane over the data they should look like. */
export function PointSamples({ info }: { info: SessionInfo }) {
  const frame = useRef<HTMLDivElement>(null);
  const visible = useOnScreen(frame);
  const still = useReducedMotion();
  const theme = useTheme();
  const [stage, setStage] = useState<PlaneStage | null>(null);
  const scene = useScene(stage, (on) => new PointsScene(on));
  const { value, error } = useSamples(info, COUNT, visible);
  const levels = levelsOf(info);
  const frozen = useFrozen(info);
  const { data, count } = useHeldOut(info, COUNT, visible);

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
        <FitButton onFit={stage ? () => stage.framing.fit(reducedMotion()) : undefined} />
      </LensToolbar>
      {levels.length > 0 && (
        <div className={lens.choice}>
          <FreezeLevel levels={levels} frozen={frozen} within="all samples" />
        </div>
      )}
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
        <SamplesLegend samples={value} data="dot" />
      </Plane>
    </div>
  );
}
