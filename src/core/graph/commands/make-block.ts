import type { NodeDefinition } from '../../catalogue/types';
import type { Change } from '../changes';
import { type Graph, type GraphNode, LIMITS, type Position } from '../document';
import { BLOCK_INPUT, BLOCK_OUTPUT } from '../node-ports';
import { graphAt, nodeName } from '../place';
import { defaultSettings } from '../settings';
import { quote } from '../text';
import { nodeBetween } from '../topology';
import { type Border, type BorderPort, borderOf } from './border';
import {
  boxAround,
  noGraph,
  noNodeSelected,
  roundedPosition,
  selectedItems,
  titleRefusal,
  tooManyNetworks,
} from './common';
import { removeEmptied } from './groups';
import { edgeId, idFromTitle, idsOf, uniqueId } from './ids';
import { type Command, type EditContext, planned, type Refusal, refuse } from './types';

const BLOCK = 'block.custom';
/** Distance between the columns and between the rows that the ports stand in, in pixels. */
const COLUMN = 240;
const ROW = 110;

const ENDS = new Set(['layer.input', 'layer.output', BLOCK_INPUT, BLOCK_OUTPUT]);

/** Why these nodes cannot become a block of their own; null where they can. */
function blockRefusal({ catalogue }: EditContext, content: Graph, nodes: readonly GraphNode[]): Refusal | null {
  const end = nodes.find(({ type }) => ENDS.has(type));
  if (end) {
    const name = quote(nodeName(end, catalogue));
    return refuse(
      `${name} is where something enters or leaves this graph, so it stays here; leave it out of the selection.`,
    );
  }
  const outside = nodeBetween(content, idsOf(nodes));
  if (outside) {
    const name = quote(nodeName(outside, catalogue));
    return refuse(`${name} lies between the selected nodes, so the block would feed itself; select it too.`);
  }
  return null;
}

interface PortNode {
  readonly node: GraphNode;
  readonly port: BorderPort;
}

/** Ports in a column, each beside the node it belongs to and below the port before it. */
function portNodes(
  ports: readonly BorderPort[],
  definition: NodeDefinition,
  x: number,
  taken: Set<string>,
): PortNode[] {
  let free = Number.NEGATIVE_INFINITY;
  return ports.map((port) => {
    const y = Math.max(port.y, free);
    free = y + ROW;
    const node: GraphNode = {
      id: uniqueId(idFromTitle(port.title) ?? 'port', taken),
      type: definition.type,
      version: definition.version,
      title: port.title,
      position: { x, y },
      settings: defaultSettings(definition),
    };
    return { node, port };
  });
}

/** What goes into the block, and where its top left corner was. */
interface Contents {
  readonly graph: Graph;
  readonly inputs: readonly PortNode[];
  readonly outputs: readonly PortNode[];
}

const moved = <T extends { position: Position }>(item: T, by: Position): T => ({
  ...item,
  position: shifted(item.position, by),
});
const shifted = ({ x, y }: Position, by: Position): Position => ({ x: x + by.x, y: y + by.y });

/** The graph of the block: the selection, moved so that its ports start at the origin, and the ports. */
function contentsOf(
  content: Graph,
  { nodes, notes }: ReturnType<typeof selectedItems>,
  border: Border,
  types: { input: NodeDefinition; output: NodeDefinition },
): Contents {
  const box = boxAround([...nodes, ...notes]);
  const by = { x: COLUMN - box.left, y: -box.top };
  const inner = idsOf(nodes);
  const taken = idsOf([...nodes, ...notes]);
  const below = (port: BorderPort): BorderPort => ({ ...port, y: port.y + by.y });
  const inputs = portNodes(border.inputs.map(below), types.input, 0, taken);
  const outputs = portNodes(border.outputs.map(below), types.output, COLUMN + box.right - box.left + COLUMN, taken);

  const takenEdges = new Set<string>();
  const wires = content.edges.flatMap((edge) => {
    if (!inner.has(edge.target.node)) return [];
    if (inner.has(edge.source.node)) {
      const points = edge.points?.map((point) => shifted(point, by));
      return [{ ...edge, id: uniqueId(edge.id, takenEdges), ...(points && { points }) }];
    }
    const entry = inputs.find(
      ({ port }) => port.source?.node === edge.source.node && port.source.port === edge.source.port,
    );
    if (!entry) return [];
    const source = { node: entry.node.id, port: 'y' };
    return [{ id: edgeId(source.node, edge.target.node, takenEdges), source, target: edge.target }];
  });
  const added = [
    ...inputs.flatMap(({ node, port }) =>
      port.source ? [] : port.inner.map((target) => ({ source: { node: node.id, port: 'y' }, target })),
    ),
    ...outputs.flatMap(({ node, port }) =>
      port.inner.map((source) => ({ source, target: { node: node.id, port: 'x' } })),
    ),
  ].map((wire) => ({ id: edgeId(wire.source.node, wire.target.node, takenEdges), ...wire }));
  const groups = new Set([...nodes, ...notes].map(({ group }) => group));
  const graph: Graph = {
    nodes: [...inputs, ...outputs].map(({ node }) => node).concat(nodes.map((node) => moved(node, by))),
    edges: [...wires, ...added],
    notes: notes.map((note) => moved(note, by)),
    groups: content.groups.filter(({ id }) => groups.has(id)),
  };
  return { graph, inputs, outputs };
}

/** Changes that put the block in the place of what it was made of. */
function replaceBy(
  { graph }: EditContext,
  content: Graph,
  chosen: ReturnType<typeof selectedItems>,
  block: GraphNode,
  { inputs, outputs }: Contents,
): Change[] {
  const inner = idsOf(chosen.nodes);
  const touches = ({ source, target }: Graph['edges'][number]) => inner.has(source.node) || inner.has(target.node);
  const taken = idsOf(content.edges.filter((edge) => !touches(edge)));
  const outside = idsOf(content.nodes);
  const wires: Change[] = [];
  let index = 0;
  for (const edge of content.edges) {
    if (!touches(edge)) {
      index++;
      continue;
    }
    const { source, target } = edge;
    if (inner.has(target.node) || !outside.has(target.node)) continue;
    const port = outputs.find(
      (output) => output.port.inner[0].node === source.node && output.port.inner[0].port === source.port,
    );
    if (!port) continue;
    const id = edgeId(block.id, target.node, taken);
    // In the place of the wire it stands for, because inputs that take many keep their order.
    wires.push({
      type: 'edge.add',
      graph,
      edge: { id, source: { node: block.id, port: port.node.id }, target },
      index,
    });
    index++;
  }
  for (const { node, port } of inputs) {
    if (!port.source) continue;
    const id = edgeId(port.source.node, block.id, taken);
    wires.push({
      type: 'edge.add',
      graph,
      edge: { id, source: port.source, target: { node: block.id, port: node.id } },
    });
  }
  return [
    ...content.edges.filter(touches).map(({ id }): Change => ({ type: 'edge.remove', graph, edge: id })),
    ...chosen.nodes.map(({ id }): Change => ({ type: 'node.remove', graph, node: id })),
    ...chosen.notes.map(({ id }): Change => ({ type: 'note.remove', graph, note: id })),
    ...removeEmptied(graph, content, chosen),
    { type: 'node.add', graph, node: block },
    ...wires,
  ];
}

/** The group that all the nodes are in and that some others are in too. */
function groupAround(content: Graph, { nodes, notes }: ReturnType<typeof selectedItems>): string | undefined {
  const { group } = nodes[0];
  if (group === undefined || nodes.some((node) => node.group !== group)) return undefined;
  const members = [...content.nodes, ...content.notes].filter((item) => item.group === group).length;
  const leaving = [...nodes, ...notes].filter((item) => item.group === group).length;
  return members > leaving && content.groups.some(({ id }) => id === group) ? group : undefined;
}

/**
 * Makes one block node of the selected layers, in their place: what they were wired to becomes its ports, notes and
 * groups among them come along. `takeApart` is the way back.
 */
export const makeBlock: Command<{ title?: string }> = {
  id: 'graph.makeBlock',
  label: 'Make block',
  history: 'record',
  plan(context, args) {
    const { document, catalogue, graph } = context;
    const content = graphAt(document, graph);
    if (!content) return noGraph(context);
    if (graph === null) return refuse('A block is made of layers; open a network and select some there.');
    const chosen = selectedItems(context);
    if (chosen.nodes.length === 0) return noNodeSelected;
    const title = args.title?.trim() ?? '';
    const refusal = titleRefusal(title) ?? blockRefusal(context, content, chosen.nodes);
    if (refusal) return refusal;
    const [input, output, type] = [BLOCK_INPUT, BLOCK_OUTPUT, BLOCK].map((id) => catalogue.find(id));
    if (!input || !output || !type) return refuse('There are no blocks in this catalogue.');
    const networks = new Set(Object.keys(document.networks));
    if (networks.size >= LIMITS.networks) return tooManyNetworks;

    const box = boxAround(chosen.nodes);
    const position = roundedPosition({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 });
    if (!position) return refuse('The selected nodes stand too far apart; bring them together first.');
    const border = borderOf(content, idsOf(chosen.nodes), catalogue, document.networks);
    const inside = contentsOf(content, chosen, border, { input, output });
    if (inside.graph.nodes.length > LIMITS.nodes || inside.graph.edges.length > LIMITS.edges)
      return refuse('With its ports the block would be too large for one graph; select less.');
    const gone = idsOf([...chosen.nodes, ...chosen.notes]);
    const staying = [...content.nodes, ...content.notes].filter(({ id }) => !gone.has(id));
    const id = uniqueId(idFromTitle(title) ?? 'block', idsOf(staying));
    const network = uniqueId(id, networks);
    const group = groupAround(content, chosen);
    const block: GraphNode = {
      id,
      type: type.type,
      version: type.version,
      ...(title !== '' && { title }),
      position,
      settings: defaultSettings(type),
      network,
      ...(group !== undefined && { group }),
    };
    return planned(
      [{ type: 'network.add', network, content: inside.graph }, ...replaceBy(context, content, chosen, block, inside)],
      { select: { nodes: [id], edges: [], notes: [] } },
    );
  },
};
