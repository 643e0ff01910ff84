import type { IntegerSetting, NumberSetting, Setting } from '../../core/catalogue/types';
import type { SettingValue } from '../../core/graph/document';
import { NumberField } from '../components/NumberField';
import type { NumberRange } from '../components/nudge';
import { Select } from '../components/Select';
import { Slider } from '../components/Slider';
import { Toggle } from '../components/Toggle';
import { FileField } from './FileField';
import { IntegersField } from './IntegersField';
import { PointsField } from './PointsField';
import styles from './Settings.module.css';

interface SettingControlProps {
  name: string;
  setting: Setting;
  /** Null where several nodes are edited that differ in it. */
  value: SettingValue | null;
  onChange(value: SettingValue): void;
  /** The gesture has ended: what follows is an edit of its own. */
  onCommit(): void;
  /** What was typed cannot be taken (a sentence), or can again (null). */
  onRefusal(sentence: string | null): void;
  /** Id of the text that says what the setting takes. */
  describedBy: string;
}

const MIXED = { value: '', label: 'mixed' };

/** Bounds and steps of a number setting, for its field, its slider and its label. */
export const rangeOf = (setting: NumberSetting | IntegerSetting): NumberRange => ({
  min: setting.min,
  max: setting.max,
  scale: setting.scale,
  integer: setting.type === 'integer',
  step: setting.scale === 'log' ? undefined : setting.type === 'number' ? setting.step : 1,
});

/** The control that fits the type of a setting. */
export function SettingControl(props: SettingControlProps) {
  const { name, setting, value, onChange, onCommit, onRefusal, describedBy } = props;
  const testId = `inspector.setting.${name}`;
  const once = (next: SettingValue) => {
    onChange(next);
    onCommit();
  };
  switch (setting.type) {
    case 'number':
    case 'integer':
      return (
        <NumberControl
          {...{ setting, testId, onChange, onCommit, onRefusal, describedBy }}
          value={value === null ? null : Number(value)}
        />
      );
    case 'choice':
      return (
        <Select
          label={setting.label}
          value={value === null ? MIXED.value : String(value)}
          options={value === null ? [MIXED, ...setting.options] : setting.options}
          onChange={(chosen) => chosen !== MIXED.value && once(chosen)}
          testId={testId}
        />
      );
    case 'toggle':
      return (
        <Toggle
          label={setting.label}
          hideLabel
          checked={value === null ? 'mixed' : value === true}
          onChange={once}
          testId={testId}
        />
      );
    case 'integers':
      return <IntegersField {...{ setting, value, onRefusal, describedBy, testId }} onChange={once} />;
    case 'points':
      return value === null ? null : <PointsField {...{ setting, value, testId }} />;
    case 'file':
      return (
        <FileField {...{ setting, onRefusal, testId }} value={value === null ? null : String(value)} onChange={once} />
      );
  }
}

interface NumberControlProps extends Pick<SettingControlProps, 'onCommit' | 'onRefusal' | 'describedBy'> {
  setting: NumberSetting | IntegerSetting;
  value: number | null;
  testId: string;
  onChange(value: number): void;
}

/** A field, and a slider under it where the range has two ends. */
function NumberControl({ setting, value, testId, onChange, onCommit, onRefusal, describedBy }: NumberControlProps) {
  const { label, min, max, scale, unit } = setting;
  const range = rangeOf(setting);
  return (
    <>
      <NumberField
        {...range}
        label={label}
        value={value}
        unit={unit}
        onChange={(next) => {
          onChange(next);
          onCommit();
        }}
        onRefusal={onRefusal}
        describedBy={describedBy}
        testId={testId}
      />
      {min !== undefined && max !== undefined && (
        <div className={styles.wide}>
          <Slider
            label={label}
            value={value ?? min}
            min={min}
            max={max}
            step={setting.type === 'number' ? setting.step : 1}
            scale={scale}
            valueText={value === null ? 'mixed' : unit ? `${value} ${unit}` : undefined}
            onChange={onChange}
            onCommit={onCommit}
            testId={`${testId}.slider`}
          />
        </div>
      )}
    </>
  );
}
