import { useMemo } from 'react';
import type { NodeDefinition } from '../../core/catalogue/types';
import { type GraphId, graphAt } from '../../core/graph';
import type { GraphNode } from '../../core/graph/document';
import { formatCount } from '../format';
import { useProject } from '../state/project';
import styles from './parts.module.css';
import { describeShapes, parameterCount } from './shape-rows';

/** What goes in and comes out, and how many numbers are trained here. */
export function Shapes({ graph, node, definition }: { graph: GraphId; node: GraphNode; definition: NodeDefinition }) {
  const analysis = useProject((state) => state.analysis);
  const document = useProject((state) => state.edit?.document);
  const edges = document ? graphAt(document, graph)?.edges : undefined;
  const study = document?.study;
  const rows = useMemo(
    () => (analysis && edges ? describeShapes(analysis, edges, graph, node.id, definition) : []),
    [analysis, edges, graph, node.id, definition],
  );
  const parameters = useMemo(
    () => (analysis && study ? parameterCount(analysis, study, graph, node.id) : 0),
    [analysis, study, graph, node.id],
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
      {parameters > 0 && (
        <div className={styles.row}>
          <dt>parameters</dt>
          <dd>{formatCount(parameters)}</dd>
        </div>
      )}
    </dl>
  );
}
