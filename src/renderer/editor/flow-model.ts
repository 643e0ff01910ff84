import type { Edge, Node } from '@xyflow/react';
import type { Catalogue, PortKind } from '../../core/catalogue/types';
import type { Analysis, WireType } from '../../core/compile/types';
import type { GraphId, Selection } from '../../core/graph';
import { graphAt } from '../../core/graph';
import type { Graph, Note, ProjectDocument } from '../../core/graph/document';
import { formatShape } from '../format';

/** A node of the graph on the canvas; what it shows is read from the stores, so that dragging it redraws nothing. */
export type GraphFlowNode = Node<{ graph: GraphId }, 'graph'>;
export type NoteFlowNode = Node<{ graph: GraphId; note: string }, 'note'>;
export type FlowNode = GraphFlowNode | NoteFlowNode;
export type WireFlowEdge = Edge<{ kind: PortKind; label: string; text: string; problem: string }, 'wire'>;

/** Notes share the canvas with nodes, so their flow ids carry a prefix that no node id can have. */
const NOTE_PREFIX = 'note:';
export const noteFlowId = (note: string): string => NOTE_PREFIX + note;
export const noteIdOf = (flowId: string): string | null =>
  flowId.startsWith(NOTE_PREFIX) ? flowId.slice(NOTE_PREFIX.length) : null;

/** Nodes and notes of a graph for the canvas. Objects of `before` are kept where nothing moved: React Flow compares identity. */
export function flowNodes(
  document: ProjectDocument,
  graph: GraphId,
  selection: Selection,
  before: readonly FlowNode[],
): FlowNode[] {
  const old = new Map(before.map((node) => [node.id, node]));
  const selectedNodes = new Set(selection.nodes);
  const selectedNotes = new Set(selection.notes);
  const nodes = (graphAt(document, graph)?.nodes ?? []).map((node): FlowNode => {
    const fresh = { id: node.id, type: 'graph', position: node.position, data: { graph } } as const;
    return keep(old.get(node.id), { ...fresh, selected: selectedNodes.has(node.id) });
  });
  const notes = graphAt(document, graph)?.notes ?? [];
  return [...nodes, ...notes.map((note) => keep(old.get(noteFlowId(note.id)), noteNode(graph, note, selectedNotes)))];
}

const noteNode = (graph: GraphId, note: Note, selected: ReadonlySet<string>): NoteFlowNode => ({
  id: noteFlowId(note.id),
  type: 'note',
  position: note.position,
  width: note.width,
  data: { graph, note: note.id },
  selected: selected.has(note.id),
});

function keep(old: FlowNode | undefined, fresh: FlowNode): FlowNode {
  if (!old || old.type !== fresh.type) return fresh;
  const same =
    old.position.x === fresh.position.x &&
    old.position.y === fresh.position.y &&
    old.width === fresh.width &&
    (old.selected ?? false) === fresh.selected;
  if (same) return old;
  const { position, width, selected } = fresh;
  return { ...old, position, width, selected };
}

/** Wires of a graph with what travels on them, where the analysis knows. */
export function flowEdges(
  document: ProjectDocument,
  catalogue: Catalogue,
  graph: GraphId,
  selection: Selection,
  analysis: Analysis | null,
): WireFlowEdge[] {
  const content = graphAt(document, graph);
  if (!content) return [];
  const types = (graph === null ? analysis?.edges : analysis?.networkEdges[graph]) ?? {};
  const selected = new Set(selection.edges);
  const problems = new Map(
    analysis?.problems.flatMap((problem) =>
      problem.edge && (problem.network ?? null) === graph ? [[problem.edge, problem.message] as const] : [],
    ),
  );
  return content.edges.map((edge): WireFlowEdge => {
    const type = types[edge.id];
    const kind = type?.kind ?? outputKind(content, catalogue, edge.source.node, edge.source.port);
    return {
      id: edge.id,
      type: 'wire',
      source: edge.source.node,
      sourceHandle: edge.source.port,
      target: edge.target.node,
      targetHandle: edge.target.port,
      selected: selected.has(edge.id),
      data: {
        kind,
        label: type && hasShape(type) ? formatShape(type.shape) : '',
        text: type?.text ?? '',
        problem: problems.get(edge.id) ?? '',
      },
    };
  });
}

/** Numbers, networks and trajectories say nothing by a shape on the wire. */
const hasShape = ({ kind, shape }: WireType): boolean =>
  shape.length > 0 && kind !== 'network' && kind !== 'trajectory';

function outputKind(graph: Graph, catalogue: Catalogue, nodeId: string, port: string): PortKind {
  const node = graph.nodes.find(({ id }) => id === nodeId);
  return (node && catalogue.find(node.type)?.outputs[port]?.kinds[0]) ?? 'tensor';
}

/** Selection of the store out of flow flags. */
export function selectionOf(nodes: readonly FlowNode[], edges: readonly WireFlowEdge[]): Selection {
  const chosen = nodes.filter(({ selected }) => selected).map(({ id }) => id);
  return {
    nodes: chosen.filter((id) => noteIdOf(id) === null),
    edges: edges.filter(({ selected }) => selected).map(({ id }) => id),
    notes: chosen.flatMap((id) => noteIdOf(id) ?? []),
  };
}
