import {
  canConnect,
  commands,
  type EditContext,
  graphAt,
  nodeAt,
  type Plan,
  portsOf,
  topologicalOrder,
} from '../../core/graph';
import type { GraphEnd } from '../../core/graph/document';
import type { WireEnd } from './canvas-state';
import { inSequence } from './compose';

/** Moves a wire to other ends, as one undo step. */
export const planReconnect = (context: EditContext, edge: string, source: GraphEnd, target: GraphEnd): Plan =>
  inSequence(context, [
    (at) => commands.disconnect.plan(at, { edges: [edge] }),
    (at) => commands.connect.plan(at, { source, target }),
  ]);

/** Ports of a node on the side that faces a wire's end. */
function facingPorts({ document, catalogue, graph }: EditContext, id: string, from: WireEnd): GraphEnd[] {
  const node = nodeAt(document, graph, id);
  if (!node) return [];
  const ports = portsOf(node, catalogue.find(node.type), document.networks);
  return Object.keys(from.side === 'source' ? ports.inputs : ports.outputs).map((port) => ({ node: id, port }));
}

/** Whether a wire may go from the end that is held to another, and whether another wire would give way. */
export function tryEnd({ document, catalogue, graph }: EditContext, from: WireEnd, to: GraphEnd) {
  const near = { node: from.node, port: from.port };
  const [source, target] = from.side === 'source' ? [near, to] : [to, near];
  return canConnect(document, catalogue, graph, source, target);
}

/** First port of these nodes that a wire fits; one that is free before one that is taken. Null where none does. */
export function fittingEnd(context: EditContext, nodes: readonly string[], from: WireEnd): GraphEnd | null {
  const fits = nodes
    .flatMap((id) => facingPorts(context, id, from))
    .map((end) => ({ end, verdict: tryEnd(context, from, end) }))
    .filter(({ verdict }) => verdict.ok);
  const free = fits.find(({ verdict }) => verdict.ok && verdict.replaces === undefined);
  return (free ?? fits[0])?.end ?? null;
}

/** Leads a wire through nodes that were just placed: into the first that takes it, out of the last that gives it on. */
export function planIntoWire(context: EditContext, edge: string, nodes: readonly string[]): Plan {
  if (nodes.length === 1) return commands.insertOnEdge.plan(context, { edge, node: nodes[0] });
  const graph = graphAt(context.document, context.graph);
  const wire = graph?.edges.find(({ id }) => id === edge);
  if (!graph || !wire) return { ok: false, message: 'The wire is no longer there.' };
  const order = topologicalOrder(graph).order.flatMap(({ id }) => (nodes.includes(id) ? [id] : []));
  return inSequence(context, [
    (at) => commands.disconnect.plan(at, { edges: [edge] }),
    (at) => planEnd(at, order, { ...wire.source, side: 'source' }),
    (at) => planEnd(at, order.toReversed(), { ...wire.target, side: 'target' }),
  ]);
}

function planEnd(at: EditContext, nodes: readonly string[], from: WireEnd): Plan {
  const end = fittingEnd(at, nodes, from);
  if (!end) return { ok: false, message: 'Nothing of what was placed takes this wire; wire it by hand.' };
  const near = { node: from.node, port: from.port };
  return commands.connect.plan(
    at,
    from.side === 'source' ? { source: near, target: end } : { source: end, target: near },
  );
}
