import { Dices, Maximize } from 'lucide-react';
import type { SessionInfo } from '../../protocol/worker';
import { Button, IconButton } from '../components/Button';
import { NumberField } from '../components/NumberField';
import { Select } from '../components/Select';
import { reducedMotion } from '../lenses/hooks/use-media';
import shared from '../lenses/lens.module.css';
import type { PlaneStage } from '../lenses/plane/stage';
import type { ParticleColour } from './colours';
import type { Sampler } from './use-trajectory';
import { changeTrajectoryView, type TrajectoryView, useTrajectoryView } from './view';

interface TrajectoryToolbarProps {
  info: SessionInfo;
  sampler: Sampler;
  stage: PlaneStage | null;
  /** Particles in the plane; pictures have fewer controls. */
  plane?: boolean;
}

const COLOURS: readonly { value: ParticleColour; label: string }[] = [
  { value: 'class', label: 'by nearest class' },
  { value: 'angle', label: 'by final angle' },
  { value: 'plain', label: 'one colour' },
];
const LARGEST_SEED = 2 ** 31 - 1;

export function TrajectoryToolbar({ info, sampler, stage, plane }: TrajectoryToolbarProps) {
  const view = useTrajectoryView();
  const { samplers } = info.probes;
  const classes = info.data.classes.length > 1;
  const colours = classes ? COLOURS : COLOURS.slice(1);
  return (
    <div className={shared.toolbar} role="toolbar" aria-label="Trajectory lens">
      {samplers.length > 1 && (
        <Select
          label="Sampler"
          value={sampler.node}
          options={samplers.map(({ node, title }) => ({ value: node, label: title }))}
          onChange={(node) => changeTrajectoryView({ sampler: node, num_inference_steps: null })}
          quiet
          testId="trajectory.sampler"
        />
      )}
      <span className={shared.label}>steps</span>
      <NumberField
        label="Sampling steps"
        value={view.num_inference_steps ?? sampler.num_inference_steps}
        min={1}
        max={1_000}
        integer
        width={52}
        onChange={(num_inference_steps) => changeTrajectoryView({ num_inference_steps })}
        testId="trajectory.steps"
      />
      <span className={shared.label}>seed</span>
      <NumberField
        label="Seed of the noise"
        value={view.seed}
        min={0}
        max={LARGEST_SEED}
        integer
        width={64}
        onChange={(seed) => changeTrajectoryView({ seed })}
        testId="trajectory.seed"
      />
      <IconButton
        icon={Dices}
        label="New noise"
        size="small"
        onClick={() => changeTrajectoryView({ seed: (view.seed + 1) % LARGEST_SEED })}
        testId="trajectory.noise"
      />
      {plane && (
        <Select
          label="Colour of the particles"
          value={view.colour === 'class' && !classes ? 'plain' : view.colour}
          options={colours}
          onChange={(colour) => changeTrajectoryView({ colour })}
          quiet
          testId="trajectory.colour"
        />
      )}
      <span className={shared.spacer} />
      {plane && (
        <>
          {info.probes.field?.dimensions === 2 && (
            <Switch name="field" text="Field" tooltip="The network's velocity on a grid at the present t" />
          )}
          <Switch name="trails" text="Trails" tooltip="The last steps of some particles" />
          <Switch name="x0" text="x̂₀" tooltip="Where each step predicts the particle will end" />
          <Switch name="data" text="Data" tooltip="Items of the data set underneath" />
        </>
      )}
      <Switch name="follow" text="Live" tooltip="Sample again as the weights change" />
      {plane && (
        <IconButton
          icon={Maximize}
          label="Show all particles"
          keys="F"
          size="small"
          disabled={!stage}
          onClick={() => stage?.framing.fit(reducedMotion())}
          testId="trajectory.fit"
        />
      )}
    </div>
  );
}

type SwitchName = { [K in keyof TrajectoryView]: TrajectoryView[K] extends boolean ? K : never }[keyof TrajectoryView];

function Switch({ name, text, tooltip }: { name: SwitchName; text: string; tooltip: string }) {
  const on = useTrajectoryView((view) => view[name]);
  return (
    <Button
      size="small"
      variant="ghost"
      pressed={on}
      tooltip={tooltip}
      onClick={() => changeTrajectoryView({ [name]: !on })}
      testId={`trajectory.${name}`}
    >
      {text}
    </Button>
  );
}
