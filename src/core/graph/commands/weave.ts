import type { PortDefinition } from '../../catalogue/types';
import { lookUpPort, nodesById } from '../connect';
import { emptyGraph, type GraphEdge, type GraphEnd, type GraphNode, LIMITS, type Position } from '../document';
import { portsOf } from '../node-ports';
import { graphAt, nodeName } from '../place';
import { portsFit } from '../ports';
import { alternatives, quote } from '../text';
import { wouldCycle } from '../topology';
import { andThen, findNode, noGraph } from './common';
import { edgeId, idsOf } from './ids';
import { findEdge } from './points';
import { addNode } from './presets';
import { type Command, type EditContext, planned, type Refusal, refuse } from './types';

/** The ends of a wire as ports, or a sentence where one is not there. */
function portsOfWire(
  { document, catalogue, graph }: EditContext,
  { source, target }: GraphEdge,
): { ok: true; from: PortDefinition; to: PortDefinition } | Refusal {
  const nodes = nodesById(graphAt(document, graph) ?? emptyGraph);
  const from = lookUpPort(nodes, catalogue, document.networks, source, 'outputs');
  if (!from.ok) return from;
  const to = lookUpPort(nodes, catalogue, document.networks, target, 'inputs');
  return to.ok ? { ok: true, from: from.port, to: to.port } : to;
}

const labels = (ports: readonly PortDefinition[]): string => alternatives(ports.map(({ label }) => quote(label)));

const sameEnd = (a: GraphEnd, b: GraphEnd): boolean => a.node === b.node && a.port === b.port;

/** The ports of a node by which a wire would enter and leave it, or a sentence. `edges` are the others of the graph. */
function wayThrough(
  { document, catalogue }: EditContext,
  edges: readonly GraphEdge[],
  node: GraphNode,
  { source, target }: GraphEdge,
  { from, to }: { from: PortDefinition; to: PortDefinition },
): { ok: true; input: string; output: string } | Refusal {
  const { inputs, outputs } = portsOf(node, catalogue.find(node.type), document.networks);
  const refused = `${nodeName(node, catalogue)} does not fit on this wire`;
  const taking = Object.entries(inputs).filter(([, port]) => portsFit(from, port));
  const giving = Object.keys(outputs).filter((port) => portsFit(outputs[port], to));
  if (taking.length === 0) return refuse(`${refused}: it has no input that takes ${quote(from.label)}.`);
  if (giving.length === 0) return refuse(`${refused}: it has no output that ${quote(to.label)} takes.`);
  const free = ([port, { many }]: [string, PortDefinition]) =>
    !edges.some((edge) => sameEnd(edge.target, { node: node.id, port }) && (!many || sameEnd(edge.source, source)));
  const [input] = taking.find(free) ?? [];
  if (input === undefined) {
    const ports = labels(taking.map(([, port]) => port));
    return refuse(`${refused}: ${ports} of it is connected already; disconnect it first.`);
  }
  const feeds = (port: string) =>
    edges.some((edge) => sameEnd(edge.source, { node: node.id, port }) && sameEnd(edge.target, target));
  const output = giving.find((port) => !feeds(port));
  if (output === undefined) return refuse(`${refused}: it feeds ${quote(to.label)} there already.`);
  return { ok: true, input, output };
}

/** Puts a node of the graph on a wire: what the wire carried goes through the node. Places of the wire are forgotten. */
export const insertOnEdge: Command<{ edge: string; node: string }> = {
  id: 'graph.insertOnEdge',
  label: 'Insert on wire',
  history: 'record',
  plan(context, args) {
    const { document, graph, catalogue } = context;
    const content = graphAt(document, graph);
    if (!content) return noGraph(context);
    const found = findEdge(context, args.edge);
    if (!found.ok) return found;
    const at = findNode(context, args.node);
    if (!at.ok) return at;
    const { source, target } = found.edge;
    const name = nodeName(at.node, catalogue);
    if (source.node === args.node || target.node === args.node)
      return refuse(`${name} is at an end of this wire already.`);
    const wire = portsOfWire(context, found.edge);
    if (!wire.ok) return wire;
    const index = content.edges.indexOf(found.edge);
    const rest = { ...content, edges: content.edges.toSpliced(index, 1) };
    if (wouldCycle(rest, source.node, args.node) || wouldCycle(rest, args.node, target.node))
      return refuse(`${name} cannot go on this wire: it comes before or after it already, so this would close a loop.`);
    const way = wayThrough(context, rest.edges, at.node, found.edge, wire);
    if (!way.ok) return way;
    if (rest.edges.length + 2 > LIMITS.edges) return refuse(`A graph holds at most ${LIMITS.edges} wires.`);

    const taken = idsOf(rest.edges);
    const onward: GraphEdge = {
      id: edgeId(args.node, target.node, taken),
      source: { node: args.node, port: way.output },
      target,
    };
    const inward: GraphEdge = {
      id: edgeId(source.node, args.node, taken),
      source,
      target: { node: args.node, port: way.input },
    };
    return planned([
      { type: 'edge.remove', graph, edge: found.edge.id },
      // In the place of the old wire, because inputs that take many keep their order.
      { type: 'edge.add', graph, edge: onward, index },
      { type: 'edge.add', graph, edge: inward },
    ]);
  },
};

/** Adds a node and puts it on a wire. */
export const addOnEdge: Command<{ edge: string; type: string; position: Position; preset?: string }> = {
  id: 'graph.addOnEdge',
  label: 'Add on wire',
  history: 'record',
  plan: (context, { edge, ...args }) => {
    const found = findEdge(context, edge);
    if (!found.ok) return found;
    return andThen(context, addNode.plan(context, args), (then, { select }) =>
      insertOnEdge.plan(then, { edge, node: select?.nodes[0] ?? '' }),
    );
  },
};
