import type { Preset } from '../types';
import { chain, graphOf } from './builder';

export const mlpPreset = (input: 'x' | 'z', hidden: number[], activation = 'relu'): Preset => ({
  id: 'mlp',
  title: 'MLP',
  summary: 'A line of linear layers, for rows of numbers',
  source: 'Rumelhart, Hinton & Williams 1986',
  keywords: ['multilayer perceptron', 'dense', 'fully connected', 'feed-forward'],
  graph: chain([
    ['input', 'layer.input', { name: input }],
    ['mlp', 'block.mlp', { hidden, activation }],
    ['output', 'layer.output'],
  ]),
});

const convolution = { kernel: 4, stride: 2, padding: 1 };

/** Two convolutions that halve a picture, each followed by an activation. */
const halving = (activation: string): Preset['graph'] =>
  chain([
    ['input', 'layer.input', { name: 'x' }],
    ['conv1', 'layer.conv2d', { channels: 32, ...convolution }],
    ['relu1', 'layer.activation', { activation }],
    ['conv2', 'layer.conv2d', { channels: 64, ...convolution }],
    ['relu2', 'layer.activation', { activation }],
    ['output', 'layer.output'],
  ]);

const convNet = {
  id: 'convnet',
  title: 'ConvNet',
  summary: 'Two convolutions that halve a picture',
  keywords: ['cnn', 'convolution', 'images'],
};

export const convEncoderPreset: Preset = { ...convNet, source: 'LeCun et al. 1998', graph: halving('relu') };

export const convDiscriminatorPreset: Preset = {
  ...convNet,
  source: 'Radford et al. 2016 (DCGAN)',
  graph: halving('leaky_relu'),
};

export const convEnergyPreset: Preset = {
  ...convNet,
  source: 'Du & Mordatch 2019, appendix A.8',
  graph: halving('silu'),
};

export const convDecoderPreset: Preset = {
  id: 'convnet',
  title: 'ConvNet',
  summary: 'Two transposed convolutions that double a picture',
  source: 'Radford et al. 2016 (DCGAN)',
  keywords: ['cnn', 'deconvolution', 'transposed convolution', 'images', 'dcgan'],
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

/** x, as one row of numbers, and an embedded t side by side into an MLP. */
const timeMlp = (id: string, title: string, summary: string, embedding: 'plain' | 'sinusoidal'): Preset => ({
  id,
  title,
  summary,
  source: 'Liu et al. 2022; Lipman et al. 2023',
  keywords: ['multilayer perceptron', 'points', 'flow matching', 'velocity'],
  graph: graphOf({
    nodes: {
      x: { type: 'layer.input', at: [0, 0], settings: { name: 'x' } },
      row: { type: 'layer.flatten', at: [1, 0] },
      t: { type: 'layer.input', at: [0, 1], settings: { name: 't' } },
      embedding: { type: 'layer.time_embedding', at: [1, 1], settings: { embedding, width: 32 } },
      concat: { type: 'layer.concat', at: [2, 0] },
      mlp: {
        type: 'block.mlp',
        at: [3, 0],
        settings: { hidden: [128, 128, 128], activation: 'silu' },
      },
      output: { type: 'layer.output', at: [4, 0] },
    },
    wires: ['t > embedding.t', 'x > row > concat.a', 'embedding > concat.b', 'concat > mlp > output'],
  }),
});

/** x, an embedded t and an embedded label side by side into an MLP. */
const labelMlp: Preset = {
  id: 'mlp-labels',
  title: 'MLP with labels',
  summary: 'x, t and a label side by side into three hidden layers, for points',
  source: 'Liu et al. 2022; Ho & Salimans 2022',
  keywords: ['multilayer perceptron', 'points', 'class conditional', 'guidance', 'velocity'],
  graph: graphOf({
    nodes: {
      x: { type: 'layer.input', at: [0, 0], settings: { name: 'x' } },
      row: { type: 'layer.flatten', at: [1, 0] },
      t: { type: 'layer.input', at: [0, 1], settings: { name: 't' } },
      time: { type: 'layer.time_embedding', at: [1, 1], settings: { embedding: 'plain' } },
      label: { type: 'layer.input', at: [0, 2], settings: { name: 'y' } },
      table: {
        type: 'layer.embedding',
        at: [1, 2],
        title: 'Label table',
        settings: { entries: 11, width: 16, spread: 1 },
      },
      told: { type: 'layer.concat', at: [2, 1.5] },
      concat: { type: 'layer.concat', at: [3, 0] },
      mlp: { type: 'block.mlp', at: [4, 0], settings: { hidden: [128, 128, 128], activation: 'silu' } },
      output: { type: 'layer.output', at: [5, 0] },
    },
    wires: [
      't > time.t',
      'label > table',
      'time > told.a',
      'table > told.b',
      'x > row > concat.a',
      'told > concat.b',
      'concat > mlp > output',
    ],
    notes: {
      labels: {
        at: [2, 2.6],
        width: 320,
        text: 'The table has a row for each of ten labels and one more, for "no label".',
      },
    },
  }),
};

export const timeMlpPresets: readonly Preset[] = [
  timeMlp('mlp', 'MLP', 'x and t side by side into three hidden layers, for points', 'plain'),
  timeMlp('mlp-sinusoidal', 'MLP, sinusoidal time', 'x beside sines of t into three hidden layers', 'sinusoidal'),
  labelMlp,
];

/** A block that hands on what it gets: a beginning. */
export const emptyBlock: Preset = {
  id: 'empty',
  title: 'Empty block',
  summary: 'One input and one output: a beginning',
  keywords: ['new', 'subgraph', 'module'],
  graph: chain([
    ['x', 'block.input'],
    ['y', 'block.output'],
  ]),
};
