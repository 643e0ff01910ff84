import { useMemo } from 'react';
import type { NodePorts } from '../../core/catalogue/types';
import { type GraphId, graphAt } from '../../core/graph';
import { useProject } from '../state/project';
import styles from './parts.module.css';
import { describeShapes } from './shape-rows';

/** What goes in and comes out of a node. */
export function Shapes({ graph, id, ports }: { graph: GraphId; id: string; ports: NodePorts }) {
  const analysis = useProject((state) => state.analysis);
  const edges = useProject((state) => state.edit && graphAt(state.edit.document, graph)?.edges);
  const rows = useMemo(
    () => (analysis && edges ? describeShapes(analysis, edges, graph, id, ports) : []),
    [analysis, edges, graph, id, ports],
  );
  if (rows.length === 0) return null;
  return (
    <dl className={`${styles.card} ${styles.rows}`} data-testid="inspector.shapes">
      {rows.map(({ key, label, text }) => (
        <div key={key} className={styles.row}>
          <dt>{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
