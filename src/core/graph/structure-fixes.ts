import type { Catalogue, PortDefinition, PortKind } from '../catalogue/types';
import type { Fix, Graph, GraphEdge, GraphEnd, GraphNode, ProjectDocument, Settings } from './document';
import { BLOCK_INPUT, BLOCK_OUTPUT, portsOf } from './node-ports';
import { nodeName } from './place';
import { portsFit } from './ports';
import { quote } from './text';

export const deleteWire = (edge: GraphEdge, label = 'Delete the wire'): Fix => ({
  type: 'disconnect',
  label,
  edge: edge.id,
});

export const deleteNode = (node: GraphNode): Fix => ({ type: 'remove', label: 'Delete it', node: node.id });

/** Takes away the wire that closes a loop through these nodes. */
export function openLoop(cycle: readonly string[], { edges }: Graph, name: (id: string) => string): Fix[] {
  const [last, first] = [cycle[cycle.length - 1], cycle[0]];
  const edge = edges.find(({ source, target }) => source.node === last && target.node === first);
  return edge ? [deleteWire(edge, `Delete the wire from ${name(last)} to ${name(first)}`)] : [];
}

/** What people usually wire into an input of a kind. */
const USUAL: Readonly<Partial<Record<PortKind, string>>> = {
  data: 'data.mnist',
  label: 'data.mnist',
  noise: 'prior.normal',
  time: 'time.uniform',
  latent: 'latent.reparameterize',
  distribution: 'network.encoder',
  network: 'network.denoiser',
  trajectory: 'sampler.euler',
};

/** What usually brings a value into a graph of layers. */
function usualLayer({ nodes }: Graph, port: string): { node: string; settings?: Settings } {
  if (nodes.some(({ type }) => type === BLOCK_INPUT || type === BLOCK_OUTPUT)) return { node: BLOCK_INPUT };
  if (port === 'condition') return { node: 'layer.time_embedding' };
  return { node: 'layer.input', settings: { name: port === 't' ? 't' : 'x' } };
}

/** Adds the usual node for an input, where there is one. */
function addUsual(graph: Graph, port: string, { kinds }: PortDefinition, catalogue: Catalogue): Fix[] {
  const usual = kinds.includes('tensor')
    ? usualLayer(graph, port)
    : kinds.flatMap((kind) => (USUAL[kind] === undefined ? [] : [{ node: USUAL[kind] }]))[0];
  const title = usual && catalogue.find(usual.node)?.title;
  return title === undefined ? [] : [{ type: 'add', label: `Add ${title}`, port, ...usual }];
}

interface Wiring {
  /** Outputs that feed something, `node:port`. */
  used: ReadonlySet<string>;
  /** Ids of the nodes that each node feeds. */
  next: ReadonlyMap<string, readonly string[]>;
}

/** By the list of wires: many inputs of one graph may lack a wire. */
const known = new WeakMap<Graph['edges'], Wiring>();

function wiringOf({ edges }: Graph): Wiring {
  const present = known.get(edges);
  if (present) return present;
  const used = new Set<string>();
  const next = new Map<string, string[]>();
  for (const { source, target } of edges) {
    used.add(`${source.node}:${source.port}`);
    const targets = next.get(source.node);
    if (targets) targets.push(target.node);
    else next.set(source.node, [target.node]);
  }
  const wiring = { used, next };
  known.set(edges, wiring);
  return wiring;
}

/** A node and all that it feeds, directly or not. */
function fedBy(start: string, { next }: Wiring): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const id of reached) for (const target of next.get(id) ?? []) reached.add(target);
  return reached;
}

/** Wires that could be drawn into an input when there are more than this are too many to offer. */
const FEW = 2;

/**
 * Outputs that fit an input and would not close a loop, of layers only those that feed nothing yet; none where there are
 * more than a few, as nobody can tell which is meant.
 */
function candidates(
  graph: Graph,
  target: GraphEnd,
  port: PortDefinition,
  catalogue: Catalogue,
  networks: ProjectDocument['networks'],
): Fix[] {
  const wiring = wiringOf(graph);
  const behind = fedBy(target.node, wiring);
  const found: Fix[] = [];
  for (const node of graph.nodes) {
    if (behind.has(node.id) || node.mode === 'mute') continue;
    const outputs = Object.entries(portsOf(node, catalogue.find(node.type), networks).outputs);
    for (const [id, output] of outputs) {
      const free = output.kinds[0] !== 'tensor' || !wiring.used.has(`${node.id}:${id}`);
      if (!free || !portsFit(output, port)) continue;
      if (found.length === FEW) return [];
      const what = outputs.length > 1 ? `${quote(output.label)} of ` : '';
      const label = `Connect ${what}${nodeName(node, catalogue)}`;
      found.push({ type: 'connect', label, source: { node: node.id, port: id }, target });
    }
  }
  return found;
}

/** What could be wired into an input that lacks a wire: outputs that are there where few fit, and the usual node. */
export const wireUp = (
  graph: Graph,
  target: GraphEnd,
  port: PortDefinition,
  catalogue: Catalogue,
  networks: ProjectDocument['networks'],
): Fix[] => [...candidates(graph, target, port, catalogue, networks), ...addUsual(graph, target.port, port, catalogue)];
