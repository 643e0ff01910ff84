import { Copy, Scan, Trash2 } from 'lucide-react';
import { commands } from '../../core/graph';
import { Button } from '../components/Button';
import { canvas } from '../editor/canvas-state';
import { formatPlural } from '../format';
import { dispatch } from '../state/edit';
import styles from './parts.module.css';

export function ManyPanel({ nodes, edges, notes }: { nodes: number; edges: number; notes: number }) {
  const parts = [
    nodes > 0 && formatPlural(nodes, 'node'),
    edges > 0 && formatPlural(edges, 'wire'),
    notes > 0 && formatPlural(notes, 'note'),
  ].filter(Boolean);
  return (
    <div className={styles.panel}>
      <header className={styles.head}>
        <strong>Selection</strong>
        <span className={styles.sub}>{parts.join(', ')}</span>
      </header>
      <div className={styles.section}>
        <Button
          icon={Copy}
          size="small"
          disabled={nodes + notes === 0}
          onClick={() => dispatch(commands.duplicateSelection, {})}
        >
          Duplicate
        </Button>
        <Button icon={Scan} size="small" onClick={() => canvas.current?.fitSelection()}>
          Fit the selection
        </Button>
        <Button icon={Trash2} size="small" onClick={() => dispatch(commands.deleteSelection, {})}>
          Delete
        </Button>
      </div>
    </div>
  );
}
