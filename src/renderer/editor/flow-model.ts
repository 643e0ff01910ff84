import type { Edge, Node } from '@xyflow/react';
import type { Catalogue, PortKind } from '../../core/catalogue/types';
import type { Analysis, WireType } from '../../core/compile/types';
import type { GraphId, Selection } from '../../core/graph';
import { graphAt, nodeName, portsOf } from '../../core/graph';
import type { Graph, GraphEdge, GraphNode, Note, Position, ProjectDocument } from '../../core/graph/document';
import { formatShape } from '../format';
import { graphIndex, isSilent } from './graph-index';
import { stateWord } from './node-state';

/** A node of the graph on the canvas; what it shows is read from the stores, so that dragging it redraws nothing. */
export type GraphFlowNode = Node<{ graph: GraphId }, 'graph'>;
export type NoteFlowNode = Node<{ graph: GraphId; note: string }, 'note'>;
export type FlowNode = GraphFlowNode | NoteFlowNode;

export type WireData = {
  kind: PortKind;
  /** Shape on the wire; empty where it says nothing or the analysis does not know. */
  label: string;
  /** `rest`: in the middle. `source`: near the port, once for all wires that carry the same. `shared`: another wire shows it. */
  shows: 'rest' | 'source' | 'shared';
  text: string;
  problem: string;
  /** Comes from a node that takes no part. */
  silent: boolean;
  /** The only thing that is selected: it tells all that is known about it. */
  told: boolean;
  points: readonly Position[];
};
export type WireFlowEdge = Edge<WireData, 'wire'>;

/** Notes share the canvas with nodes, so their flow ids carry a prefix that no node id can have. */
const NOTE_PREFIX = 'note:';
export const noteFlowId = (note: string): string => NOTE_PREFIX + note;
export const noteIdOf = (flowId: string): string | null =>
  flowId.startsWith(NOTE_PREFIX) ? flowId.slice(NOTE_PREFIX.length) : null;

/**
 * Nodes and notes of a graph for the canvas, in the order in which the keyboard visits them: from left to right, then from
 * top to bottom. Objects of `before` are kept where nothing changed: React Flow compares identity.
 */
export function flowNodes(
  document: ProjectDocument,
  catalogue: Catalogue,
  graph: GraphId,
  selection: Selection,
  analysis: Analysis | null,
  before: readonly FlowNode[],
): FlowNode[] {
  const content = graphAt(document, graph);
  if (!content) return [];
  const old = new Map(before.map((node) => [node.id, node]));
  const selectedNodes = new Set(selection.nodes);
  const selectedNotes = new Set(selection.notes);
  const nodes = content.nodes.map((node): FlowNode => {
    const ariaLabel = spokenName(node, catalogue, isSilent(analysis, graph, node));
    const fresh = { id: node.id, type: 'graph', position: node.position, data: { graph }, ariaLabel } as const;
    return keep(old.get(node.id), { ...fresh, selected: selectedNodes.has(node.id) });
  });
  const notes = content.notes.map((note) =>
    keep(old.get(noteFlowId(note.id)), noteNode(graph, note, selectedNotes.has(note.id))),
  );
  return [...nodes, ...notes].sort(inReadingOrder);
}

const spokenName = (node: GraphNode, catalogue: Catalogue, silent: boolean): string =>
  [nodeName(node, catalogue), stateWord(node, silent)].filter(Boolean).join(', ');

const inReadingOrder = (a: FlowNode, b: FlowNode): number =>
  a.position.x - b.position.x || a.position.y - b.position.y || (a.id < b.id ? -1 : 1);

const noteNode = (graph: GraphId, note: Note, selected: boolean): NoteFlowNode => ({
  id: noteFlowId(note.id),
  type: 'note',
  position: note.position,
  width: note.width,
  data: { graph, note: note.id },
  ariaLabel: 'Note',
  selected,
});

function keep(old: FlowNode | undefined, fresh: FlowNode): FlowNode {
  if (!old || old.type !== fresh.type) return fresh;
  const same =
    old.position.x === fresh.position.x &&
    old.position.y === fresh.position.y &&
    old.width === fresh.width &&
    old.ariaLabel === fresh.ariaLabel &&
    (old.selected ?? false) === fresh.selected;
  if (same) return old;
  const { position, width, selected, ariaLabel } = fresh;
  return { ...old, position, width, selected, ariaLabel };
}

interface WireContext {
  document: ProjectDocument;
  catalogue: Catalogue;
  content: Graph;
  types: Readonly<Record<string, WireType>>;
  problems: ReadonlyMap<string, string>;
  selection: Selection;
  silent(node: string): boolean;
  /** Wires by what they carry from which port, in the order of the graph: the last is drawn over the others. */
  bundles: ReadonlyMap<string, readonly string[]>;
}

/** Wires of a graph with what travels on them, where the analysis knows. Objects of `before` are kept where nothing changed. */
export function flowEdges(
  document: ProjectDocument,
  catalogue: Catalogue,
  graph: GraphId,
  selection: Selection,
  analysis: Analysis | null,
  before: readonly WireFlowEdge[] = [],
): WireFlowEdge[] {
  const content = graphAt(document, graph);
  if (!content) return [];
  const types = (graph === null ? analysis?.edges : analysis?.networkEdges[graph]) ?? {};
  const problems = new Map(
    analysis?.problems.flatMap((problem) =>
      problem.edge && (problem.network ?? null) === graph ? [[problem.edge, problem.message] as const] : [],
    ),
  );
  const { nodes } = graphIndex(content);
  const silent = (id: string): boolean => {
    const node = nodes.get(id);
    return node !== undefined && isSilent(analysis, graph, node);
  };
  const bundles = bundled(content, types);
  const context = { document, catalogue, content, types, problems, selection, silent, bundles };
  const selected = new Set(selection.edges);
  const old = new Map(before.map((edge) => [edge.id, edge]));
  return content.edges.map((edge) => keepEdge(old.get(edge.id), flowEdge(context, edge, selected.has(edge.id))));
}

function flowEdge(context: WireContext, edge: GraphEdge, selected: boolean): WireFlowEdge {
  const { types, selection, problems } = context;
  const type = types[edge.id];
  const label = labelOf(type);
  const bundle = context.bundles.get(bundleKey(edge, label)) ?? [];
  const alone = selection.edges.length === 1 && selection.nodes.length === 0 && selection.notes.length === 0;
  return {
    id: edge.id,
    type: 'wire',
    source: edge.source.node,
    sourceHandle: edge.source.port,
    target: edge.target.node,
    targetHandle: edge.target.port,
    selected,
    ariaLabel: spokenWire(context, edge, type),
    data: {
      kind: type?.kind ?? outputKind(context, edge),
      label,
      shows: bundle.length < 2 ? 'rest' : bundle.at(-1) === edge.id ? 'source' : 'shared',
      text: type?.text ?? '',
      problem: problems.get(edge.id) ?? '',
      silent: context.silent(edge.source.node) || context.silent(edge.target.node),
      told: selected && alone,
      points: edge.points ?? NO_POINTS,
    },
  };
}

const NO_POINTS: readonly Position[] = [];

const labelOf = (type: WireType | undefined): string => (type && hasShape(type) ? formatShape(type.shape) : '');

const bundleKey = ({ source }: GraphEdge, label: string): string => `${source.node}:${source.port} ${label}`;

function bundled({ edges }: Graph, types: Readonly<Record<string, WireType>>): Map<string, string[]> {
  const bundles = new Map<string, string[]>();
  for (const edge of edges) {
    const label = labelOf(types[edge.id]);
    if (!label) continue;
    const key = bundleKey(edge, label);
    const known = bundles.get(key);
    if (known) known.push(edge.id);
    else bundles.set(key, [edge.id]);
  }
  return bundles;
}

/** Numbers, networks and trajectories say nothing by a shape on the wire. */
const hasShape = ({ kind, shape }: WireType): boolean =>
  shape.length > 0 && kind !== 'network' && kind !== 'trajectory';

function outputKind({ document, catalogue, content }: WireContext, { source }: GraphEdge): PortKind {
  const node = graphIndex(content).nodes.get(source.node);
  const ports = node && portsOf(node, catalogue.find(node.type), document.networks);
  return ports?.outputs[source.port]?.kinds[0] ?? 'tensor';
}

function spokenWire({ catalogue, content }: WireContext, { source, target }: GraphEdge, type?: WireType): string {
  const { nodes } = graphIndex(content);
  const [from, to] = [nodes.get(source.node), nodes.get(target.node)];
  const names = `Wire from ${from ? nodeName(from, catalogue) : 'nothing'} to ${to ? nodeName(to, catalogue) : 'nothing'}`;
  return type?.text ? `${names}, ${type.text}` : names;
}

function keepEdge(old: WireFlowEdge | undefined, fresh: WireFlowEdge): WireFlowEdge {
  if (!old?.data || !fresh.data) return fresh;
  const same =
    old.source === fresh.source &&
    old.sourceHandle === fresh.sourceHandle &&
    old.target === fresh.target &&
    old.targetHandle === fresh.targetHandle &&
    old.selected === fresh.selected &&
    old.ariaLabel === fresh.ariaLabel &&
    sameData(old.data, fresh.data);
  return same ? old : fresh;
}

const sameData = (a: WireData, b: WireData): boolean =>
  a.kind === b.kind &&
  a.label === b.label &&
  a.shows === b.shows &&
  a.text === b.text &&
  a.problem === b.problem &&
  a.silent === b.silent &&
  a.told === b.told &&
  a.points === b.points;

/** Selection of the store out of flow flags. */
export function selectionOf(nodes: readonly FlowNode[], edges: readonly WireFlowEdge[]): Selection {
  const chosen = nodes.filter(({ selected }) => selected).map(({ id }) => id);
  return {
    nodes: chosen.filter((id) => noteIdOf(id) === null),
    edges: edges.filter(({ selected }) => selected).map(({ id }) => id),
    notes: chosen.flatMap((id) => noteIdOf(id) ?? []),
  };
}
