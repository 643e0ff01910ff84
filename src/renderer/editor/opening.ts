import { getViewportForBounds, type Viewport } from '@xyflow/react';
import { catalogue } from '../../core/catalogue';
import { type GraphId, graphAt, nodeName, portsOf } from '../../core/graph';
import type { GraphNode, Position, ProjectDocument } from '../../core/graph/document';
import { nodeFacts } from './facts';
import { noteFlowId } from './flow-model';
import { frameAround, groupMembers } from './group-frames';
import type { Rect } from './guides';
import { categories } from './kinds';
import { groupColor, nodeState } from './node-state';
import { collapsedWidth, nodeHeight, nodeWidth } from './node-width';

/** A graph in outline, as it is drawn before its nodes are made. */
export interface Outline {
  nodes: readonly (Rect & { color: string })[];
  groups: readonly (Rect & { color: string })[];
  wires: readonly { from: Position; to: Position }[];
  bounds: Rect;
}

const UNTIED = { count: 0, others: '', order: -1 };
/** Height of the title bar. */
const BAR = 28;

/** Where the nodes and notes of a graph will stand and how large they will be, without what only a run or the analysis tells. */
export function outlineOf(document: ProjectDocument, graph: GraphId): Outline {
  const content = graphAt(document, graph) ?? { nodes: [], edges: [], notes: [], groups: [] };
  const rects = new Map(content.nodes.map((node) => [node.id, nodeRect(document, node)]));
  const wires = content.edges.flatMap(({ source, target }) => {
    const [from, to] = [rects.get(source.node), rects.get(target.node)];
    if (!from || !to) return [];
    return [{ from: { x: from.x + from.width, y: from.y + BAR + 15 }, to: { x: to.x, y: to.y + BAR + 15 } }];
  });
  const notes = new Map<string, Rect>(
    content.notes.map(({ id, position, width }) => [noteFlowId(id), { ...position, width, height: 2 * BAR }]),
  );
  const groups = groupMembers(content).flatMap(({ group, members }) => {
    const frame = frameAround(members.flatMap((id) => rects.get(id) ?? notes.get(id) ?? []));
    return frame ? [{ ...frame, color: groupColor(group.color) }] : [];
  });
  const nodes = [...rects.values()];
  return { nodes, groups, wires, bounds: around([...nodes, ...notes.values()]) };
}

function nodeRect(document: ProjectDocument, node: GraphNode): Rect & { color: string } {
  const definition = catalogue.find(node.type);
  const ports = portsOf(node, definition, document.networks);
  const network = node.network === undefined ? undefined : document.networks[node.network];
  const facts = definition ? nodeFacts(network, catalogue, node, definition, undefined) : [];
  const state = nodeState(node, false, UNTIED);
  const name = nodeName(node, catalogue);
  const sized = { name, state, tied: false, opens: network !== undefined, warns: false, ports, facts };
  return {
    ...node.position,
    width: node.collapsed ? collapsedWidth(sized) : nodeWidth(sized),
    height: node.collapsed ? BAR + 2 : nodeHeight(sized),
    color: definition ? categories[definition.category].color : 'var(--danger)',
  };
}

function around(rects: readonly Rect[]): Rect {
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  const right = Math.max(...rects.map((rect) => rect.x + rect.width));
  const bottom = Math.max(...rects.map((rect) => rect.y + rect.height));
  return rects.length === 0 ? { x: 0, y: 0, width: 0, height: 0 } : { x, y, width: right - x, height: bottom - y };
}

/** How the canvas must lie for the whole outline to be seen. */
export const viewOf = (
  { bounds }: Outline,
  pane: { width: number; height: number },
  fit: { padding: Parameters<typeof getViewportForBounds>[5]; minZoom: number; maxZoom: number },
): Viewport => getViewportForBounds(bounds, pane.width, pane.height, fit.minZoom, fit.maxZoom, fit.padding);
