import { Dices, RefreshCw } from 'lucide-react';
import type { SessionInfo } from '../../protocol/worker';
import { Button, IconButton } from '../components/Button';
import { NumberField } from '../components/NumberField';
import { Select } from '../components/Select';
import { LensToolbar } from '../lenses/LensToolbar';
import shared from '../lenses/lens.module.css';
import type { Sampler } from './use-trajectory';
import { changeTrajectoryView, type TrajectoryView, useTrajectoryView } from './view';

interface TrajectoryToolbarProps {
  info: SessionInfo;
  sampler: Sampler;
  /** Particles in the plane; pictures have fewer controls. */
  plane?: boolean;
}

const LARGEST_SEED = 2 ** 31 - 1;

export function TrajectoryToolbar({ info, sampler, plane }: TrajectoryToolbarProps) {
  const view = useTrajectoryView();
  const { samplers } = info.probes;
  return (
    <LensToolbar label="Trajectory lens">
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
        width={44}
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
        width={48}
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
        <>
          {info.probes.field?.dimensions === 2 && (
            <Switch name="field" text="Field" tooltip="The network's velocity on a grid at the present t" />
          )}
          <Switch name="trails" text="Trails" tooltip="The last steps of some particles" />
          <Switch
            name="x0"
            text="x̂₀"
            label="Prediction of x 0"
            tooltip="Where each step predicts the particle will end"
          />
          <Switch name="data" text="Data" tooltip="Items of the data set underneath" />
        </>
      )}
      <IconButton
        icon={RefreshCw}
        label="Sample again as the weights change"
        size="small"
        pressed={view.follow}
        onClick={() => changeTrajectoryView({ follow: !view.follow })}
        testId="trajectory.follow"
      />
    </LensToolbar>
  );
}

type SwitchName = { [K in keyof TrajectoryView]: TrajectoryView[K] extends boolean ? K : never }[keyof TrajectoryView];

interface SwitchProps {
  name: SwitchName;
  text: string;
  /** Spoken instead of the text. */
  label?: string;
  tooltip: string;
}

function Switch({ name, text, label, tooltip }: SwitchProps) {
  const on = useTrajectoryView((view) => view[name]);
  return (
    <Button
      size="small"
      variant="ghost"
      pressed={on}
      label={label}
      tooltip={tooltip}
      onClick={() => changeTrajectoryView({ [name]: !on })}
      testId={`trajectory.${name}`}
    >
      {text}
    </Button>
  );
}
