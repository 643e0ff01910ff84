import { graphAt } from '../../core/graph';
import type { GraphEdge, Position } from '../../core/graph/document';
import { useProject } from '../state/project';

function openGraph() {
  const { edit, place } = useProject.getState();
  return edit ? graphAt(edit.document, place) : undefined;
}

/** The wire that is selected, where it is all that is. */
export function selectedWire(): GraphEdge | undefined {
  const { nodes, edges, notes } = useProject.getState().selection;
  if (edges.length !== 1 || nodes.length + notes.length > 0) return undefined;
  return openGraph()?.edges.find(({ id }) => id === edges[0]);
}

/** Where a node goes that is put into a wire: halfway between the nodes that it joins. */
export function wireMiddle(id: string): Position | undefined {
  const graph = openGraph();
  const wire = graph?.edges.find((edge) => edge.id === id);
  const [from, to] = [wire?.source.node, wire?.target.node].map((end) => graph?.nodes.find((node) => node.id === end));
  if (!from || !to) return undefined;
  const [a, b] = [from.position, to.position];
  return { x: Math.round((a.x + b.x) / 20) * 10, y: Math.round((a.y + b.y) / 20) * 10 };
}
