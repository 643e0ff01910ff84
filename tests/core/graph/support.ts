import {
  type Catalogue,
  defineNode,
  type NodeDefinition,
  type PortKind,
  type Preset,
} from '../../../src/core/catalogue/types';
import type { EditContext, Graph, GraphId, GraphNode, ProjectDocument, Selection } from '../../../src/core/graph';
import { defaultSettings, emptyGraph, emptySelection, upgradeGraph } from '../../../src/core/graph';

const port = (label: string, ...kinds: PortKind[]) => ({ label, kinds });

type Part = Pick<NodeDefinition, 'type' | 'title' | 'level' | 'category'> & Partial<NodeDefinition>;

const define = (part: Part): NodeDefinition =>
  defineNode({
    version: 1,
    summary: '',
    help: '',
    inputs: {},
    outputs: {},
    settings: {},
    build: () => ({}),
    ...part,
  });

const layerNode = (id: string, type: string, x: number): GraphNode => ({
  id,
  type,
  version: 1,
  position: { x, y: 0 },
  settings: {},
});
const layerWire = (source: string, target: string) => ({
  id: `${source}-${target}`,
  source: { node: source, port: 'y' },
  target: { node: target, port: 'x' },
});
const presets = [1, 2].map((count) => {
  const layers = Array.from({ length: count }, (_, i) => layerNode(`linear${i + 1}`, 'layer.linear', 200 * (i + 1)));
  const nodes = [layerNode('in', 'layer.input', 0), ...layers, layerNode('out', 'layer.output', 200 * (count + 1))];
  const edges = nodes.slice(1).map(({ id }, i) => layerWire(nodes[i].id, id));
  return { id: `mlp${count}`, title: `MLP ${count}`, graph: { ...emptyGraph, nodes, edges } };
});

/** A block that holds network `inner`, wired by its ports x and y. */
const innerBlock = (id: string, x: number): GraphNode => ({ ...layerNode(id, 'block.custom', x), network: 'inner' });

/** From x through the layers to y, between the ports of a block. */
const blockGraph = (...layers: GraphNode[]): Graph => {
  const x = { ...layerNode('x', 'block.input', 0), title: 'x' };
  const y = { ...layerNode('y', 'block.output', 200 * (layers.length + 1)), title: 'y' };
  const nodes = [x, ...layers, y];
  return { ...emptyGraph, nodes, edges: nodes.slice(1).map(({ id }, i) => layerWire(nodes[i].id, id)) };
};
const blockPresets: Preset[] = [
  { id: 'one', title: 'One layer', graph: blockGraph(layerNode('linear', 'layer.linear', 200)) },
  {
    id: 'nested',
    title: 'A block in a block',
    graph: blockGraph(
      { ...layerNode('linear', 'layer.linear', 200) },
      innerBlock('first', 400),
      innerBlock('twin', 600),
    ),
    networks: { inner: blockGraph(layerNode('deep', 'layer.linear', 200)) },
  },
];

const definitions = [
  define({
    type: 'data.digits',
    title: 'Digits',
    level: 'study',
    category: 'data',
    outputs: { x: port('x', 'data'), labels: port('labels', 'label') },
    settings: { batch: { type: 'integer', label: 'Batch size', help: '', default: 128, min: 1, max: 4096 } },
  }),
  define({
    type: 'data.points',
    title: 'Points',
    level: 'study',
    category: 'data',
    outputs: { x: port('x', 'data') },
    settings: {
      set: {
        type: 'choice',
        label: 'Set',
        help: '',
        default: 'moons',
        options: [
          { value: 'moons', label: 'Two moons' },
          { value: 'drawn', label: 'Drawn by hand' },
        ],
      },
      points: {
        type: 'points',
        label: 'Points',
        help: '',
        default: [[0, 0.5]],
        visibleWhen: { setting: 'set', is: ['drawn'] },
      },
    },
  }),
  define({
    type: 'network.encoder',
    title: 'Encoder',
    level: 'study',
    category: 'network',
    inputs: { x: port('x', 'data') },
    outputs: { q: port('q', 'distribution') },
    holds: 'network',
    presets,
  }),
  define({
    type: 'latent.reparameterize',
    title: 'Reparameterize',
    level: 'study',
    category: 'latent',
    inputs: { q: port('q', 'distribution') },
    outputs: { z: port('z', 'latent') },
  }),
  define({
    type: 'network.decoder',
    title: 'Decoder',
    level: 'study',
    category: 'network',
    inputs: { z: port('z', 'latent') },
    outputs: { x: port('x', 'data') },
    holds: 'network',
    presets,
  }),
  define({
    type: 'objective.kl',
    version: 2,
    title: 'KL divergence',
    level: 'study',
    category: 'objective',
    inputs: { q: port('q', 'distribution') },
    outputs: { loss: port('loss', 'loss') },
    settings: {
      beta: { type: 'number', label: 'beta', help: '', default: 1, min: 0, live: true },
      free: { type: 'toggle', label: 'Free bits', help: '', default: false },
    },
    migrate: {
      2: ({ weight, ...rest }) => {
        if (typeof weight !== 'number') throw new TypeError('weight is not a number');
        return { ...rest, beta: weight };
      },
    },
  }),
  define({
    type: 'objective.compare',
    title: 'Difference',
    level: 'study',
    category: 'objective',
    inputs: { a: port('a', 'data', 'latent'), b: { ...port('b', 'data', 'latent'), optional: true } },
    outputs: { loss: port('loss', 'loss') },
  }),
  define({
    type: 'trainer.adam',
    title: 'Trainer',
    level: 'study',
    category: 'trainer',
    inputs: { losses: { ...port('losses', 'loss'), many: true } },
    settings: {
      rate: { type: 'number', label: 'Learning rate', help: '', default: 1e-3, min: 1e-6, max: 1 },
      hidden: {
        type: 'integers',
        label: 'Widths',
        help: '',
        default: [400],
        min: 1,
        max: 4096,
        minLength: 1,
        maxLength: 4,
      },
    },
  }),
  define({
    type: 'layer.input',
    title: 'Input',
    level: 'network',
    category: 'input/output',
    outputs: { y: port('y', 'tensor') },
  }),
  define({
    type: 'layer.linear',
    title: 'Linear',
    level: 'network',
    category: 'layer',
    inputs: { x: port('x', 'tensor') },
    outputs: { y: port('y', 'tensor') },
    settings: { features: { type: 'integer', label: 'Features', help: '', default: 64, min: 1, max: 8192 } },
  }),
  define({
    type: 'layer.add',
    title: 'Add',
    level: 'network',
    category: 'layer',
    inputs: { inputs: { ...port('inputs', 'tensor'), many: true } },
    outputs: { y: port('y', 'tensor') },
  }),
  define({
    type: 'layer.modulate',
    title: 'Modulate',
    level: 'network',
    category: 'layer',
    inputs: { x: port('x', 'tensor'), condition: { ...port('condition', 'tensor'), optional: true } },
    outputs: { y: port('y', 'tensor') },
  }),
  define({
    type: 'block.input',
    title: 'Block input',
    level: 'network',
    category: 'input/output',
    outputs: { y: port('y', 'tensor') },
    settings: { optional: { type: 'toggle', label: 'May stay free', help: '', default: false } },
  }),
  define({
    type: 'block.output',
    title: 'Block output',
    level: 'network',
    category: 'input/output',
    inputs: { x: port('x', 'tensor') },
  }),
  define({
    type: 'block.custom',
    title: 'Block',
    level: 'network',
    category: 'block',
    holds: 'block',
    presets: blockPresets,
    settings: {
      repeat: { type: 'integer', label: 'Repeat', help: '', default: 1, min: 1, max: 64 },
      weights: {
        type: 'choice',
        label: 'Weights',
        help: '',
        default: 'own',
        options: [
          { value: 'own', label: 'Own' },
          { value: 'shared', label: 'Shared' },
        ],
      },
    },
  }),
  define({
    type: 'layer.output',
    title: 'Output',
    level: 'network',
    category: 'input/output',
    inputs: { x: port('x', 'tensor') },
  }),
];

const byType = new Map(definitions.map((definition) => [definition.type, definition]));

/** A few node types with every kind of setting and port. */
export const catalogue: Catalogue = { all: definitions, find: (type) => byType.get(type) };

export function definitionOf(type: string): NodeDefinition {
  const found = catalogue.find(type);
  if (!found) throw new Error(`no ${type}`);
  return found;
}

/** A node with its default settings. */
export function node(id: string, type: string, part: Partial<GraphNode> = {}): GraphNode {
  const definition = catalogue.find(type);
  return {
    id,
    type,
    version: definition?.version ?? 1,
    position: { x: 0, y: 0 },
    settings: definition ? defaultSettings(definition) : {},
    ...part,
  };
}

/** A wire from `a.port` to `b.port`. */
export function edge(id: string, from: string, to: string) {
  const end = (text: string) => {
    const [nodeId, portId] = text.split('.');
    return { node: nodeId, port: portId };
  };
  return { id, source: end(from), target: end(to) };
}

export const network = (preset = 0) => upgradeGraph(presets[preset].graph, catalogue).value;

export function blank(part: Partial<ProjectDocument> = {}): ProjectDocument {
  return {
    format: 'latent-loom',
    version: 3,
    title: 'Untitled',
    summary: '',
    models: [],
    references: [],
    bookmarks: [],
    seed: 0,
    study: emptyGraph,
    networks: {},
    ...part,
  };
}

/** A complete variational autoencoder without a single problem. */
export function vae(): ProjectDocument {
  return blank({
    title: 'VAE on digits',
    models: ['M04'],
    study: {
      groups: [{ id: 'losses', title: 'Losses', color: 'violet' }],
      nodes: [
        node('digits', 'data.digits'),
        node('encoder', 'network.encoder', { position: { x: 200, y: 0 }, network: 'encoder' }),
        node('z', 'latent.reparameterize', { position: { x: 400, y: 0 } }),
        node('decoder', 'network.decoder', { position: { x: 600, y: 0 }, network: 'decoder' }),
        node('compare', 'objective.compare', { position: { x: 800, y: 0 } }),
        node('kl', 'objective.kl', { position: { x: 800, y: 150 }, group: 'losses' }),
        node('trainer', 'trainer.adam', { position: { x: 1000, y: 0 } }),
      ],
      edges: [
        edge('e1', 'digits.x', 'encoder.x'),
        { ...edge('e2', 'encoder.q', 'z.q'), points: [{ x: 300, y: 40 }] },
        edge('e3', 'z.z', 'decoder.z'),
        edge('e4', 'decoder.x', 'compare.a'),
        edge('e5', 'digits.x', 'compare.b'),
        edge('e6', 'encoder.q', 'kl.q'),
        edge('e7', 'compare.loss', 'trainer.losses'),
        edge('e8', 'kl.loss', 'trainer.losses'),
      ],
      notes: [{ id: 'note', position: { x: 0, y: 300 }, width: 240, text: 'Kingma & Welling\n"auto-encoding"' }],
    },
    networks: { encoder: network(), decoder: network(1) },
  });
}

export const context = (
  document: ProjectDocument,
  selection: Partial<Selection> = {},
  graph: GraphId = null,
): EditContext => ({ document, catalogue, graph, selection: { ...emptySelection, ...selection } });

/** The study with other nodes or wires. */
export const withStudy = (document: ProjectDocument, study: Partial<ProjectDocument['study']>): ProjectDocument => ({
  ...document,
  study: { ...document.study, ...study },
});

/**
 * The same autoencoder with an encoder that has all there is: a block that two nodes share and that holds another one,
 * a group, a note, a wire with places, a muted node.
 */
export function nested(): ProjectDocument {
  const at = (id: string, type: string, column: number, part: Partial<GraphNode> = {}) =>
    node(id, type, { position: { x: 240 * column, y: 0 }, ...part });
  const encoder: Graph = {
    nodes: [
      at('in', 'layer.input', 0),
      at('a', 'layer.linear', 1, { group: 'g' }),
      at('b', 'layer.modulate', 2, { group: 'g', title: 'Bend' }),
      at('c', 'layer.add', 3),
      at('block', 'block.custom', 4, { network: 'block' }),
      at('twin', 'block.custom', 5, { network: 'block', title: 'Twin' }),
      at('out', 'layer.output', 6),
      at('off', 'layer.linear', 3, { mode: 'mute', collapsed: true, position: { x: 720, y: 300 } }),
    ],
    edges: [
      edge('in-a', 'in.y', 'a.x'),
      edge('a-b', 'a.y', 'b.x'),
      edge('in-b', 'in.y', 'b.condition'),
      edge('b-c', 'b.y', 'c.inputs'),
      { ...edge('a-c', 'a.y', 'c.inputs'), points: [{ x: 480, y: 200 }] },
      edge('in-c', 'in.y', 'c.inputs'),
      edge('c-block', 'c.y', 'block.x'),
      edge('block-twin', 'block.y', 'twin.x'),
      edge('twin-out', 'twin.y', 'out.x'),
      edge('b-off', 'b.y', 'off.x'),
    ],
    notes: [{ id: 'memo', position: { x: 240, y: 400 }, width: 200, text: 'why', group: 'g' }],
    groups: [{ id: 'g', title: 'Stem', color: 'teal' }],
  };
  const complete = (graph: Graph) => upgradeGraph(graph, catalogue).value;
  const inner = complete(blockGraph(layerNode('deep', 'layer.linear', 200)));
  const block = complete(blockGraph(layerNode('linear', 'layer.linear', 200), innerBlock('first', 400)));
  return { ...vae(), networks: { ...vae().networks, encoder, block, inner } };
}
