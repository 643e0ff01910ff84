import type { DocumentDifference, GraphDifference, GraphId, NodeDifference } from '../../core/graph';
import { graphAt } from '../../core/graph';
import type { GraphEdge, GraphNode, ProjectDocument } from '../../core/graph/document';

/** How a node of the open document differs from its other version. */
export interface NodeMark {
  kind: 'added' | 'changed' | null;
  change: NodeDifference | null;
  /** Differences in the network that it holds, and in the blocks inside that. */
  inside: number;
}

/** A wire that is gone: its ends as the canvas knows them, `ghost` ends standing where a lost node stood. */
export interface LostWire {
  edge: GraphEdge;
  source: { node: string; port: string; ghost: boolean };
  target: { node: string; port: string; ghost: boolean };
}

/** What the canvas draws over one graph. */
export interface GraphMarks {
  nodes: ReadonlyMap<string, NodeMark>;
  addedWires: ReadonlySet<string>;
  ghosts: readonly GraphNode[];
  lostWires: readonly LostWire[];
}

/** Marks of every graph of the open document, by its id; a network that is new as a whole has none. `counts` are differences by graph. */
export function marksOf(
  difference: DocumentDifference,
  after: ProjectDocument,
  counts: ReadonlyMap<GraphId, number>,
): ReadonlyMap<GraphId, GraphMarks> {
  const marks = new Map<GraphId, GraphMarks>();
  const drawn = new Map<GraphId, GraphDifference>();
  for (const graph of difference.graphs) {
    if (graph.before !== undefined && graph.after !== undefined) drawn.set(graph.after, graph);
  }
  for (const id of [null, ...Object.keys(after.networks)]) {
    const graph = drawn.get(id);
    const nodes = nodeMarks(graph, after, id, counts);
    if (!graph && nodes.size === 0) continue;
    marks.set(id, {
      nodes,
      addedWires: new Set(graph?.wires.added.map((edge) => edge.id)),
      ghosts: graph?.nodes.removed ?? [],
      lostWires: graph ? lostWires(graph) : [],
    });
  }
  return marks;
}

function nodeMarks(
  graph: GraphDifference | undefined,
  document: ProjectDocument,
  place: GraphId,
  counts: ReadonlyMap<GraphId, number>,
): Map<string, NodeMark> {
  const added = new Set(graph?.nodes.added.map(({ id }) => id));
  const changed = new Map(graph?.nodes.changed.map((change) => [change.after.id, change]));
  const marks = new Map<string, NodeMark>();
  for (const { id, network } of graphAt(document, place)?.nodes ?? []) {
    const change = changed.get(id) ?? null;
    const kind = added.has(id) ? 'added' : change ? 'changed' : null;
    const inside = network === undefined || kind === 'added' ? 0 : countInside(document, network, counts, new Set());
    if (kind || inside > 0) marks.set(id, { kind, change, inside });
  }
  return marks;
}

/** Differences in a network and in the blocks inside it, each counted once. */
function countInside(
  document: ProjectDocument,
  network: string,
  counts: ReadonlyMap<GraphId, number>,
  seen: Set<string>,
): number {
  if (seen.has(network)) return 0;
  seen.add(network);
  const nodes = graphAt(document, network)?.nodes ?? [];
  return nodes.reduce(
    (sum, node) => sum + (node.network === undefined ? 0 : countInside(document, node.network, counts, seen)),
    counts.get(network) ?? 0,
  );
}

const lostWires = ({ wires, nodes, pairs }: GraphDifference): LostWire[] => {
  const gone = new Set(nodes.removed.map(({ id }) => id));
  const end = ({ node, port }: GraphEdge['source']) => {
    const ghost = gone.has(node);
    return { node: ghost ? node : (pairs.forward.get(node) ?? node), port, ghost };
  };
  return wires.removed.map((edge) => ({ edge, source: end(edge.source), target: end(edge.target) }));
};
