import type { Change } from '../changes';
import { nodesById } from '../connect';
import type { Graph, GraphEdge, GraphEnd } from '../document';
import { portsOf } from '../node-ports';
import { graphAt, own } from '../place';
import { noGraph, noNodeSelected, selectedItems } from './common';
import { edgeId, idsOf } from './ids';
import { deleteSelection } from './nodes';
import { type Command, type EditContext, planned } from './types';

/** A key by which two wires between the same ports are the same. */
const betweenPorts = ({ source, target }: Pick<GraphEdge, 'source' | 'target'>): string =>
  JSON.stringify([source.node, source.port, target.node, target.port]);

/**
 * Where what leaves by an output came from before `leaving`: through each of those nodes by the first wire of its kind,
 * as bypass does. Null where nothing of the kind comes in.
 */
function originOf(
  { document, catalogue }: EditContext,
  content: Graph,
  leaving: ReadonlySet<string>,
  end: GraphEnd,
): GraphEnd | null {
  const nodes = nodesById(content);
  const kindAt = ({ node: id, port }: GraphEnd) => {
    const node = nodes.get(id);
    return node && own(portsOf(node, catalogue.find(node.type), document.networks).outputs, port)?.kinds[0];
  };
  const kind = kindAt(end);
  const passed = new Set<string>();
  let current: GraphEnd | undefined = end;
  while (current && leaving.has(current.node)) {
    const node = nodes.get(current.node);
    if (!node || passed.has(node.id)) return null;
    passed.add(node.id);
    const { inputs } = portsOf(node, catalogue.find(node.type), document.networks);
    const wires: GraphEdge[] = Object.keys(inputs).flatMap((port) =>
      content.edges.filter(({ target }) => target.node === node.id && target.port === port),
    );
    current = wires.find(({ source }) => kindAt(source) === kind)?.source;
  }
  return current ?? null;
}

/** Deletes the selected nodes and connects what came into them to what they fed, where the kinds are the same. */
export const dissolve: Command<Record<string, never>> = {
  id: 'graph.dissolve',
  label: 'Delete and reconnect',
  history: 'record',
  plan(context) {
    const { document, graph } = context;
    const content = graphAt(document, graph);
    if (!content) return noGraph(context);
    const { nodes } = selectedItems(context);
    if (nodes.length === 0) return noNodeSelected;
    const leaving = idsOf(nodes);
    const selection = { nodes: nodes.map(({ id }) => id), edges: [], notes: [] };
    const deleted = deleteSelection.plan({ ...context, selection }, {});
    if (!deleted.ok) return deleted;

    const staying = content.edges.filter(
      ({ source, target }) => !leaving.has(source.node) && !leaving.has(target.node),
    );
    const present = new Set(staying.map(betweenPorts));
    const taken = idsOf(staying);
    const healed: Change[] = [];
    let index = 0;
    for (const edge of content.edges) {
      if (leaving.has(edge.target.node)) continue;
      if (!leaving.has(edge.source.node)) {
        index++;
        continue;
      }
      const source = originOf(context, content, leaving, edge.source);
      const { target } = edge;
      if (!source || source.node === target.node || present.has(betweenPorts({ source, target }))) continue;
      present.add(betweenPorts({ source, target }));
      // In the place of the wire it stands for, because inputs that take many keep their order.
      healed.push({
        type: 'edge.add',
        graph,
        edge: { id: edgeId(source.node, target.node, taken), source, target },
        index,
      });
      index++;
    }
    return planned([...deleted.changes, ...healed], { select: deleted.select });
  },
};
