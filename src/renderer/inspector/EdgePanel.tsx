import { Trash2 } from 'lucide-react';
import { catalogue } from '../../core/catalogue';
import { commands, graphAt, nodeName, portsOf } from '../../core/graph';
import { Button } from '../components/Button';
import { dispatch, selectNode } from '../state/edit';
import { useProject } from '../state/project';
import styles from './parts.module.css';

/** A wire: where it comes from, where it goes, and what travels on it. */
export function EdgePanel({ id }: { id: string }) {
  const place = useProject((state) => state.place);
  const graph = useProject((state) => (state.edit ? graphAt(state.edit.document, state.place) : undefined));
  const type = useProject(({ analysis }) =>
    place === null ? analysis?.edges[id] : analysis?.networkEdges[place]?.[id],
  );
  const networks = useProject((state) => state.edit?.document.networks);
  const edge = graph?.edges.find((candidate) => candidate.id === id);
  if (!graph || !edge || !networks) return null;
  const end = (side: 'source' | 'target') => {
    const node = graph.nodes.find((candidate) => candidate.id === edge[side].node);
    const ports = node && portsOf(node, catalogue.find(node.type), networks)[side === 'source' ? 'outputs' : 'inputs'];
    return { id: edge[side].node, name: node ? nodeName(node, catalogue) : '–', port: ports?.[edge[side].port]?.label };
  };
  return (
    <div className={styles.panel}>
      <header className={styles.head}>
        <strong>Wire</strong>
        <span className={styles.sub}>{type ? `${type.kind} · ${type.text}` : 'its shape is not known yet'}</span>
      </header>
      <dl className={`${styles.card} ${styles.rows}`}>
        {(['source', 'target'] as const).map((side) => {
          const { id: node, name, port } = end(side);
          return (
            <div key={side} className={styles.row}>
              <dt>{side === 'source' ? 'from' : 'to'}</dt>
              <dd>
                <Button variant="ghost" size="small" onClick={() => selectNode(node)}>
                  {name} · {port ?? edge[side].port}
                </Button>
              </dd>
            </div>
          );
        })}
      </dl>
      <Button icon={Trash2} size="small" onClick={() => dispatch(commands.deleteSelection, {})}>
        Delete the wire
      </Button>
    </div>
  );
}
