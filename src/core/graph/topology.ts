import type { Graph, GraphNode } from './document';

type Wiring = Map<string, string[]>;

/** Node ids that each node feeds. Wires to nodes that do not exist are left out. */
function successors(graph: Graph): Wiring {
  const wiring: Wiring = new Map(graph.nodes.map((node) => [node.id, []]));
  for (const { source, target } of graph.edges) {
    if (wiring.has(target.node)) wiring.get(source.node)?.push(target.node);
  }
  return wiring;
}

/** True if a wire from `source` to `target` (node ids) would close a loop. */
export function wouldCycle(graph: Graph, source: string, target: string): boolean {
  if (source === target) return true;
  const wiring = successors(graph);
  const seen = new Set([target]);
  const queue = [target];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (const next of wiring.get(node) ?? []) {
      if (next === source) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  return false;
}

/** Node ids that can be reached along the wires from `starts`, or against them where the wiring is turned round. */
function reach(wiring: Wiring, starts: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  const queue = [...starts];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (const next of wiring.get(node) ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      queue.push(next);
    }
  }
  return found;
}

/** The first node outside a set that lies on a way from the set back into it, if there is one. */
export function nodeBetween(graph: Graph, inside: ReadonlySet<string>): GraphNode | undefined {
  const wiring = successors(graph);
  const after = reach(wiring, inside);
  const before = reach(turned(wiring), inside);
  return graph.nodes.find(({ id }) => !inside.has(id) && after.has(id) && before.has(id));
}

function turned(wiring: Wiring): Wiring {
  const predecessors: Wiring = new Map([...wiring.keys()].map((id) => [id, []]));
  for (const [id, targets] of wiring) for (const target of targets) predecessors.get(target)?.push(id);
  return predecessors;
}

/** One loop through nodes that all have a predecessor among themselves, found by walking backwards until one repeats. */
function loopAmong(stuck: ReadonlySet<string>, predecessors: Wiring, start: string): string[] {
  const path: string[] = [];
  const at = new Map<string, number>();
  let node = start;
  while (!at.has(node)) {
    at.set(node, path.length);
    path.push(node);
    node = predecessors.get(node)?.find((previous) => stuck.has(previous)) ?? node;
  }
  return path.slice(at.get(node)).reverse();
}

/** The same loop, told from the node that comes first in the file. */
function fromFirst(cycle: readonly string[], rank: ReadonlyMap<string, number>): string[] {
  const ranks = cycle.map((id) => rank.get(id) ?? 0);
  const first = ranks.indexOf(Math.min(...ranks));
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}

export interface Order {
  readonly order: readonly GraphNode[];
  readonly cycles: readonly (readonly string[])[];
}

/** Orders of graphs: the same object until the graph is edited. */
const known = new WeakMap<Graph, Order>();

/**
 * Nodes in an order in which each comes after all that feed it, ties in the order of the file, and the loops that are
 * in the way (node ids in the direction of the wires; no node is in two). Nodes on or behind a loop are left out.
 */
export function topologicalOrder(graph: Graph): Order {
  const order = known.get(graph) ?? findOrder(graph);
  known.set(graph, order);
  return order;
}

function findOrder(graph: Graph): Order {
  const wiring = successors(graph);
  const waitsFor = new Map<string, number>(graph.nodes.map((node) => [node.id, 0]));
  for (const targets of wiring.values()) for (const id of targets) waitsFor.set(id, (waitsFor.get(id) ?? 0) + 1);

  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const order = graph.nodes.filter((node) => waitsFor.get(node.id) === 0);
  for (let i = 0; i < order.length; i++) {
    for (const id of wiring.get(order[i].id) ?? []) {
      const left = (waitsFor.get(id) ?? 0) - 1;
      waitsFor.set(id, left);
      const node = byId.get(id);
      if (left === 0 && node) order.push(node);
    }
  }
  return { order, cycles: order.length === byId.size ? [] : findCycles(graph, wiring, order) };
}

function findCycles(graph: Graph, wiring: Wiring, order: readonly GraphNode[]): string[][] {
  const predecessors = turned(wiring);
  const done = new Set(order.map((node) => node.id));
  const stuck = new Set(graph.nodes.map((node) => node.id).filter((id) => !done.has(id)));
  const rank = new Map(graph.nodes.map((node, index) => [node.id, index]));
  const cycles: string[][] = [];
  /** Takes a node out, and with it every node that then waits for nothing but what is out. */
  const release = (ids: readonly string[]) => {
    const queue = [...ids];
    for (const id of ids) stuck.delete(id);
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      for (const next of wiring.get(id) ?? []) {
        if (!stuck.has(next) || predecessors.get(next)?.some((previous) => stuck.has(previous))) continue;
        stuck.delete(next);
        queue.push(next);
      }
    }
  };
  for (const { id } of graph.nodes) {
    if (!stuck.has(id)) continue;
    const cycle = loopAmong(stuck, predecessors, id);
    cycles.push(fromFirst(cycle, rank));
    release(cycle);
  }
  return cycles;
}
