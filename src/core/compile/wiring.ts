import type { Graph, GraphEnd } from '../graph/document';

type Wires = ReadonlyMap<string, Readonly<Record<string, readonly GraphEnd[]>>>;

const NONE: readonly GraphEnd[] = [];

/** Wires by the list that they stand in: it stays the same object while a graph's nodes are edited. */
const known = new WeakMap<Graph['edges'], Wires>();

const indexed = (edges: Graph['edges']): Wires => {
  const wires = new Map<string, Record<string, GraphEnd[]>>();
  for (const { source, target } of edges) {
    const ports: Record<string, GraphEnd[]> = wires.get(target.node) ?? Object.create(null);
    wires.set(target.node, ports);
    ports[target.port] ??= [];
    ports[target.port].push(source);
  }
  return wires;
};

/** Where the wires into a port come from, in the order of the edges. */
export const wiresInto = ({ edges }: Graph, node: string, port: string): readonly GraphEnd[] => {
  const wires = known.get(edges) ?? indexed(edges);
  known.set(edges, wires);
  return wires.get(node)?.[port] ?? NONE;
};
