import { useMemo } from 'react';
import type { NodeDefinition, Setting } from '../../core/catalogue/types';
import { isLiveSetting, settingViolation } from '../../core/graph';
import type { GraphNode } from '../../core/graph/document';
import { Fold } from '../components/Fold';
import { useFold } from '../state/folds';
import { commonValue, sameValue, settingValue, visibleSettings } from './mixed';
import { SettingRow } from './SettingRow';
import styles from './Settings.module.css';

interface SettingsProps {
  /** The nodes whose settings these are, all of one type; an edit is made to all of them. */
  nodes: readonly GraphNode[];
  definition: NodeDefinition;
}

/** The settings of a node, or those that several nodes of one type have in common, as the catalogue describes them. */
export function Settings({ nodes, definition }: SettingsProps) {
  const visible = useMemo(() => visibleSettings(nodes, definition), [nodes, definition]);
  if (visible.length === 0) return null;
  const usual = visible.filter(([, setting]) => !setting.advanced);
  const advanced = visible.filter(([, setting]) => setting.advanced);
  const folded = usual.length > 0 && advanced.length > 0;
  return (
    <section className={styles.settings} aria-label="Settings">
      <SettingRows nodes={nodes} settings={folded ? usual : visible} />
      {folded && <Advanced nodes={nodes} settings={advanced} />}
      <Legend settings={visible.map(([, setting]) => setting)} />
    </section>
  );
}

/** Says once what the marks mean. */
function Legend({ settings }: { settings: readonly Setting[] }) {
  const live = settings.filter(isLiveSetting).length;
  if (live === 0) return <p className={styles.legend}>Changes here take effect in the next run.</p>;
  if (live === settings.length) {
    return (
      <p className={styles.legend}>
        <span className={styles.live}>live</span> settings take effect at once, also while a model trains.
      </p>
    );
  }
  return (
    <p className={styles.legend}>
      <span className={styles.live}>live</span> settings take effect at once while a model trains, the others in the
      next run.
    </p>
  );
}

interface SettingRowsProps {
  nodes: readonly GraphNode[];
  settings: readonly [key: string, setting: Setting][];
}

const SettingRows = ({ nodes, settings }: SettingRowsProps) =>
  settings.map(([key, setting]) => <SettingRow key={key} nodes={nodes} name={key} setting={setting} />);

/** Settings that most people leave as they are; the heading says how many are not. */
function Advanced({ nodes, settings }: SettingRowsProps) {
  const [open, toggle] = useFold('inspector.advanced', false);
  const changed = settings.filter(([key, setting]) => !sameValue(commonValue(nodes, key, setting), setting.default));
  const wrong = settings.some(([key, setting]) =>
    nodes.some((node) => settingViolation(setting, settingValue(node, key, setting)) !== null),
  );
  return (
    <Fold
      title="Advanced"
      note={changed.length > 0 ? `${changed.length} changed` : undefined}
      open={open || wrong}
      onToggle={toggle}
      testId="inspector.advanced"
    >
      <div className={styles.advanced}>
        <SettingRows nodes={nodes} settings={settings} />
      </div>
    </Fold>
  );
}
