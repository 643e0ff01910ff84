import { Copy, X } from 'lucide-react';
import type { SessionInfo } from '../../protocol/worker';
import { Button } from '../components/Button';
import { classes } from '../components/classes';
import { NumberField } from '../components/NumberField';
import { Select } from '../components/Select';
import { Slider } from '../components/Slider';
import styles from './LaneControls.module.css';
import { chooseSampler, type LaneSetting, type LaneSettings, MOST_LANES, samplerChoice, samplerChoices } from './lanes';
import { addLane, changeLane, dragSetting, dropLane, dropSetting, useTrajectoryView } from './view';

interface LaneControlsProps {
  info: SessionInfo;
  settings: LaneSettings;
  /** 1 for the first lane. */
  number: number;
}

/** The sampler that runs in a lane. */
export function SamplerSelect({ info, settings, number }: LaneControlsProps) {
  return (
    <Select
      label={`Sampler of lane ${number}`}
      value={samplerChoice(settings)}
      options={samplerChoices(settings, info.probes)}
      onChange={(choice) => changeLane(settings.id, chooseSampler(choice))}
      quiet
      testId={`trajectory.lane.${number}.sampler`}
    />
  );
}

/** Steps, guidance, noise and class of a lane: in a row, or under each other in a popover. */
export function LaneControls({ info, settings, number, column }: LaneControlsProps & { column?: boolean }) {
  const { id, classes: many, label } = settings;
  const named = info.data.classes;
  return (
    <div className={column ? styles.column : styles.row}>
      {!settings.walk && <SettingSlider {...STEPS} settings={settings} number={number} />}
      {settings.guided && <SettingSlider {...GUIDANCE} settings={settings} number={number} />}
      {settings.stochastic && <SettingSlider {...ETA} settings={settings} number={number} />}
      {many > 0 && (
        <Select
          label={`Class that lane ${number} draws`}
          value={label === null ? '' : String(label)}
          options={[
            { value: '', label: 'all classes' },
            ...Array.from({ length: many }, (_, k) => ({ value: String(k), label: named[k] ?? `class ${k}` })),
          ]}
          onChange={(value) => changeLane(id, { label: value === '' ? null : Number(value) })}
          quiet
          testId={`trajectory.lane.${number}.label`}
        />
      )}
    </div>
  );
}

interface SettingKind {
  setting: LaneSetting;
  text: string;
  label: string;
  min: number;
  /** End of the slider; typing reaches `most`. */
  max: number;
  most: number;
  step: number;
  scale: 'linear' | 'log';
}
const STEPS: SettingKind = {
  setting: 'num_inference_steps',
  text: 'steps',
  label: 'Sampling steps',
  min: 1,
  max: 200,
  most: 1_000,
  step: 1,
  scale: 'log',
};
const GUIDANCE: SettingKind = {
  setting: 'guidance_scale',
  text: 'w',
  label: 'Guidance w',
  min: 0,
  max: 10,
  most: 100,
  step: 0.1,
  scale: 'linear',
};
const ETA: SettingKind = {
  setting: 'eta',
  text: 'η',
  label: 'Share of fresh noise, eta',
  min: 0,
  max: 1,
  most: 1,
  step: 0.05,
  scale: 'linear',
};

/** Dragging shows a preview; letting go samples in full. The field takes exact numbers. */
function SettingSlider(props: SettingKind & { settings: LaneSettings; number: number }) {
  const { setting, text, label, min, max, most, step, scale, settings, number } = props;
  const value = settings[setting];
  const testId = `trajectory.lane.${number}.${setting}`;
  const spoken = `${label} of lane ${number}`;
  return (
    // Leaving the slider by Tab in the middle of a change is letting go, too.
    <fieldset className={styles.setting} aria-label={spoken} onBlur={dropSetting}>
      <span aria-hidden>{text}</span>
      <span className={styles.slider}>
        <Slider
          label={spoken}
          value={Math.min(max, value)}
          min={min}
          max={max}
          step={step}
          scale={scale}
          valueText={String(value)}
          onChange={(next) => {
            // The browser tells the last value once more when the handle has been let go.
            if (next !== value) dragSetting(settings.id, setting, next);
          }}
          onCommit={dropSetting}
          testId={testId}
        />
      </span>
      <NumberField
        label={`${spoken}, exactly`}
        value={value}
        min={min}
        max={most}
        step={step}
        integer={setting === 'num_inference_steps'}
        width={48}
        onChange={(next) => changeLane(settings.id, { [setting]: next })}
        testId={`${testId}.number`}
      />
    </fieldset>
  );
}

/** Another lane like this one, and this one's end. */
export function LaneButtons({ settings, number }: Omit<LaneControlsProps, 'info'>) {
  const lanes = useTrajectoryView((view) => view.lanes.length);
  return (
    <div className={classes(styles.buttons)}>
      <Button
        size="small"
        icon={Copy}
        disabled={lanes >= MOST_LANES}
        tooltip="Another lane with the same settings beside this one"
        onClick={() => addLane(settings.id)}
        testId={`trajectory.lane.${number}.duplicate`}
      >
        Duplicate
      </Button>
      <Button
        size="small"
        icon={X}
        disabled={lanes === 1}
        onClick={() => dropLane(settings.id)}
        testId={`trajectory.lane.${number}.remove`}
      >
        Remove
      </Button>
    </div>
  );
}
