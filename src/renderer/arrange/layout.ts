import type { ElkExtendedEdge, ElkNode, ElkPort, LayoutOptions } from 'elkjs/lib/elk-api';
import type { Graph, GraphEdge, Note, Position } from '../../core/graph/document';
import { frameAround } from '../editor/group-frames';

/** A node or note as it stands on the canvas, with the heights of its ports; all in canvas pixels. */
export interface Box {
  width: number;
  height: number;
  /** Distance of each port from the top of the node, by port. */
  inputs: Readonly<Record<string, number>>;
  outputs: Readonly<Record<string, number>>;
}

/** Boxes by id of node or note. */
export type Boxes = ReadonlyMap<string, Box>;

/** Where everything goes: top left corners, and the places that wires are led through (none for a wire that needs none). */
export interface Arrangement {
  nodes: Record<string, Position>;
  notes: Record<string, Position>;
  wires: Record<string, readonly Position[]>;
}

/** Room around the members of a group, and for its title above them: as its frame is drawn. */
const FRAME = '[top=44,left=18,bottom=18,right=18]';
/** Size of something that was never measured. */
const UNKNOWN: Box = { width: 190, height: 90, inputs: {}, outputs: {} };

/** Above so many nodes fewer orders are tried: they would take seconds and help little. */
const LARGE = 120;

const ROOT = 'root';
const GROUP = 'group ';
const NOTE = 'note ';

/** Room between things; ELK does not hand it down to groups. */
const SPACING: LayoutOptions = {
  'elk.spacing.nodeNode': '44',
  'elk.spacing.edgeNode': '26',
  'elk.spacing.edgeEdge': '16',
  'elk.spacing.componentComponent': '70',
  // Wide enough for the shape of a batch of pictures on the wire between two nodes.
  'elk.layered.spacing.nodeNodeBetweenLayers': '132',
  'elk.layered.spacing.edgeNodeBetweenLayers': '30',
};

const OPTIONS: LayoutOptions = {
  ...SPACING,
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'POLYLINE',
  'elk.randomSeed': '1',
  'elk.padding': '[top=0,left=0,bottom=0,right=0]',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
  // Of several ways that cross as little, the one that follows the order of the file.
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.considerModelOrder.crossingCounterNodeInfluence': '0.001',
  // Places come back measured from the corner of the whole.
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
};

const portId = (node: string, side: 'in' | 'out', port: string): string => JSON.stringify([node, side, port]);

/**
 * The graph for the layered layout, from left to right: ports at their heights, groups as nodes around their members.
 * `chosen` limits it to some nodes. Notes take part where they stand in a group.
 */
export function elkGraph(graph: Graph, boxes: Boxes, chosen: ReadonlySet<string> | null): ElkNode {
  const nodes = graph.nodes.filter(({ id }) => !chosen || chosen.has(id));
  const taking = new Set(nodes.map(({ id }) => id));
  const edges = graph.edges.filter(
    ({ source, target }) => source.node !== target.node && taking.has(source.node) && taking.has(target.node),
  );
  const known = new Set(graph.groups.map(({ id }) => id));
  const children = new Map<string, ElkNode[]>();
  const put = (group: string | undefined, node: ElkNode) => {
    const parent = group !== undefined && known.has(group) ? GROUP + group : ROOT;
    const list = children.get(parent);
    if (list) list.push(node);
    else children.set(parent, [node]);
  };
  for (const { id, group } of nodes) put(group, elkNode(id, boxes.get(id) ?? UNKNOWN, edges));
  for (const { id, group } of graph.notes) {
    const inside = group !== undefined && children.has(GROUP + group);
    if (!inside || (chosen && !wholeGroup(graph, group, chosen))) continue;
    const { width, height } = boxes.get(id) ?? UNKNOWN;
    put(group, { id: NOTE + id, width, height });
  }
  const groups = graph.groups.flatMap(({ id }): ElkNode[] => {
    const members = children.get(GROUP + id);
    return members ? [{ id: GROUP + id, children: members, layoutOptions: { ...SPACING, 'elk.padding': FRAME } }] : [];
  });
  return {
    id: ROOT,
    layoutOptions: { ...OPTIONS, 'elk.layered.thoroughness': nodes.length > LARGE ? '4' : '12' },
    children: [...(children.get(ROOT) ?? []), ...groups],
    edges: edges.map(elkEdge),
  };
}

const wholeGroup = ({ nodes }: Graph, group: string, chosen: ReadonlySet<string>): boolean =>
  nodes.every((node) => node.group !== group || chosen.has(node.id));

const elkEdge = ({ id, source, target }: GraphEdge): ElkExtendedEdge => ({
  id,
  sources: [portId(source.node, 'out', source.port)],
  targets: [portId(target.node, 'in', target.port)],
});

function elkNode(id: string, box: Box, edges: readonly GraphEdge[]): ElkNode {
  const { width, height } = box;
  const inputs = { ...box.inputs };
  const outputs = { ...box.outputs };
  // Wires may end at ports that the canvas does not draw (a folded node, a damaged file).
  for (const { source, target } of edges) {
    if (source.node === id) outputs[source.port] ??= height / 2;
    if (target.node === id) inputs[target.port] ??= height / 2;
  }
  const port = (side: 'in' | 'out', at: Readonly<Record<string, number>>): ElkPort[] =>
    Object.entries(at).map(([name, y]) => ({
      id: portId(id, side, name),
      x: side === 'in' ? 0 : width,
      y,
      width: 0,
      height: 0,
      layoutOptions: { 'elk.port.side': side === 'in' ? 'WEST' : 'EAST' },
    }));
  return {
    id,
    width,
    height,
    ports: [...port('in', inputs), ...port('out', outputs)],
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
  };
}

interface Rect extends Position {
  width: number;
  height: number;
}

const meet = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Room between a note that made way and what it made way for. */
const ASIDE = 30;

/**
 * Places for the notes that the arrangement would cover: straight up, above all of it and each other. The others, and
 * those in groups, are not its business.
 */
export function freeNotes(graph: Graph, boxes: Boxes, { nodes, notes }: Arrangement): Record<string, Position> {
  const rect = (id: string, place: Position): Rect => ({ ...place, ...size(boxes, id) });
  const members = new Map<string, Rect[]>();
  const taken: Rect[] = [];
  for (const { id, group, position } of [...graph.nodes, ...graph.notes]) {
    const place = nodes[id] ?? notes[id];
    if (group !== undefined) members.set(group, [...(members.get(group) ?? []), rect(id, place ?? position)]);
    else if (place) taken.push(rect(id, place));
  }
  for (const rects of members.values()) {
    const frame = frameAround(rects);
    if (frame) taken.push(frame);
  }
  const moved: Record<string, Position> = {};
  const rest = graph.notes.filter(({ id, group }) => group === undefined && !notes[id]);
  const top = Math.min(...taken.map(({ y }) => y));
  for (const { id, position } of rest) {
    const note = rect(id, position);
    if (!taken.some((other) => meet(note, other))) continue;
    const up = { ...note, y: top - ASIDE - note.height };
    for (let other = above(up, rest, moved, boxes, id); other; other = above(up, rest, moved, boxes, id))
      up.y = other.y - ASIDE - up.height;
    moved[id] = { x: Math.round(up.x), y: Math.round(up.y) };
  }
  return moved;
}

/** A note that stands where another would go. */
const above = (
  wanted: Rect,
  notes: readonly Note[],
  moved: Readonly<Record<string, Position>>,
  boxes: Boxes,
  self: string,
): Rect | undefined =>
  notes
    .filter(({ id }) => id !== self)
    .map(({ id, position }) => ({ ...(moved[id] ?? position), ...size(boxes, id) }))
    .find((other) => meet(wanted, other));

function size(boxes: Boxes, id: string): { width: number; height: number } {
  const { width, height } = boxes.get(id) ?? UNKNOWN;
  return { width, height };
}

/** Reads the places out of a finished layout, moved so that its corner is at `corner`, in whole pixels. */
export function readLayout(result: ElkNode, corner: Position): Arrangement {
  const arrangement: Arrangement = { nodes: {}, notes: {}, wires: {} };
  const left = Math.min(...(result.children ?? []).map(({ x = 0 }) => x));
  const top = Math.min(...(result.children ?? []).map(({ y = 0 }) => y));
  const moved = ({ x = 0, y = 0 }: { x?: number; y?: number }): Position => ({
    x: Math.round(x - left + corner.x),
    y: Math.round(y - top + corner.y),
  });
  const visit = (node: ElkNode): void => {
    if (node.id.startsWith(NOTE)) arrangement.notes[node.id.slice(NOTE.length)] = moved(node);
    else if (!node.id.startsWith(GROUP)) arrangement.nodes[node.id] = moved(node);
    for (const child of node.children ?? []) visit(child);
  };
  for (const child of result.children ?? []) {
    if (!child.id.startsWith(GROUP)) visit(child);
    else for (const member of child.children ?? []) visit(member);
  }
  for (const { id, sections = [] } of result.edges ?? []) {
    arrangement.wires[id] = sections.flatMap(({ bendPoints = [] }) => bendPoints.map(moved));
  }
  return arrangement;
}
