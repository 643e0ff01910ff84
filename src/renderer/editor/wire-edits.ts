import type { Catalogue, NodeDefinition } from '../../core/catalogue/types';
import { commands, type EditContext, type Plan, portsFit } from '../../core/graph';
import type { GraphEnd, GraphNode, Position } from '../../core/graph/document';
import type { WireEnd } from './canvas-state';
import { inSequence } from './compose';

/** Moves a wire to other ends, as one undo step. */
export const planReconnect = (context: EditContext, edge: string, source: GraphEnd, target: GraphEnd): Plan =>
  inSequence(context, [
    (at) => commands.disconnect.plan(at, { edges: [edge] }),
    (at) => commands.connect.plan(at, { source, target }),
  ]);

/** Adds a node and joins the wire that was dropped where it stands, as one undo step. */
export function planAddConnected(context: EditContext, type: string, position: Position, from: WireEnd | null): Plan {
  const add = (at: EditContext): Plan => commands.addNode.plan(at, { type, position });
  const port = from && matchingPort(context, type, from);
  if (!from || !port) return add(context);
  return inSequence(context, [
    add,
    (at) => {
      const added = { node: at.selection.nodes[0], port };
      const far = { node: from.node, port: from.port };
      const ends = from.side === 'source' ? { source: far, target: added } : { source: added, target: far };
      return commands.connect.plan(at, ends);
    },
  ]);
}

/** First port of a new node of this type that the wire fits, or null. */
export function matchingPort({ document, catalogue, graph }: EditContext, type: string, from: WireEnd): string | null {
  const nodes = graph === null ? document.study.nodes : (document.networks[graph]?.nodes ?? []);
  const node = nodes.find(({ id }) => id === from.node);
  const definition = catalogue.find(type);
  return node && definition ? fittingPort(catalogue, node, from, definition) : null;
}

function fittingPort(catalogue: Catalogue, node: GraphNode, from: WireEnd, to: NodeDefinition): string | null {
  const origin = catalogue.find(node.type);
  const near = from.side === 'source' ? origin?.outputs[from.port] : origin?.inputs[from.port];
  if (!near) return null;
  const far = Object.entries(from.side === 'source' ? to.inputs : to.outputs);
  const fits = far.find(([, port]) => (from.side === 'source' ? portsFit(near, port) : portsFit(port, near)));
  return fits?.[0] ?? null;
}
