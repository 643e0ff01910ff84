import type { NodeProps } from '@xyflow/react';
import { CircleAlert, Maximize2, TriangleAlert } from 'lucide-react';
import { type CSSProperties, memo, useMemo } from 'react';
import { catalogue } from '../../core/catalogue';
import type { NodeDefinition } from '../../core/catalogue/types';
import { nodeName } from '../../core/graph';
import type { GraphNode } from '../../core/graph/document';
import { classes } from '../components/classes';
import { goTo } from '../state/edit';
import { useProject } from '../state/project';
import { nodeFacts } from './facts';
import type { GraphFlowNode } from './flow-model';
import styles from './GraphNodeView.module.css';
import { categories } from './kinds';
import { NodeLive } from './NodeLive';
import { NodePorts } from './NodePorts';
import { useNode, useNodeProblems } from './use-node';

/** A node on the canvas: what it is, its ports, what it is set to, and how it does while a model trains. */
export const GraphNodeView = memo(function GraphNodeView({ id, data, selected }: NodeProps<GraphFlowNode>) {
  const node = useNode(data.graph, id);
  const problems = useNodeProblems(data.graph, id, node?.network);
  if (!node) return null;
  const definition = catalogue.find(node.type);
  const look = definition && categories[definition.category];
  const worst = problems.find(({ severity }) => severity === 'error') ?? problems[0];
  const Warning = worst?.severity === 'error' ? CircleAlert : TriangleAlert;
  const Icon = look?.icon;
  return (
    <article
      className={classes(styles.node, selected && styles.selected, worst && styles[worst.severity])}
      style={{ '--kind': look?.color ?? 'var(--danger)' } as CSSProperties}
      aria-label={nodeName(node, catalogue)}
      data-testid={`node.${id}`}
    >
      <header className={styles.header}>
        {Icon && <Icon className={styles.icon} aria-hidden />}
        <span className={styles.title}>{nodeName(node, catalogue)}</span>
        {worst && <Warning className={styles.warning} aria-label={worst.message} />}
        {node.network !== undefined && <OpenNetwork node={node} title={nodeName(node, catalogue)} />}
      </header>
      {definition ? (
        <>
          <NodePorts graph={data.graph} id={id} definition={definition} />
          <Facts node={node} definition={definition} />
          {data.graph === null && <NodeLive id={id} definition={definition} />}
        </>
      ) : (
        <p className={styles.unknown}>The type “{node.type}” is not known to this version.</p>
      )}
      {worst && <p className={styles.problem}>{worst.message}</p>}
    </article>
  );
});

function OpenNetwork({ node, title }: { node: GraphNode; title: string }) {
  return (
    <button
      type="button"
      className={classes(styles.open, 'nodrag')}
      aria-label={`Open the network of ${title}`}
      onClick={() => node.network !== undefined && goTo(node.network)}
      data-testid={`node.${node.id}.open`}
    >
      <Maximize2 aria-hidden />
    </button>
  );
}

function Facts({ node, definition }: { node: GraphNode; definition: NodeDefinition }) {
  const networks = useProject((state) => (node.network === undefined ? null : (state.edit?.document.networks ?? null)));
  const parameters = useProject((state) => state.analysis?.parametersByNode[node.id]);
  const study = useProject((state) => state.place === null);
  const facts = useMemo(
    () => nodeFacts(networks ?? {}, catalogue, node, definition, study ? parameters : undefined),
    [networks, node, definition, parameters, study],
  );
  if (facts.length === 0) return null;
  return (
    <dl className={styles.facts}>
      {facts.map(({ label, value }) => (
        <div key={label} className={styles.fact}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
