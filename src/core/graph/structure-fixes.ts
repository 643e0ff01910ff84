import type { Catalogue, PortDefinition, PortKind } from '../catalogue/types';
import type { Fix, Graph, GraphEdge, GraphEnd, GraphNode, ProjectDocument, Settings } from './document';
import { BLOCK_INPUT, BLOCK_OUTPUT, portsOf } from './node-ports';
import { nodeName } from './place';
import { portsFit } from './ports';
import { quote } from './text';
import { wouldCycle } from './topology';

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

/** Outputs that fit an input and would not close a loop; of layers only those that feed nothing yet. */
function candidates(
  graph: Graph,
  target: GraphEnd,
  port: PortDefinition,
  catalogue: Catalogue,
  networks: ProjectDocument['networks'],
): { source: GraphEnd; label: string }[] {
  const used = new Set(graph.edges.map(({ source }) => `${source.node}:${source.port}`));
  return graph.nodes
    .filter(({ id, mode }) => id !== target.node && mode !== 'mute')
    .flatMap((node) => {
      const { outputs } = portsOf(node, catalogue.find(node.type), networks);
      const [name, several] = [nodeName(node, catalogue), Object.keys(outputs).length > 1];
      return Object.entries(outputs).flatMap(([id, output]) => {
        const free = output.kinds[0] !== 'tensor' || !used.has(`${node.id}:${id}`);
        if (!free || !portsFit(output, port) || wouldCycle(graph, node.id, target.node)) return [];
        return [
          {
            source: { node: node.id, port: id },
            label: `Connect ${several ? `${quote(output.label)} of ` : ''}${name}`,
          },
        ];
      });
    });
}

const FEW = 2;

/** What could be wired into an input that lacks a wire: outputs that are there where few fit, and the usual node. */
export function wireUp(
  graph: Graph,
  target: GraphEnd,
  port: PortDefinition,
  catalogue: Catalogue,
  networks: ProjectDocument['networks'],
): Fix[] {
  const found = candidates(graph, target, port, catalogue, networks);
  const wires =
    found.length > FEW ? [] : found.map(({ source, label }): Fix => ({ type: 'connect', label, source, target }));
  return [...wires, ...addUsual(graph, target.port, port, catalogue)];
}
