import type { NodePorts, PortDefinition } from '../../catalogue/types';
import type { Change } from '../changes';
import type { Graph, GraphNode, ProjectDocument } from '../document';
import { portsOf } from '../node-ports';
import { graphAt } from '../place';
import type { EditContext } from './types';

type Ports = Readonly<Record<string, PortDefinition>>;

/** Which new port takes the place of each old one: itself, the one of the same name, else the next that is left. */
function successors(before: Ports, after: Ports): Map<string, string> {
  const found = new Map<string, string>();
  const free = new Set(Object.keys(after));
  const settle = (choose: (port: string) => string | undefined) => {
    for (const port of Object.keys(before)) {
      const next = found.has(port) ? undefined : choose(port);
      if (next === undefined) continue;
      found.set(port, next);
      free.delete(next);
    }
  };
  settle((port) => (free.has(port) ? port : undefined));
  settle((port) => [...free].find((candidate) => after[candidate].label === before[port].label));
  settle(() => [...free][0]);
  return found;
}

/** Changes that lead the wires of a node from its old ports to its new ones; wires that no port is left for go. */
function rewire({ graph }: EditContext, { edges }: Graph, id: string, before: NodePorts, after: NodePorts): Change[] {
  const inputs = successors(before.inputs, after.inputs);
  const outputs = successors(before.outputs, after.outputs);
  const changes: Change[] = [];
  let index = 0;
  for (const edge of edges) {
    const from = edge.source.node === id ? outputs.get(edge.source.port) : edge.source.port;
    const to = edge.target.node === id ? inputs.get(edge.target.port) : edge.target.port;
    const lost = from === undefined || to === undefined;
    if (lost || from !== edge.source.port || to !== edge.target.port)
      changes.push({ type: 'edge.remove', graph, edge: edge.id });
    if (lost) continue;
    if (from !== edge.source.port || to !== edge.target.port) {
      const moved = { ...edge, source: { ...edge.source, port: from }, target: { ...edge.target, port: to } };
      changes.push({ type: 'edge.add', graph, edge: moved, index });
    }
    index++;
  }
  return changes;
}

/** The same for a node that is about to hold another network, with the networks as they will be. */
export function rewireHolder(
  context: EditContext,
  node: GraphNode,
  network: string,
  networks: ProjectDocument['networks'],
): Change[] {
  const { document, catalogue, graph } = context;
  const content = graphAt(document, graph);
  const definition = catalogue.find(node.type);
  if (!content || definition?.holds !== 'block') return [];
  const before = portsOf(node, definition, document.networks);
  return rewire(context, content, node.id, before, portsOf({ ...node, network }, definition, networks));
}
