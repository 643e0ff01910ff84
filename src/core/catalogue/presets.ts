import { emptyGraph, type Graph, type GraphNode, type SettingValue } from '../graph/document';

type Step = readonly [id: string, type: string, settings?: Record<string, SettingValue>];

const node = ([id, type, settings = {}]: Step, column: number, row = 0): GraphNode => ({
  id,
  type,
  version: 1,
  position: { x: column * 240, y: row * 150 },
  settings,
});

const wire = (source: string, target: string, port = 'x') => ({
  id: `${source}-${target}${port === 'x' ? '' : `-${port}`}`,
  source: { node: source, port: 'y' },
  target: { node: target, port },
});

/** A network that is one line of layers. */
export const chain = (steps: readonly Step[]): Graph => ({
  ...emptyGraph,
  nodes: steps.map((step, column) => node(step, column)),
  edges: steps.slice(1).map(([id], i) => wire(steps[i][0], id)),
});

export const mlpPreset = (input: 'x' | 'z', hidden: number[]) => ({
  id: 'mlp',
  title: 'MLP',
  graph: chain([
    ['input', 'layer.input', { name: input }],
    ['mlp', 'block.mlp', { hidden, activation: 'relu' }],
    ['output', 'layer.output'],
  ]),
});

const convolution = { kernel: 4, stride: 2, padding: 1 };

export const convEncoderPreset = {
  id: 'convnet',
  title: 'ConvNet',
  graph: chain([
    ['input', 'layer.input', { name: 'x' }],
    ['conv1', 'layer.conv2d', { channels: 32, ...convolution }],
    ['relu1', 'layer.activation', { activation: 'relu' }],
    ['conv2', 'layer.conv2d', { channels: 64, ...convolution }],
    ['relu2', 'layer.activation', { activation: 'relu' }],
    ['output', 'layer.output'],
  ]),
};

export const convDecoderPreset = {
  id: 'convnet',
  title: 'ConvNet',
  graph: chain([
    ['input', 'layer.input', { name: 'z' }],
    ['linear', 'layer.linear', { features: 64 * 7 * 7 }],
    ['maps', 'layer.reshape', { shape: [64, 7, 7] }],
    ['relu1', 'layer.activation', { activation: 'relu' }],
    ['up1', 'layer.conv_transpose2d', { channels: 32, ...convolution }],
    ['relu2', 'layer.activation', { activation: 'relu' }],
    ['up2', 'layer.conv_transpose2d', { channels: 1, ...convolution }],
    ['output', 'layer.output'],
  ]),
};

/** x and an embedded t side by side into an MLP. */
const timeMlp = (
  id: string,
  title: string,
  embedding: 'plain' | 'sinusoidal',
): { id: string; title: string; graph: Graph } => ({
  id,
  title,
  graph: {
    ...emptyGraph,
    nodes: [
      node(['x', 'layer.input', { name: 'x' }], 0, 0),
      node(['t', 'layer.input', { name: 't' }], 0, 1),
      node(['embedding', 'layer.time_embedding', { embedding, width: 32 }], 1, 1),
      node(['concat', 'layer.concat'], 2),
      node(['mlp', 'block.mlp', { hidden: [128, 128, 128], activation: 'silu' }], 3),
      node(['output', 'layer.output'], 4),
    ],
    edges: [
      wire('t', 'embedding', 't'),
      wire('x', 'concat', 'a'),
      wire('embedding', 'concat', 'b'),
      wire('concat', 'mlp'),
      wire('mlp', 'output'),
    ],
  },
});

export const denoiserPresets = [
  timeMlp('mlp', 'MLP', 'plain'),
  timeMlp('mlp-sinusoidal', 'MLP, sinusoidal time', 'sinusoidal'),
];

/** A block that hands on what it gets: a beginning. */
export const emptyBlock = {
  id: 'empty',
  title: 'Empty',
  graph: chain([
    ['x', 'block.input'],
    ['y', 'block.output'],
  ]),
};
