import type { KeyboardEvent } from 'react';
import { nodeAt } from '../../core/graph';
import { focusSelectedNode } from '../editor/focus-node';
import { useProject } from '../state/project';
import { DocumentPanel } from './DocumentPanel';
import { EdgePanel } from './EdgePanel';
import styles from './Inspector.module.css';
import { ManyPanel } from './ManyPanel';
import { NetworkPanel } from './NetworkPanel';
import { NodePanel } from './NodePanel';
import { NotePanel } from './NotePanel';

/** Settings and facts of what is selected; of the open graph while nothing is. */
export function Inspector() {
  const selection = useProject((state) => state.selection);
  const { nodes, edges, notes } = selection;
  const place = useProject((state) => state.place);
  const exists = useProject(
    (state) => nodes.length === 1 && state.edit !== null && nodeAt(state.edit.document, place, nodes[0]) !== undefined,
  );
  const count = nodes.length + edges.length + notes.length;
  // A field that has something of its own to take back keeps Escape to itself.
  const backToCanvas = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || nodes.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    focusSelectedNode();
  };
  return (
    <aside
      className={styles.inspector}
      aria-label="Inspector"
      data-region="inspector"
      data-testid="inspector"
      onKeyDown={backToCanvas}
    >
      {count === 1 && exists && <NodePanel key={`${place ?? ''} ${nodes[0]}`} graph={place} id={nodes[0]} />}
      {count === 1 && edges.length === 1 && <EdgePanel id={edges[0]} />}
      {count === 1 && notes.length === 1 && <NotePanel key={notes[0]} id={notes[0]} />}
      {count > 1 && <ManyPanel selection={selection} />}
      {count === 0 && (place === null ? <DocumentPanel /> : <NetworkPanel key={place} place={place} />)}
    </aside>
  );
}
