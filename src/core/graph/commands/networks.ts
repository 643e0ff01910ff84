import type { Change } from '../changes';
import type { Graph, GraphNode, ProjectDocument } from '../document';
import { networksInside } from '../networks';
import { type GraphId, graphsOf } from '../place';
import { uniqueId } from './ids';

/** Networks that nothing refers to any more once `removed` are gone from a graph. */
export function orphanedNetworks(document: ProjectDocument, graph: GraphId, removed: ReadonlySet<GraphNode>): string[] {
  const candidates = new Set(networksInside([...removed], document.networks));
  // A graph that is edited from inside one of its own networks stays.
  if (graph !== null) candidates.delete(graph);
  const staying = graphsOf(document)
    .filter(([id]) => id === null || !candidates.has(id))
    .flatMap(([, content]) => content.nodes);
  for (const network of networksInside(staying, document.networks, removed)) candidates.delete(network);
  return [...candidates];
}

export const removeNetworks = (networks: readonly string[]): Change[] =>
  networks.map((network) => ({ type: 'network.remove', network }));

/** The node with the copy of its network; one whose network was not copied holds none. */
export function rehoused({ network, ...node }: GraphNode, copies: ReadonlyMap<string, string>): GraphNode {
  const id = network === undefined ? undefined : copies.get(network);
  return id === undefined ? node : { ...node, network: id };
}

export const rehousedGraph = (graph: Graph, copies: ReadonlyMap<string, string>): Graph => ({
  ...graph,
  nodes: graph.nodes.map((node) => rehoused(node, copies)),
});

/**
 * Copies networks under free ids. Nodes that shared one share its copy; what is not among `ids` is nobody's.
 * Notes the new ids in `taken`.
 */
export function copyNetworks(
  ids: readonly string[],
  networks: ProjectDocument['networks'],
  taken: Set<string>,
): { copies: Map<string, string>; changes: Change[] } {
  const copies = new Map(ids.map((id) => [id, uniqueId(id, taken)]));
  const changes = [...copies].map(
    ([id, network]): Change => ({ type: 'network.add', network, content: rehousedGraph(networks[id], copies) }),
  );
  return { copies, changes };
}
