import { useMemo } from 'react';
import type { NodeDefinition } from '../../core/catalogue/types';
import { commands, type GraphId } from '../../core/graph';
import type { GraphNode } from '../../core/graph/document';
import { Select } from '../components/Select';
import { dispatchAt } from '../state/edit';
import { useProject } from '../state/project';
import { presetOf } from './preset-of';
import styles from './Settings.module.css';

const OWN = 'own';

interface PresetChooserProps {
  /** Graph that the node stands in. */
  graph: GraphId;
  node: GraphNode;
  definition: NodeDefinition;
}

/** Which ready-made network is inside, and the choice of another. */
export function PresetChooser({ graph, node, definition }: PresetChooserProps) {
  const content = useProject((state) => (node.network ? state.edit?.document.networks[node.network] : undefined));
  const present = useMemo(() => (content ? presetOf(content, definition) : null), [content, definition]);
  const presets = definition.presets ?? [];
  if (presets.length === 0) return null;
  const label = definition.holds === 'block' ? 'Inside' : 'Network';
  const options = presets.map(({ id, title }) => ({ value: id, label: title }));
  if (present === null) options.unshift({ value: OWN, label: 'Own wiring' });
  return (
    <div className={styles.setting}>
      <div className={styles.head}>
        <span className={styles.label}>{label}</span>
      </div>
      <Select
        label={label}
        value={present ?? OWN}
        options={options}
        onChange={(preset) => preset !== OWN && dispatchAt(graph, commands.setPreset, { node: node.id, preset })}
        testId="inspector.preset"
      />
    </div>
  );
}
