import type { Catalogue } from '../catalogue/types';
import type { GraphNode, ProjectDocument } from './document';
import { BLOCK_INPUT, BLOCK_OUTPUT } from './node-ports';
import { type GraphId, graphsOf, own } from './place';

type Networks = ProjectDocument['networks'];

/**
 * Ids of the networks in these nodes, and of the networks in theirs, and so on, as if the nodes `without` were not there.
 * Networks that do not exist are left out.
 */
export function networksInside(
  nodes: readonly GraphNode[],
  networks: Networks,
  without: ReadonlySet<GraphNode> = new Set(),
): string[] {
  const found = new Set<string>();
  const queue = [...nodes];
  for (let node = queue.pop(); node; node = queue.pop()) {
    const content = node.network === undefined ? undefined : own(networks, node.network);
    if (node.network === undefined || !content || found.has(node.network) || without.has(node)) continue;
    found.add(node.network);
    queue.push(...content.nodes);
  }
  return [...found];
}

/** A node that names a network, and the graph that it stands in. */
export interface Holder {
  graph: GraphId;
  node: GraphNode;
}

/** Nodes that name a network, the study's first. More than one are tied. */
export const holdersOf = (document: ProjectDocument, network: string): Holder[] =>
  graphsOf(document).flatMap(([graph, { nodes }]) =>
    nodes.filter((node) => node.network === network).map((node) => ({ graph, node })),
  );

/** True where a node with this network, standing in this graph, would hold the graph it stands in. */
export function wouldHoldItself(networks: Networks, graph: GraphId, network: string): boolean {
  if (graph === null) return false;
  return network === graph || networksInside(own(networks, network)?.nodes ?? [], networks).includes(graph);
}

/** What a network is for: what its holders say, else what its ports say; undefined where nothing tells. */
export function purposeOf(
  document: ProjectDocument,
  catalogue: Catalogue,
  network: string,
): 'network' | 'block' | undefined {
  for (const { node } of holdersOf(document, network)) {
    const holds = catalogue.find(node.type)?.holds;
    if (holds) return holds;
  }
  const types = own(document.networks, network)?.nodes.map(({ type }) => type) ?? [];
  if (types.some((type) => type === BLOCK_INPUT || type === BLOCK_OUTPUT)) return 'block';
  return types.some((type) => type === 'layer.input' || type === 'layer.output') ? 'network' : undefined;
}
