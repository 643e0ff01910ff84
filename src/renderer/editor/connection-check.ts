import type { Catalogue } from '../../core/catalogue/types';
import type { Analysis } from '../../core/compile/types';
import { apply, canConnect, commands, emptySelection, type GraphId, graphAt, portsOf } from '../../core/graph';
import type { GraphEnd, Problem, ProjectDocument } from '../../core/graph/document';
import type { WireEnd } from './canvas-state';

export interface ConnectionVerdict {
  /** `refused` cannot be dropped; `warning` can, but makes a problem; `fine` is fine. */
  tone: 'refused' | 'warning' | 'fine';
  message: string;
  /** The problem that the wire would make. */
  problem?: Problem;
}

/** What would come of a wire: refused by kind, or a problem that the trial analysis finds and that was not there before. */
export function judgeConnection(
  document: ProjectDocument,
  catalogue: Catalogue,
  graph: GraphId,
  ends: { source: GraphEnd; target: GraphEnd },
  before: Analysis | null,
  trial: (document: ProjectDocument) => Analysis,
): ConnectionVerdict {
  const allowed = canConnect(document, catalogue, graph, ends.source, ends.target);
  if (!allowed.ok) return { tone: 'refused', message: allowed.message };
  const plan = commands.connect.plan({ document, catalogue, graph, selection: emptySelection }, ends);
  if (!plan.ok) return { tone: 'refused', message: plan.message };
  const after = trial(apply(document, plan.changes));
  const known = new Set(before?.problems.map(({ message }) => message));
  // Nodes further on may only now be reached by the analysis: what they lack is not this wire's doing.
  const inner = graphAt(document, graph)?.nodes.find(({ id }) => id === ends.target.node)?.network;
  const fresh = after.problems.find(
    ({ severity, message, node, network }) =>
      severity === 'error' &&
      !known.has(message) &&
      ((network !== undefined && network === inner) || (node === ends.target.node && (network ?? null) === graph)),
  );
  if (fresh) return { tone: 'warning', message: fresh.message, problem: fresh };
  const edge = plan.changes.find((change) => change.type === 'edge.add');
  const wires = graph === null ? after.edges : after.networkEdges[graph];
  const text = edge?.type === 'edge.add' ? wires?.[edge.edge.id]?.text : undefined;
  return { tone: 'fine', message: `${text ?? 'Connect'}${allowed.replaces ? ' · replaces the present wire' : ''}` };
}

/** Ports of the graph that a wire from this end may go to, as `node.port`. */
export function connectionCandidates(
  document: ProjectDocument,
  catalogue: Catalogue,
  graph: GraphId,
  from: WireEnd,
): ReadonlySet<string> {
  const found = new Set<string>();
  const near = { node: from.node, port: from.port };
  for (const node of graphAt(document, graph)?.nodes ?? []) {
    const ports = portsOf(node, catalogue.find(node.type), document.networks);
    for (const port of Object.keys(from.side === 'source' ? ports.inputs : ports.outputs)) {
      const far = { node: node.id, port };
      const [source, target] = from.side === 'source' ? [near, far] : [far, near];
      if (canConnect(document, catalogue, graph, source, target).ok) found.add(`${node.id}.${port}`);
    }
  }
  return found;
}
