import { useMemo, useState } from 'react';
import type { Category, NodeDefinition } from '../../core/catalogue/types';
import { Fold } from '../components/Fold';
import { SearchField } from '../components/TextField';
import { addNodeAt, nodesFor } from '../editor/add-node';
import { canvas } from '../editor/canvas-state';
import { NODE_TYPE } from '../editor/drop';
import { categories } from '../editor/kinds';
import { describeNode, rank } from '../editor/search';
import { useFold } from '../state/folds';
import { useProject } from '../state/project';
import styles from './Drawer.module.css';

/** Every node that can be placed here, by drawer of the catalogue: click it, or drag it onto the canvas. */
export function NodesDrawer() {
  const place = useProject((state) => state.place);
  const [query, setQuery] = useState('');
  const groups = useMemo(() => groupByCategory(rank(nodesFor(place), query, describeNode)), [place, query]);
  return (
    <div className={styles.drawer} data-testid="drawer.nodes">
      <div className={styles.head}>
        <h2>{place === null ? 'Nodes' : 'Layers'}</h2>
        <SearchField
          label="Search nodes"
          placeholder="Search"
          value={query}
          onChange={setQuery}
          testId="drawer.nodes.search"
        />
      </div>
      <div className={styles.list}>
        {groups.map(([category, definitions]) => (
          <Group key={category} category={category} definitions={definitions} searching={query.trim() !== ''} />
        ))}
        {groups.length === 0 && <p className={styles.none}>No node is called “{query}”.</p>}
      </div>
    </div>
  );
}

interface GroupProps {
  category: Category;
  definitions: readonly NodeDefinition[];
  searching: boolean;
}

/** One drawer of the catalogue; what a search has found is never folded away. */
function Group({ category, definitions, searching }: GroupProps) {
  const { title, folded } = categories[category];
  const [open, toggle] = useFold(`palette.${category}`, !folded);
  return (
    <Fold
      title={title}
      note={String(definitions.length)}
      open={open || searching}
      onToggle={toggle}
      testId={`palette.group.${category}`}
    >
      {definitions.map((definition) => (
        <PaletteItem key={definition.type} definition={definition} />
      ))}
    </Fold>
  );
}

function PaletteItem({ definition }: { definition: NodeDefinition }) {
  const { icon: Icon, color } = categories[definition.category];
  return (
    <button
      type="button"
      className={styles.node}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(NODE_TYPE, definition.type);
        event.dataTransfer.effectAllowed = 'copy';
      }}
      onClick={() => canvas.current && addNodeAt(definition.type, canvas.current.freePlace())}
      title={definition.summary}
      data-testid={`palette.${definition.type}`}
    >
      <Icon aria-hidden style={{ color }} />
      <span className={styles.name}>{definition.title}</span>
      <span className={styles.summary}>{definition.summary}</span>
    </button>
  );
}

function groupByCategory(definitions: readonly NodeDefinition[]): [Category, NodeDefinition[]][] {
  const groups = new Map<Category, NodeDefinition[]>();
  for (const definition of definitions) {
    const group = groups.get(definition.category);
    if (group) group.push(definition);
    else groups.set(definition.category, [definition]);
  }
  return [...groups];
}
