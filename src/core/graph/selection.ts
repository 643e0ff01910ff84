import type { ProjectDocument } from './document';
import { type GraphId, graphAt } from './place';

/** What is selected in the graph that is open, by id. */
export interface Selection {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
  readonly notes: readonly string[];
}

export const emptySelection: Selection = { nodes: [], edges: [], notes: [] };

/** Everything in a graph. */
export function fullSelection(document: ProjectDocument, graph: GraphId): Selection {
  const { nodes = [], edges = [], notes = [] } = graphAt(document, graph) ?? {};
  return { nodes: nodes.map(({ id }) => id), edges: edges.map(({ id }) => id), notes: notes.map(({ id }) => id) };
}

/** The selection without what no longer exists, for instance after undo. */
export function pruneSelection(document: ProjectDocument, graph: GraphId, selection: Selection): Selection {
  const all = fullSelection(document, graph);
  const keep = (ids: readonly string[], existing: readonly string[]) => {
    const set = new Set(existing);
    return ids.filter((id) => set.has(id));
  };
  return {
    nodes: keep(selection.nodes, all.nodes),
    edges: keep(selection.edges, all.edges),
    notes: keep(selection.notes, all.notes),
  };
}
