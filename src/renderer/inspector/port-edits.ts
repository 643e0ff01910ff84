import { BLOCK_INPUT, BLOCK_OUTPUT, type Change, type Command, commands, graphAt, holdersOf } from '../../core/graph';
import type { GraphNode, Position } from '../../core/graph/document';

/** Which side of a block its ports are on. */
export type PortSide = 'inputs' | 'outputs';

/** How far below the last port of its side a new one stands, in pixels of the canvas. */
const BELOW = 90;

/** Where a new port goes in the graph of a block: under the last one of its side. */
export function placeOfPort(nodes: readonly GraphNode[], side: PortSide): Position {
  const type = side === 'inputs' ? BLOCK_INPUT : BLOCK_OUTPUT;
  const present = nodes.filter((node) => node.type === type);
  const lowest = present.reduce<GraphNode | undefined>(
    (low, node) => (!low || node.position.y > low.position.y ? node : low),
    undefined,
  );
  if (lowest) return { x: lowest.position.x, y: lowest.position.y + BELOW };
  const xs = nodes.map(({ position }) => position.x);
  if (xs.length === 0) return { x: side === 'inputs' ? 0 : 400, y: 0 };
  const top = Math.min(...nodes.map(({ position }) => position.y));
  return { x: side === 'inputs' ? Math.min(...xs) - 240 : Math.max(...xs) + 240, y: top };
}

/** Places that make a port change places with its neighbour; ports stand in the order of their nodes from top to bottom. */
export function swapped(nodes: readonly GraphNode[], a: string, b: string): Record<string, Position> {
  const [first, second] = [a, b].map((id) => nodes.find((node) => node.id === id)?.position);
  if (!first || !second) return {};
  // Side by side at one height, the order of the columns would decide; one of them has to go down.
  if (first.y === second.y) return { [a]: { x: first.x, y: first.y + BELOW } };
  return { [a]: { x: first.x, y: second.y }, [b]: { x: second.x, y: first.y } };
}

/** Takes a port away from a block: its node inside, and the wires at it on every node that holds the block. */
export const removePort: Command<{ network: string; port: string; side: PortSide }> = {
  id: 'block.removePort',
  label: 'Remove port',
  history: 'record',
  plan(context, { network, port, side }) {
    const { document } = context;
    const selection = { nodes: [port], edges: [], notes: [] };
    const inside = commands.deleteSelection.plan({ ...context, graph: network, selection }, {});
    if (!inside.ok) return inside;
    const end = side === 'inputs' ? 'target' : 'source';
    const outside = holdersOf(document, network).flatMap(({ graph, node }) =>
      (graphAt(document, graph)?.edges ?? [])
        .filter((edge) => edge[end].node === node.id && edge[end].port === port)
        .map(({ id }): Change => ({ type: 'edge.remove', graph, edge: id })),
    );
    return { ok: true, changes: [...outside, ...inside.changes] };
  },
};
