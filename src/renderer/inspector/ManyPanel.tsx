import { Copy, Scan, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { catalogue } from '../../core/catalogue';
import { commands, graphAt, type Selection } from '../../core/graph';
import type { Graph, GraphNode, Group } from '../../core/graph/document';
import { AlignButtons } from '../arrange/AlignButtons';
import { Button } from '../components/Button';
import { canvas } from '../editor/canvas-state';
import { formatPlural } from '../format';
import { dispatch } from '../state/edit';
import { useProject } from '../state/project';
import { CostCard } from './CostCard';
import { sumOfCosts } from './cost-rows';
import { GroupHead } from './GroupHead';
import { ModeRow } from './ModeRow';
import styles from './parts.module.css';
import { Settings } from './Settings';

const NONE: readonly GraphNode[] = [];

/** Several things at once: the group they are, the settings they have in common, what they cost together. */
export function ManyPanel({ selection }: { selection: Selection }) {
  const place = useProject((state) => state.place);
  const analysis = useProject((state) => state.analysis);
  const content = useProject((state) => (state.edit ? graphAt(state.edit.document, state.place) : undefined));
  const nodes = useMemo(
    () => content?.nodes.filter(({ id }) => selection.nodes.includes(id)) ?? NONE,
    [content, selection.nodes],
  );
  const group = useMemo(() => content && groupOf(content, selection), [content, selection]);
  const definition = nodes.length > 0 ? catalogue.find(nodes[0].type) : undefined;
  const alike = definition !== undefined && nodes.every(({ type }) => type === definition.type);
  const cost = useMemo(() => sumOfCosts(analysis, place, nodes), [analysis, place, nodes]);
  return (
    <div className={styles.panel}>
      {group ? (
        <GroupHead key={group.id} group={group} />
      ) : (
        <header className={styles.head}>
          <strong>{alike && nodes.length > 1 ? `${nodes.length} × ${definition.title}` : 'Selection'}</strong>
          <span className={styles.sub}>{contents(selection)}</span>
        </header>
      )}
      <div className={styles.actions}>
        <Button
          icon={Copy}
          size="small"
          disabled={selection.nodes.length + selection.notes.length === 0}
          onClick={() => dispatch(commands.duplicateSelection, {})}
        >
          Duplicate
        </Button>
        <Button icon={Scan} size="small" onClick={() => canvas.current?.fitSelection()}>
          Fit
        </Button>
        <Button icon={Trash2} size="small" onClick={() => dispatch(commands.deleteSelection, {})}>
          Delete
        </Button>
      </div>
      <AlignButtons count={selection.nodes.length + selection.notes.length} />
      {nodes.length > 1 && <ModeRow nodes={nodes} />}
      {alike && nodes.length > 1 && <Settings nodes={nodes} definition={definition} />}
      {cost && <CostCard cost={cost} />}
    </div>
  );
}

const contents = ({ nodes, edges, notes }: Selection): string =>
  [
    nodes.length > 0 && formatPlural(nodes.length, 'node'),
    edges.length > 0 && formatPlural(edges.length, 'wire'),
    notes.length > 0 && formatPlural(notes.length, 'note'),
  ]
    .filter(Boolean)
    .join(', ');

/** The group that all selected nodes and notes are in, if they are all in one. */
function groupOf({ nodes, notes, groups }: Graph, selection: Selection): Group | undefined {
  const chosen = [
    ...nodes.filter(({ id }) => selection.nodes.includes(id)),
    ...notes.filter(({ id }) => selection.notes.includes(id)),
  ];
  const [first] = chosen;
  if (!first?.group || chosen.some(({ group }) => group !== first.group)) return undefined;
  return groups.find(({ id }) => id === first.group);
}
