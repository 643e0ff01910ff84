import type { Graph, GraphNode, ProjectDocument } from './document';
import { own } from './place';

type Networks = ProjectDocument['networks'];

/** How much a network is: `layers` run in it, repetitions counted, and its blocks stand `depth` deep in each other. */
export interface Extent {
  readonly layers: number;
  readonly depth: number;
}

const NOTHING: Extent = { layers: 0, depth: 0 };

/** Networks that the nodes of a graph name, each once. */
const named = ({ nodes }: Graph): ReadonlySet<string> =>
  new Set(nodes.flatMap(({ network }) => (network === undefined ? [] : [network])));

/** For each network the networks inside it, and inside those, and so on; itself where it holds itself. */
export function networksWithin(networks: Networks): ReadonlyMap<string, ReadonlySet<string>> {
  const direct = new Map(Object.entries(networks).map(([id, graph]) => [id, named(graph)]));
  return new Map(
    [...direct].map(([id, inside]) => {
      const found = new Set(inside);
      for (const each of found) for (const next of direct.get(each) ?? []) found.add(next);
      return [id, found];
    }),
  );
}

/** Whether a node runs what it holds. */
const runs = ({ mode }: GraphNode): boolean => mode === undefined;

/** Networks that run: those of nodes which are neither muted nor bypassed, from the study on. */
export function runningNetworks({ study, networks }: ProjectDocument): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [study];
  for (const { nodes } of open) {
    for (const node of nodes) {
      const { network } = node;
      const graph = network === undefined || !runs(node) ? undefined : own(networks, network);
      if (network === undefined || !graph || found.has(network)) continue;
      found.add(network);
      open.push(graph);
    }
  }
  return found;
}

const timesOf = ({ settings }: GraphNode): number => {
  const repeat = own(settings, 'repeat');
  return typeof repeat === 'number' && repeat > 1 ? repeat : 1;
};

/** The extents of networks, each found once; of one that holds itself only what comes before it does again. */
export function extentsOf(networks: Networks): (network: string) => Extent {
  const known = new Map<string, Extent>();
  const extentOf = (network: string): Extent => {
    const present = known.get(network);
    const graph = own(networks, network);
    if (present || !graph) return present ?? NOTHING;
    known.set(network, NOTHING);
    let [layers, depth] = [0, 0];
    for (const node of graph.nodes) {
      if (node.mode === 'mute') continue;
      const inside = node.network === undefined || !runs(node) ? NOTHING : extentOf(node.network);
      layers += 1 + timesOf(node) * inside.layers;
      depth = Math.max(depth, inside.depth);
    }
    const found = { layers, depth: depth + 1 };
    known.set(network, found);
    return found;
  };
  return extentOf;
}
