import type { GraphPair, NodePairs } from './compare-match';
import type { Graph, GraphEdge } from './document';

/** Notes and groups: ids where they still are (of the graph before where they are gone). */
export interface ItemDifference {
  added: readonly string[];
  removed: readonly string[];
  changed: readonly string[];
}

interface Identified {
  id: string;
}

/** Notes or groups that are the same in both graphs: by id, then by what they say. */
export function matchItems<T extends Identified>(
  before: readonly T[],
  after: readonly T[],
  says: (item: T) => string,
): NodePairs {
  const forward = new Map<string, string>();
  const backward = new Map<string, string>();
  const pair = (a: T, b: T) => {
    forward.set(a.id, b.id);
    backward.set(b.id, a.id);
  };
  const byId = new Map(after.map((item) => [item.id, item]));
  for (const item of before) {
    const same = byId.get(item.id);
    if (same) pair(item, same);
  }
  for (const item of before) {
    if (forward.has(item.id)) continue;
    const same = after.find((other) => !backward.has(other.id) && says(other) === says(item));
    if (same) pair(item, same);
  }
  return { forward, backward };
}

export function itemDifference<T extends Identified>(
  before: readonly T[],
  after: readonly T[],
  { forward, backward }: NodePairs,
  same: (a: T, b: T) => boolean,
): ItemDifference {
  const byId = new Map(after.map((item) => [item.id, item]));
  const changed = before.flatMap((item) => {
    const other = byId.get(forward.get(item.id) ?? '');
    return other && other !== item && !same(item, other) ? [other.id] : [];
  });
  return {
    added: after.filter(({ id }) => !backward.has(id)).map(({ id }) => id),
    removed: before.filter(({ id }) => !forward.has(id)).map(({ id }) => id),
    changed,
  };
}

/** Wires by what they join, whatever their ids; `led` counts those that only take another way. */
export function compareWires(
  pair: GraphPair,
  old: Graph,
  now: Graph,
  inside: (network: string) => NodePairs | undefined,
): { added: GraphEdge[]; removed: GraphEdge[]; led: number } {
  if (old.edges === now.edges && old.nodes === now.nodes) return { added: [], removed: [], led: 0 };
  const present = new Map<string, GraphEdge[]>();
  const keyOf = (source: GraphEdge['source'], target: GraphEdge['target']) =>
    `${source.node} ${source.port} ${target.node} ${target.port}`;
  for (const edge of now.edges) {
    const key = keyOf(edge.source, edge.target);
    const list = present.get(key);
    if (list) list.push(edge);
    else present.set(key, [edge]);
  }
  const networks = new Map(old.nodes.map(({ id, network }) => [id, network]));
  /** The end as the other document names it; ports of a block are nodes inside it. */
  const translated = ({ node, port }: GraphEdge['source']) => {
    const network = networks.get(node);
    const ports = network === undefined ? undefined : inside(network)?.forward;
    return { node: pair.nodes.forward.get(node) ?? ` ${node}`, port: ports?.get(port) ?? port };
  };
  const removed: GraphEdge[] = [];
  const kept = new Set<GraphEdge>();
  let led = 0;
  for (const edge of old.edges) {
    const same = present.get(keyOf(translated(edge.source), translated(edge.target)))?.shift();
    if (!same) {
      removed.push(edge);
      continue;
    }
    kept.add(same);
    if (same !== edge && JSON.stringify(same.points) !== JSON.stringify(edge.points)) led++;
  }
  return { added: now.edges.filter((edge) => !kept.has(edge)), removed, led };
}
