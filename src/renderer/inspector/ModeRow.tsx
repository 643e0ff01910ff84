import { commands } from '../../core/graph';
import type { GraphNode } from '../../core/graph/document';
import { Segmented } from '../components/Segmented';
import { Toggle } from '../components/Toggle';
import { dispatch } from '../state/edit';
import styles from './Settings.module.css';

type Part = 'normal' | 'bypass' | 'mute';

const PARTS: readonly { id: Part; label: string; help: string }[] = [
  { id: 'normal', label: 'Normal', help: 'Takes part as it is.' },
  { id: 'bypass', label: 'Bypass', help: 'Hands its first input on unchanged.' },
  { id: 'mute', label: 'Mute', help: 'Is left out, with all that cannot do without it.' },
];

/** The one value that all have; null where they differ. */
function common<T>(values: readonly T[]): T | null {
  const [first, ...rest] = values;
  return first !== undefined && rest.every((value) => value === first) ? first : null;
}

/** How nodes take part in the graph, and whether they are drawn as their titles alone. */
export function ModeRow({ nodes }: { nodes: readonly GraphNode[] }) {
  const mode = common(nodes.map((node): Part => node.mode ?? 'normal'));
  const collapsed = common(nodes.map((node) => node.collapsed === true));
  const ids = nodes.map(({ id }) => id);
  const choose = (part: Part) => dispatch(commands.setMode, { nodes: ids, mode: part === 'normal' ? null : part });
  return (
    <div className={styles.mode}>
      <Segmented label="Takes part" value={mode} options={PARTS} onChange={choose} testId="inspector.mode" />
      <Toggle
        label="Collapsed"
        checked={collapsed ?? 'mixed'}
        onChange={(on) => dispatch(commands.setCollapsed, { nodes: ids, collapsed: on })}
        testId="inspector.collapsed"
      />
    </div>
  );
}
