import { Maximize } from 'lucide-react';
import { IconButton } from '../components/Button';
import { Select } from '../components/Select';
import { reducedMotion } from '../lenses/hooks/use-media';
import shared from '../lenses/lens.module.css';
import type { PlaneStage } from '../lenses/plane/stage';
import type { ParticleColour } from './colours';
import { changeTrajectoryView, useTrajectoryView } from './view';

const COLOURS: readonly { value: ParticleColour; label: string }[] = [
  { value: 'class', label: 'by class' },
  { value: 'angle', label: 'by angle' },
  { value: 'plain', label: 'one colour' },
];

/** In the corner of the plane: what the colour of a particle means, and the way back to all of them. */
export function ParticleControls({ stage, classes }: { stage: PlaneStage | null; classes: boolean }) {
  const colour = useTrajectoryView((view) => view.colour);
  return (
    <div className={shared.corner}>
      <Select
        label="Colour of the particles: by the class of the data nearest to where they end, by their final angle, or one"
        value={colour === 'class' && !classes ? 'plain' : colour}
        options={classes ? COLOURS : COLOURS.slice(1)}
        onChange={(chosen) => changeTrajectoryView({ colour: chosen })}
        quiet
        testId="trajectory.colour"
      />
      <IconButton
        icon={Maximize}
        label="Show all particles"
        keys="F"
        size="small"
        side="left"
        disabled={!stage}
        onClick={() => stage?.framing.fit(reducedMotion())}
        testId="trajectory.fit"
      />
    </div>
  );
}
