import type { Catalogue, PortDefinition } from '../catalogue/types';
import type { Graph, GraphEnd, GraphNode, ProjectDocument } from './document';
import { LIMITS } from './document';
import { portsOf } from './node-ports';
import { type GraphId, graphAt, graphName, nodeName, own } from './place';
import { misfitText, portsFit } from './ports';
import { didYouMean, quote } from './text';
import { wouldCycle } from './topology';

export type Connection = { ok: true; replaces?: string } | { ok: false; message: string };

/** A port that a wire ends at, or a sentence that says what does not exist. */
export type PortLookup =
  | { ok: true; node: GraphNode; name: string; port: PortDefinition }
  | { ok: false; message: string };

const refuse = (message: string): { ok: false; message: string } => ({ ok: false, message });

/** Finds one end of a wire among the nodes of its graph. */
export function lookUpPort(
  nodes: ReadonlyMap<string, GraphNode>,
  catalogue: Catalogue,
  networks: ProjectDocument['networks'],
  end: GraphEnd,
  side: 'inputs' | 'outputs',
): PortLookup {
  const node = nodes.get(end.node);
  if (!node) return refuse(`There is no node ${quote(end.node)}${didYouMean(end.node, [...nodes.keys()])}`);
  const name = nodeName(node, catalogue);
  const definition = catalogue.find(node.type);
  if (!definition) return refuse(`The ports of ${name} are not known, because its type ${quote(node.type)} is not.`);
  const ports = portsOf(node, definition, networks)[side];
  const port = own(ports, end.port);
  if (port) return { ok: true, node, name, port };
  const direction = side === 'inputs' ? 'input' : 'output';
  return refuse(`${name} has no ${direction} ${quote(end.port)}${didYouMean(end.port, Object.keys(ports))}`);
}

/** Nodes by id, made once for each version of a graph: judging every port of a graph asks for them hundreds of times. */
const known = new WeakMap<Graph, ReadonlyMap<string, GraphNode>>();

export function nodesById(graph: Graph): ReadonlyMap<string, GraphNode> {
  const present = known.get(graph);
  if (present) return present;
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  known.set(graph, nodes);
  return nodes;
}

/**
 * Whether a wire may go from an output to an input of a graph. `replaces` is the wire that a single input would lose.
 * The refusal is one sentence for the person who is dragging it.
 */
export function canConnect(
  document: ProjectDocument,
  catalogue: Catalogue,
  graphId: GraphId,
  source: GraphEnd,
  target: GraphEnd,
): Connection {
  const graph = graphAt(document, graphId);
  if (!graph) return refuse(`The project has no ${graphName(graphId)}.`);
  const nodes = nodesById(graph);
  const from = lookUpPort(nodes, catalogue, document.networks, source, 'outputs');
  if (!from.ok) return from;
  const to = lookUpPort(nodes, catalogue, document.networks, target, 'inputs');
  if (!to.ok) return to;

  const attempt = `Can't connect ${quote(from.port.label)} to ${quote(to.port.label)} of ${to.name}`;
  if (!portsFit(from.port, to.port)) return refuse(`${attempt}: ${misfitText(from.port, to.port)}.`);
  const present = graph.edges.filter((edge) => edge.target.node === target.node && edge.target.port === target.port);
  if (present.some((edge) => edge.source.node === source.node && edge.source.port === source.port)) {
    return refuse(`${attempt}: they are connected already.`);
  }
  if (source.node === target.node) return refuse(`${attempt}: a node cannot feed itself.`);
  if (wouldCycle(graph, source.node, target.node)) {
    return refuse(`${attempt}: ${to.name} already feeds ${from.name}, so this would close a loop.`);
  }
  const replaced = to.port.many ? undefined : present[0];
  if (replaced) return { ok: true, replaces: replaced.id };
  if (graph.edges.length >= LIMITS.edges) return refuse(`${attempt}: a graph holds at most ${LIMITS.edges} wires.`);
  return { ok: true };
}
