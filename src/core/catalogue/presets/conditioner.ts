import type { Preset } from '../types';
import { type Box, chain, graphOf } from './builder';

const activation = { activation: 'relu' };
const same = { kernel: 3, stride: 1, padding: 1 };

const keywords = ['conditioner', 'coupling', 'normalizing flow'];

const mlp: Preset = {
  id: 'mlp',
  title: 'MLP',
  summary: 'Two hidden layers on the part that is kept, for rows of numbers',
  source: 'Dinh et al. 2017 (RealNVP)',
  keywords: [...keywords, 'multilayer perceptron', 'points'],
  graph: chain([
    ['input', 'layer.input', { name: 'x' }],
    ['mlp', 'block.mlp', { hidden: [64, 64], ...activation }],
    ['output', 'layer.output'],
  ]),
};

const convnet: Preset = {
  id: 'convnet',
  title: 'ConvNet',
  summary: 'Two convolutions on the part that is kept, for pictures',
  source: 'Kingma & Dhariwal 2018 (Glow)',
  keywords: [...keywords, 'cnn', 'images'],
  graph: chain([
    ['input', 'layer.input', { name: 'x' }],
    ['conv1', 'layer.conv2d', { channels: 32, ...same }],
    ['relu1', 'layer.activation', activation],
    ['conv2', 'layer.conv2d', { channels: 32, ...same }],
    ['relu2', 'layer.activation', activation],
    ['output', 'layer.output'],
  ]),
};

const label: Readonly<Record<string, Box>> = {
  label: { type: 'layer.input', at: [0, 1], settings: { name: 'y' } },
  table: { type: 'layer.embedding', at: [1, 1], title: 'Label table', settings: { entries: 10, width: 16 } },
};

const labelledMlp: Preset = {
  id: 'mlp-labels',
  title: 'MLP with labels',
  summary: 'The part that is kept and a label side by side into two hidden layers',
  source: 'Dinh et al. 2017 (RealNVP)',
  keywords: [...keywords, 'multilayer perceptron', 'points', 'class conditional'],
  graph: graphOf({
    nodes: {
      x: { type: 'layer.input', at: [0, 0], settings: { name: 'x' } },
      row: { type: 'layer.flatten', at: [1, 0] },
      ...label,
      concat: { type: 'layer.concat', at: [2, 0] },
      mlp: { type: 'block.mlp', at: [3, 0], settings: { hidden: [64, 64], ...activation } },
      output: { type: 'layer.output', at: [4, 0] },
    },
    wires: ['x > row > concat.a', 'label > table > concat.b', 'concat > mlp > output'],
  }),
};

export const conditionerPresets: readonly Preset[] = [mlp, convnet, labelledMlp];
