import { topologicalOrder } from '../../core/graph';
import type { Graph, GraphNode } from '../../core/graph/document';

export type Direction = 'left' | 'right' | 'up' | 'down';

const distance = (a: GraphNode, b: GraphNode): number =>
  Math.hypot(a.position.x - b.position.x, a.position.y - b.position.y);

/** How far one lies above or below another; a step aside weighs double, so that a column is walked before the next. */
const upright = (a: GraphNode, b: GraphNode): number =>
  Math.abs(a.position.y - b.position.y) + 2 * Math.abs(a.position.x - b.position.x);

const nearest = (from: GraphNode, nodes: readonly GraphNode[], far: typeof distance): GraphNode | undefined =>
  nodes.toSorted((a, b) => far(from, a) - far(from, b))[0];

/** The node that is reached from another: left and right along its wires, up and down by where it stands. */
export function nextNode({ nodes, edges }: Graph, from: string, direction: Direction): GraphNode | undefined {
  const here = nodes.find(({ id }) => id === from);
  if (!here) return undefined;
  if (direction === 'left' || direction === 'right') {
    const ahead = direction === 'right';
    const ids = edges.flatMap(({ source, target }) => {
      const [near, far] = ahead ? [source, target] : [target, source];
      return near.node === from ? [far.node] : [];
    });
    return nearest(
      here,
      nodes.filter(({ id }) => ids.includes(id)),
      distance,
    );
  }
  const side = direction === 'up' ? -1 : 1;
  const beyond = nodes.filter(({ position }) => (position.y - here.position.y) * side > 0);
  return nearest(here, beyond, upright);
}

/** The node where a graph begins or ends, as its wires run. */
export function endNode(graph: Graph, which: 'first' | 'last'): GraphNode | undefined {
  const { order } = topologicalOrder(graph);
  return (which === 'first' ? order[0] : order.at(-1)) ?? graph.nodes[0];
}
