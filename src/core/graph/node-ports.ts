import type { NodeDefinition, NodePorts, PortDefinition } from '../catalogue/types';
import type { Graph, GraphNode, ProjectDocument } from './document';
import { own } from './place';

/** Catalogue types of the nodes that are the ports of the block they stand in. */
export const BLOCK_INPUT = 'block.input';
export const BLOCK_OUTPUT = 'block.output';

const NONE: NodePorts = { inputs: {}, outputs: {} };

/** Ports of blocks by graph: the same object until the graph is edited. */
const known = new WeakMap<Graph, NodePorts>();

/** From top to bottom as they stand on the canvas, then from left to right. */
const byPlace = (a: GraphNode, b: GraphNode): number =>
  a.position.y - b.position.y || a.position.x - b.position.x || (a.id < b.id ? -1 : 1);

const port = (node: GraphNode, input: boolean): PortDefinition => ({
  label: node.title ?? node.id,
  kinds: ['tensor'],
  // A muted port stays, so that wires outside keep their ends; it carries nothing.
  ...(input && (node.settings.optional === true || node.mode === 'mute') && { optional: true }),
});

function blockPorts(graph: Graph): NodePorts {
  const present = known.get(graph);
  if (present) return present;
  const of = (type: string) =>
    Object.fromEntries(
      graph.nodes
        .filter((node) => node.type === type)
        .sort(byPlace)
        .map((node) => [node.id, port(node, type === BLOCK_INPUT)]),
    );
  const ports = { inputs: of(BLOCK_INPUT), outputs: of(BLOCK_OUTPUT) };
  known.set(graph, ports);
  return ports;
}

/**
 * Ports of a node: those of its catalogue record, or, of a block, the Block inputs and outputs inside it, named by their
 * titles. The same object until the block is edited.
 */
export function portsOf(
  node: GraphNode,
  definition: NodeDefinition | undefined,
  networks: ProjectDocument['networks'],
): NodePorts {
  if (!definition) return NONE;
  if (definition.holds !== 'block') return definition;
  const graph = node.network === undefined ? undefined : own(networks, node.network);
  return graph ? blockPorts(graph) : NONE;
}

/**
 * Which input each output of a repeated block feeds in its next repetition: the one of the same name, and the first
 * output the first input, where neither has another.
 */
export function fedBack({ inputs, outputs }: NodePorts): [output: string, input: string][] {
  const named = Object.entries(outputs).flatMap(([output, { label }]) => {
    const input = Object.keys(inputs).find((key) => inputs[key].label === label);
    return input === undefined ? [] : [[output, input] as [string, string]];
  });
  const [first, output] = [Object.keys(inputs)[0], Object.keys(outputs)[0]];
  const taken = named.some(([from, to]) => from === output || to === first);
  return taken || first === undefined || output === undefined ? named : [[output, first], ...named];
}
