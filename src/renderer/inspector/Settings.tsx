import { RotateCcw } from 'lucide-react';
import { useMemo } from 'react';
import type { NodeDefinition, Setting } from '../../core/catalogue/types';
import { commands, isLiveSetting, isSettingVisible, nodeAt, settingViolation } from '../../core/graph';
import type { GraphNode, SettingValue } from '../../core/graph/document';
import { IconButton } from '../components/Button';
import { Fold } from '../components/Fold';
import { Tooltip } from '../components/Tooltip';
import { dispatch, markEdit } from '../state/edit';
import { useFold } from '../state/folds';
import { useProject } from '../state/project';
import { useRun } from '../state/run';
import { SettingControl } from './SettingControl';
import styles from './Settings.module.css';

/** The settings of a node, as its catalogue record describes them. */
export function Settings({ node, definition }: { node: GraphNode; definition: NodeDefinition }) {
  const visible = useMemo(
    () => Object.entries(definition.settings).filter(([key]) => isSettingVisible(definition, node.settings, key)),
    [definition, node.settings],
  );
  if (visible.length === 0) return null;
  const usual = visible.filter(([, setting]) => !setting.advanced);
  const advanced = visible.filter(([, setting]) => setting.advanced);
  const folded = usual.length > 0 && advanced.length > 0;
  return (
    <div className={styles.settings}>
      <SettingRows node={node} settings={folded ? usual : visible} />
      {folded && <Advanced node={node} settings={advanced} />}
    </div>
  );
}

interface SettingRowsProps {
  node: GraphNode;
  settings: readonly [key: string, setting: Setting][];
}

const SettingRows = ({ node, settings }: SettingRowsProps) =>
  settings.map(([key, setting]) => <SettingRow key={key} node={node} name={key} setting={setting} />);

/** Settings that most people leave as they are; the heading says how many are not. */
function Advanced({ node, settings }: SettingRowsProps) {
  const [open, toggle] = useFold('inspector.advanced', false);
  const values = settings.map(([key, setting]) => ({ setting, value: settingValue(node, key, setting) }));
  const changed = values.filter(({ setting, value }) => isChanged(setting, value)).length;
  const wrong = values.some(({ setting, value }) => settingViolation(setting, value) !== null);
  return (
    <Fold
      title="Advanced"
      note={changed > 0 ? `${changed} changed` : undefined}
      open={open || wrong}
      onToggle={toggle}
      testId="inspector.advanced"
    >
      <div className={styles.advanced}>
        <SettingRows node={node} settings={settings} />
      </div>
    </Fold>
  );
}

const settingValue = (node: GraphNode, key: string, setting: Setting): SettingValue =>
  node.settings[key] ?? (setting.default as SettingValue);

const isChanged = (setting: Setting, value: SettingValue): boolean =>
  JSON.stringify(value) !== JSON.stringify(setting.default);

function SettingRow({ node, name, setting }: { node: GraphNode; name: string; setting: Setting }) {
  const value = settingValue(node, name, setting);
  const live = isLiveSetting(setting);
  const changed = isChanged(setting, value);
  const violation = settingViolation(setting, value);
  const needsRun = useDiffersFromRun(node.id, name, value) && !live;
  const wide = setting.type === 'points';
  return (
    <div className={styles.setting} data-wide={wide || undefined}>
      <div className={styles.head}>
        <Tooltip content={setting.help} side="left">
          <span className={styles.label}>{setting.label}</span>
        </Tooltip>
        {live && <span className={styles.live}>live</span>}
        {changed && (
          <IconButton
            icon={RotateCcw}
            label={`Reset ${setting.label} to ${defaultText(setting)}`}
            size="small"
            onClick={() => dispatch(commands.resetSetting, { node: node.id, setting: name })}
          />
        )}
      </div>
      <SettingControl
        name={name}
        setting={setting}
        value={value}
        onChange={(next) => dispatch(commands.setSetting, { node: node.id, setting: name, value: next })}
        onCommit={markEdit}
      />
      {violation && (
        <p className={styles.violation}>
          {setting.label} {violation}.
        </p>
      )}
      {needsRun && <p className={styles.hint}>Takes effect in the next run.</p>}
    </div>
  );
}

/** True while a run is open that was compiled with another value. */
function useDiffersFromRun(node: string, name: string, value: SettingValue): boolean {
  const network = useProject((state) => state.place);
  return useRun(({ phase, opened }) => {
    if (phase !== 'open' || !opened) return false;
    const before = nodeAt(opened, network, node);
    return before !== undefined && JSON.stringify(before.settings[name] ?? null) !== JSON.stringify(value);
  });
}

const defaultText = ({ default: value }: Setting): string =>
  Array.isArray(value) ? (value.length === 0 ? 'nothing' : value.join(', ')) : String(value);
