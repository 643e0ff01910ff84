import type { NodeProps } from '@xyflow/react';
import { type CSSProperties, memo, useMemo } from 'react';
import { catalogue } from '../../core/catalogue';
import type { NodeDefinition } from '../../core/catalogue/types';
import { type GraphId, nodeName, portsOf } from '../../core/graph';
import type { Fix, GraphNode, Problem } from '../../core/graph/document';
import { NodeMark } from '../compare/NodeMark';
import { classes } from '../components/classes';
import { useProject } from '../state/project';
import { useCanvas } from './canvas-state';
import { type Fact, nodeFacts } from './facts';
import type { GraphFlowNode } from './flow-model';
import styles from './GraphNodeView.module.css';
import { categories } from './kinds';
import { NodeHeader } from './NodeHeader';
import { NodeLive } from './NodeLive';
import { NodePorts } from './NodePorts';
import { nodeState, tieColor } from './node-state';
import { collapsedWidth, nodeWidth, titleSize } from './node-width';
import { ProblemFixes } from './ProblemFixes';
import { useFresh, useNode, useNodeProblems, useSilent, useTies } from './use-node';

/** The same node in the same graph: where it stands and whether it is selected is on the frame that React Flow puts around it. */
const sameNode = (a: NodeProps<GraphFlowNode>, b: NodeProps<GraphFlowNode>): boolean =>
  a.id === b.id && a.data.graph === b.data.graph;

/** A node on the canvas: what it is, its ports, what it is set to, and how it does while a model trains. */
export const GraphNodeView = memo(function GraphNodeView({ id, data }: NodeProps<GraphFlowNode>) {
  const node = useNode(data.graph, id);
  return node ? <NodeCard graph={data.graph} node={node} /> : null;
}, sameNode);

function NodeCard({ graph, node }: { graph: GraphId; node: GraphNode }) {
  const { id, mode, collapsed = false } = node;
  const problems = useNodeProblems(graph, id);
  const silent = useSilent(graph, id);
  const ties = useTies(node.network, id);
  const twin = useCanvas(({ twins }) => twins !== null && twins === node.network);
  const definition = catalogue.find(node.type);
  const ports = useProject(({ edit }) => portsOf(node, definition, edit?.document.networks ?? {}));
  const worst = problems.find(({ severity }) => severity === 'error') ?? problems[0];
  const fresh = useFresh(graph, id, problems);
  const state = nodeState(node, silent, ties);
  const facts = useFacts(node, definition);
  const tied = ties.count > 1;
  const name = nodeName(node, catalogue);
  const sized = {
    name,
    state,
    tied,
    opens: node.network !== undefined,
    warns: worst !== undefined && !fresh,
    ports,
    facts,
  };
  const width = collapsed ? collapsedWidth(sized) : nodeWidth(sized);
  const style = {
    '--kind': definition ? categories[definition.category].color : 'var(--danger)',
    '--tie': tieColor(ties.order),
    '--title': `${titleSize(name, width)}px`,
    width,
  };
  return (
    <article
      className={classes(
        styles.node,
        worst && styles[fresh ? 'fresh' : worst.severity],
        mode && styles[mode],
        silent && styles.silent,
        collapsed && styles.collapsed,
        tied && styles.tied,
        twin && tied && styles.twin,
      )}
      style={style as CSSProperties}
      aria-label={name}
      aria-description={[state.text, worst?.message].filter(Boolean).join('. ') || undefined}
      data-testid={`node.${id}`}
      onPointerEnter={tied ? () => useCanvas.setState({ twins: node.network }) : undefined}
      onPointerLeave={tied ? () => useCanvas.setState({ twins: null }) : undefined}
    >
      <NodeHeader node={node} definition={definition} state={state} ties={ties} worst={fresh ? undefined : worst} />
      {definition ? (
        <>
          <NodePorts graph={graph} id={id} ports={ports} collapsed={collapsed} bypassed={mode === 'bypass'} />
          {!collapsed && <Facts facts={facts} />}
          {!collapsed && (
            <div className={styles.life}>
              <NodeLive graph={graph} node={node} definition={definition} />
            </div>
          )}
        </>
      ) : (
        <p className={styles.unknown}>The type “{node.type}” is not known to this version.</p>
      )}
      {worst && !collapsed && (
        <div className={styles.problem}>
          <p title={fresh ? worst.message : undefined}>{fresh ? 'Not connected yet' : worst.message}</p>
          {worst.node === id && (worst.network ?? null) === graph && (
            <ProblemFixes problem={fresh ? firstWireOf(worst) : firstFixOf(worst)} />
          )}
        </div>
      )}
      <NodeMark graph={graph} id={id} />
    </article>
  );
}

/** A node offers the first edit that would help; the inspector has them all. */
const firstFixOf = (problem: Problem): Problem => ({ ...problem, fixes: problem.fixes?.slice(0, 1) });

/** A node that was just placed is wired on; nobody wants to be told to delete it. */
const firstWireOf = (problem: Problem): Problem =>
  firstFixOf({ ...problem, fixes: problem.fixes?.filter(({ type }) => WIRING.has(type)) });
const WIRING: ReadonlySet<Fix['type']> = new Set(['connect', 'add', 'append']);

/** The few lines that say what a node is set to. */
function useFacts(node: GraphNode, definition: NodeDefinition | undefined): readonly Fact[] {
  const network = useProject(({ edit }) =>
    node.network === undefined ? undefined : edit?.document.networks[node.network],
  );
  const parameters = useProject(({ place, analysis }) =>
    place === null ? analysis?.parametersByNode[node.id] : undefined,
  );
  return useMemo(
    () => (definition ? nodeFacts(network, catalogue, node, definition, parameters) : []),
    [network, node, definition, parameters],
  );
}

const Facts = memo(function Facts({ facts }: { facts: readonly Fact[] }) {
  if (facts.length === 0) return null;
  return (
    <dl className={styles.facts}>
      {facts.map(({ label, value }) => (
        <div key={label} className={styles.fact}>
          <dt>{label}</dt>
          <dd title={value}>{value}</dd>
        </div>
      ))}
    </dl>
  );
});
