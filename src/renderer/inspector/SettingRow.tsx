import { RotateCcw } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import type { Setting } from '../../core/catalogue/types';
import { commands, isLiveSetting, nodeAt, settingViolation } from '../../core/graph';
import type { GraphNode, SettingValue } from '../../core/graph/document';
import { IconButton } from '../components/Button';
import { numberText, rangeText } from '../components/NumberField';
import { ScrubLabel } from '../components/ScrubLabel';
import { Tooltip } from '../components/Tooltip';
import { dispatchAll, markEdit } from '../state/edit';
import { useProject } from '../state/project';
import { useRun } from '../state/run';
import { commonValue, sameValue, settingValue } from './mixed';
import { rangeOf, SettingControl } from './SettingControl';
import styles from './Settings.module.css';

interface SettingRowProps {
  nodes: readonly GraphNode[];
  name: string;
  setting: Setting;
}

/** One setting of one node, or of several at once. */
export function SettingRow({ nodes, name, setting }: SettingRowProps) {
  const about = useId();
  const value = commonValue(nodes, name, setting);
  // A text that was refused is forgotten with the value under it, for instance by undo.
  const [refused, setRefused] = useState<{ sentence: string; over: SettingValue | null } | null>(null);
  const refusal = refused && sameValue(refused.over, value) ? refused.sentence : null;
  const live = isLiveSetting(setting);
  const differs = useDiffersFromRun(nodes, name, setting);
  const violation = value === null ? null : settingViolation(setting, value);
  const sentence = refusal ?? (violation && `${setting.label} ${violation}.`);
  const change = (next: SettingValue) =>
    dispatchAll(
      commands.setSetting,
      nodes.map(({ id: node }) => ({ node, setting: name, value: next })),
    );
  const reset = () =>
    dispatchAll(
      commands.resetSetting,
      nodes.map(({ id: node }) => ({ node, setting: name })),
    );
  return (
    <div
      className={styles.setting}
      data-wide={setting.type === 'points' || setting.type === 'file' || undefined}
      data-refused={sentence !== null || undefined}
    >
      <div className={styles.head}>
        <Tooltip content={<About setting={setting} />} side="left">
          <Label setting={setting} value={value} onChange={change} />
        </Tooltip>
        {live && <span className={styles.live}>live</span>}
        {differs && !live && <span className={styles.nextRun}>next run</span>}
        {!sameValue(value, setting.default) && (
          <IconButton
            icon={RotateCcw}
            label={`Reset ${setting.label} to ${defaultText(setting)}`}
            size="small"
            onClick={reset}
            testId={`inspector.reset.${name}`}
          />
        )}
      </div>
      <SettingControl
        {...{ name, setting, value }}
        onChange={change}
        onCommit={markEdit}
        onRefusal={(text) => setRefused(text === null ? null : { sentence: text, over: value })}
        describedBy={about}
      />
      <Range id={about} setting={setting} />
      {sentence && (
        <p className={styles.violation} role="alert">
          {sentence}
        </p>
      )}
    </div>
  );
}

/** The name of a setting; of a number it is dragged to change it. */
function Label({
  setting,
  value,
  onChange,
}: {
  setting: Setting;
  value: SettingValue | null;
  onChange(value: number): void;
}) {
  if ((setting.type !== 'number' && setting.type !== 'integer') || typeof value !== 'number') {
    return <span className={styles.label}>{setting.label}</span>;
  }
  return (
    <ScrubLabel
      text={setting.label}
      value={value}
      range={rangeOf(setting)}
      className={styles.label}
      onChange={onChange}
      onCommit={markEdit}
    />
  );
}

/** What the setting takes, seen while the pointer or the focus is in its row. */
function Range({ id, setting }: { id: string; setting: Setting }) {
  const text = takes(setting);
  if (text === '') return null;
  return (
    <span id={id} className={styles.range}>
      {text}
    </span>
  );
}

/** `1 to 8 192`, `1 to 8 numbers from 1 to 8 192`; empty where there is no bound. */
function takes(setting: Setting): string {
  if (setting.type === 'number' || setting.type === 'integer') return rangeText(setting);
  if (setting.type !== 'integers') return '';
  return `${setting.minLength} to ${setting.maxLength} numbers from ${rangeText(setting)}`;
}

/** Help, range and default of a setting. */
function About({ setting }: { setting: Setting }): ReactNode {
  const parts = [takes(setting), `default ${defaultText(setting)}`].filter(Boolean);
  const number = setting.type === 'number' || setting.type === 'integer';
  return (
    <span className={styles.about}>
      <span>{setting.help}</span>
      <span className={styles.aboutRange}>
        {parts.join(' · ')}
        {number && ' · drag to change'}
      </span>
    </span>
  );
}

/** True while a run is open that was compiled with another value. */
function useDiffersFromRun(nodes: readonly GraphNode[], name: string, setting: Setting): boolean {
  const place = useProject((state) => state.place);
  return useRun(({ phase, opened }) => {
    if (phase !== 'open' || !opened) return false;
    return nodes.some((node) => {
      const before = nodeAt(opened, place, node.id);
      return before && !sameValue(settingValue(before, name, setting), settingValue(node, name, setting));
    });
  });
}

function defaultText(setting: Setting): string {
  const { default: value } = setting;
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.join(', ');
  if (typeof value === 'number') {
    const unit = 'unit' in setting && setting.unit ? ` ${setting.unit}` : '';
    return numberText(value) + unit;
  }
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  const option = setting.type === 'choice' && setting.options.find((each) => each.value === value);
  return option ? option.label : String(value) || 'none';
}
