import type { GraphNode, ProjectDocument } from '../document';
import { type GraphId, graphsOf, own } from '../place';

/** Ids of the networks in these nodes, and of the networks in theirs, and so on. Ones that do not exist are left out. */
export function networksInside(nodes: readonly GraphNode[], networks: ProjectDocument['networks']): string[] {
  const found = new Set<string>();
  const queue = [...nodes];
  for (let node = queue.pop(); node; node = queue.pop()) {
    const content = node.network === undefined ? undefined : own(networks, node.network);
    if (node.network === undefined || !content || found.has(node.network)) continue;
    found.add(node.network);
    queue.push(...content.nodes);
  }
  return [...found];
}

/** Networks that nothing refers to any more once `removed` are gone from a graph. */
export function orphanedNetworks(document: ProjectDocument, graph: GraphId, removed: ReadonlySet<GraphNode>): string[] {
  const candidates = new Set(networksInside([...removed], document.networks));
  // A graph that is edited from inside one of its own networks stays.
  if (graph !== null) candidates.delete(graph);
  const staying = graphsOf(document)
    .filter(([id]) => id === null || !candidates.has(id))
    .flatMap(([, content]) => content.nodes.filter((node) => !removed.has(node)));
  for (const network of networksInside(staying, document.networks)) candidates.delete(network);
  return [...candidates];
}
