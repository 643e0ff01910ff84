import type { IntegerSetting, NumberSetting, Setting } from '../../core/catalogue/types';
import type { SettingValue } from '../../core/graph/document';
import { NumberField } from '../components/NumberField';
import { Select } from '../components/Select';
import { Slider } from '../components/Slider';
import { Toggle } from '../components/Toggle';
import { IntegersField } from './IntegersField';
import { PointsField } from './PointsField';
import styles from './Settings.module.css';

interface SettingControlProps {
  name: string;
  setting: Setting;
  value: SettingValue;
  onChange(value: SettingValue): void;
  /** The gesture has ended: what follows is an edit of its own. */
  onCommit(): void;
}

/** The control that fits the type of a setting. */
export function SettingControl({ name, setting, value, onChange, onCommit }: SettingControlProps) {
  const testId = `inspector.setting.${name}`;
  const once = (next: SettingValue) => {
    onChange(next);
    onCommit();
  };
  switch (setting.type) {
    case 'number':
    case 'integer':
      return <NumberControl {...{ setting, testId, onChange, onCommit }} value={Number(value)} />;
    case 'choice':
      return (
        <Select label={setting.label} value={String(value)} options={setting.options} onChange={once} testId={testId} />
      );
    case 'toggle':
      return <Toggle label={setting.label} hideLabel checked={value === true} onChange={once} testId={testId} />;
    case 'integers':
      return <IntegersField setting={setting} value={value} onChange={once} testId={testId} />;
    case 'points':
      return <PointsField setting={setting} value={value} onChange={once} testId={testId} />;
  }
}

interface NumberControlProps {
  setting: NumberSetting | IntegerSetting;
  value: number;
  testId: string;
  onChange(value: number): void;
  onCommit(): void;
}

/** A field, and a slider under it where the range has two ends. */
function NumberControl({ setting, value, testId, onChange, onCommit }: NumberControlProps) {
  const { label, min, max, scale, unit } = setting;
  const integer = setting.type === 'integer';
  const step = setting.type === 'number' ? setting.step : 1;
  return (
    <>
      <NumberField
        label={label}
        value={value}
        min={min}
        max={max}
        step={scale === 'log' ? undefined : step}
        integer={integer}
        unit={unit}
        onChange={(next) => {
          onChange(next);
          onCommit();
        }}
        testId={testId}
      />
      {min !== undefined && max !== undefined && (
        <div className={styles.wide}>
          <Slider
            label={label}
            value={value}
            min={min}
            max={max}
            step={step}
            scale={scale}
            valueText={unit ? `${value} ${unit}` : undefined}
            onChange={onChange}
            onCommit={onCommit}
            testId={`${testId}.slider`}
          />
        </div>
      )}
    </>
  );
}
