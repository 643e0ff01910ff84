import type { Preset } from '../types';
import { chain, graphOf } from './builder';

export const mlpPreset = (input: 'x' | 'z', hidden: number[]): Preset => ({
  id: 'mlp',
  title: 'MLP',
  summary: 'A line of linear layers, for rows of numbers',
  source: 'Rumelhart, Hinton & Williams 1986',
  keywords: ['multilayer perceptron', 'dense', 'fully connected', 'feed-forward'],
  graph: chain([
    ['input', 'layer.input', { name: input }],
    ['mlp', 'block.mlp', { hidden, activation: 'relu' }],
    ['output', 'layer.output'],
  ]),
});

const convolution = { kernel: 4, stride: 2, padding: 1 };

export const convEncoderPreset: Preset = {
  id: 'convnet',
  title: 'ConvNet',
  summary: 'Two convolutions that halve a picture',
  source: 'LeCun et al. 1998',
  keywords: ['cnn', 'convolution', 'images'],
  graph: chain([
    ['input', 'layer.input', { name: 'x' }],
    ['conv1', 'layer.conv2d', { channels: 32, ...convolution }],
    ['relu1', 'layer.activation', { activation: 'relu' }],
    ['conv2', 'layer.conv2d', { channels: 64, ...convolution }],
    ['relu2', 'layer.activation', { activation: 'relu' }],
    ['output', 'layer.output'],
  ]),
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

export const timeMlpPresets: readonly Preset[] = [
  timeMlp('mlp', 'MLP', 'x and t side by side into three hidden layers, for points', 'plain'),
  timeMlp('mlp-sinusoidal', 'MLP, sinusoidal time', 'x beside sines of t into three hidden layers', 'sinusoidal'),
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
