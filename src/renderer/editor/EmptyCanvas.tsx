import { Plus, Workflow } from 'lucide-react';
import { graphAt } from '../../core/graph';
import { Button } from '../components/Button';
import { EmptyState } from '../components/EmptyState';
import { useProject } from '../state/project';
import styles from './Canvas.module.css';
import { canvas } from './canvas-state';

/** What a graph without nodes says. */
export function EmptyCanvas() {
  const empty = useProject(({ edit, place }) => edit !== null && graphAt(edit.document, place)?.nodes.length === 0);
  const study = useProject((state) => state.place === null);
  if (!empty) return null;
  return (
    <div className={styles.empty}>
      <EmptyState
        icon={Workflow}
        title="An empty canvas"
        action={
          <Button icon={Plus} onClick={() => canvas.current?.openSearch()} testId="canvas.add-first">
            Add a node
          </Button>
        }
      >
        {study
          ? 'Begin with data, wire it to a network and an objective, and end in a trainer. Double-click anywhere to add a node.'
          : 'Begin with an input, wire layers, and end in an output. Double-click anywhere to add a layer.'}
      </EmptyState>
    </div>
  );
}
