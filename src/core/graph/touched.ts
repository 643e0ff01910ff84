import type { Change } from './changes';
import type { ProjectDocument } from './document';
import { type GraphId, graphAt } from './place';
import { emptySelection, pruneSelection, type Selection } from './selection';

/** The graph that a step changed, and what of it can be selected there now. */
export interface Touched {
  graph: GraphId;
  selection: Selection;
}

type InGraph = Extract<Change, { graph: GraphId }>;

const inGraph = (change: Change): change is InGraph => 'graph' in change;

/** Ids that a change puts there or alters; of what it takes away there is nothing to select. */
function idsOf(change: InGraph): Partial<Selection> {
  switch (change.type) {
    case 'node.add':
      return { nodes: [change.node.id] };
    case 'nodes.move':
      return { nodes: Object.keys(change.positions) };
    case 'node.rename':
    case 'node.settings':
    case 'node.network':
    case 'node.update':
      return { nodes: [change.node] };
    case 'edge.add':
      return { edges: [change.edge.id] };
    case 'edge.points':
      return { edges: [change.edge] };
    case 'note.add':
      return { notes: [change.note.id] };
    case 'note.update':
      return { notes: [change.note] };
    default:
      return {};
  }
}

/**
 * Where changes that were just applied to a document took effect: the graph of the first change whose graph still
 * exists, `here` if that is one of them. Wires count only where no node or note did. Null for changes of no graph.
 */
export function touchedBy(changes: readonly Change[], document: ProjectDocument, here: GraphId): Touched | null {
  const relevant = changes.filter(inGraph).filter(({ graph }) => graphAt(document, graph) !== undefined);
  if (relevant.length === 0) return null;
  const graph = relevant.some((change) => change.graph === here) ? here : relevant[0].graph;
  const found = { nodes: new Set<string>(), edges: new Set<string>(), notes: new Set<string>() };
  for (const change of relevant.filter((candidate) => candidate.graph === graph)) {
    const ids = idsOf(change);
    for (const id of ids.nodes ?? []) found.nodes.add(id);
    for (const id of ids.edges ?? []) found.edges.add(id);
    for (const id of ids.notes ?? []) found.notes.add(id);
  }
  const nodes = [...found.nodes];
  const notes = [...found.notes];
  const edges = nodes.length + notes.length > 0 ? [] : [...found.edges];
  return { graph, selection: pruneSelection(document, graph, { ...emptySelection, nodes, edges, notes }) };
}
