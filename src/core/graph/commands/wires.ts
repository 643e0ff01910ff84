import type { Change } from '../changes';
import { canConnect } from '../connect';
import type { GraphEnd } from '../document';
import { graphAt } from '../place';
import { noGraph } from './common';
import { edgeId, idsOf } from './ids';
import { type Command, planned, refuse } from './types';

/** Draws a wire from an output to an input; the wire on a single input gives way. */
export const connect: Command<{ source: GraphEnd; target: GraphEnd }> = {
  id: 'graph.connect',
  label: 'Connect',
  history: 'record',
  plan(context, { source, target }) {
    const { document, catalogue, graph } = context;
    const connection = canConnect(document, catalogue, graph, source, target);
    if (!connection.ok) return connection;
    const edges = graphAt(document, graph)?.edges ?? [];
    const kept = edges.filter(({ id }) => id !== connection.replaces);
    const edge = { id: edgeId(source.node, target.node, idsOf(kept)), source, target };
    const changes: Change[] = [{ type: 'edge.add', graph, edge }];
    if (connection.replaces !== undefined) {
      changes.unshift({ type: 'edge.remove', graph, edge: connection.replaces });
    }
    return planned(changes);
  },
};

/** Takes wires away. */
export const disconnect: Command<{ edges: readonly string[] }> = {
  id: 'graph.disconnect',
  label: 'Disconnect',
  history: 'record',
  plan(context, args) {
    const { document, graph } = context;
    const content = graphAt(document, graph);
    if (!content) return noGraph(context);
    const chosen = new Set(args.edges);
    const edges = content.edges.filter(({ id }) => chosen.has(id));
    if (edges.length === 0) return refuse('There is no such wire.');
    return planned(edges.map(({ id }): Change => ({ type: 'edge.remove', graph, edge: id })));
  },
};
