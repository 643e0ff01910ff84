import type { Preset } from '../types';
import { along, type Box, blockEnds, blockNode, type Ends, graphOf, networkEnds } from './builder';
import { convolution, residual } from './convolutional';

const head = (column: number): Record<'norm' | 'act', Box> => ({
  norm: { type: 'layer.group_norm', at: [column, 0], settings: { groups: 8 } },
  act: { type: 'layer.activation', at: [column + 1, 0], settings: { activation: 'silu' } },
});

/** Halves a picture twice, with a residual block at each size. */
const shrinking = ({ input, output }: Ends) =>
  graphOf({
    nodes: {
      x: input('x', [0, 0]),
      stem: convolution(32, 1, [1, 0]),
      block1: residual(32, [2, 0]),
      shrink1: convolution(64, 2, [3, 0], 'Halve'),
      block2: residual(64, [4, 0]),
      shrink2: convolution(64, 2, [5, 0], 'Halve'),
      block3: residual(64, [6, 0]),
      ...head(7),
      output: output([9, 0]),
    },
    wires: ['x > stem > block1 > shrink1 > block2 > shrink2 > block3 > norm > act > output'],
    groups: {
      full: { title: 'Full size', color: 'blue', nodes: ['stem', 'block1'] },
      half: { title: 'Half', color: 'teal', nodes: ['shrink1', 'block2'] },
      quarter: { title: 'Quarter', color: 'violet', nodes: ['shrink2', 'block3'] },
    },
  });

/** Doubles 7 × 7 maps twice, with a residual block at each size. */
const growing = ({ input, output }: Ends) =>
  graphOf({
    nodes: {
      z: input('z', [0, 0]),
      linear: { type: 'layer.linear', at: [1, 0], settings: { features: 64 * 7 * 7 } },
      maps: { type: 'layer.reshape', at: [2, 0], settings: { shape: [64, 7, 7] } },
      block1: residual(64, [3, 0]),
      grow1: { type: 'layer.upsample', at: [4, 0], settings: { factor: 2 } },
      block2: residual(32, [5, 0]),
      grow2: { type: 'layer.upsample', at: [6, 0], settings: { factor: 2 } },
      block3: residual(32, [7, 0]),
      ...head(8),
      last: convolution(1, 1, [10, 0], 'To one channel'),
      output: output([11, 0]),
    },
    wires: ['z > linear > maps > block1 > grow1 > block2 > grow2 > block3 > norm > act > last > output'],
    groups: {
      seven: { title: '7 × 7', color: 'violet', nodes: ['linear', 'maps', 'block1'] },
      fourteen: { title: '14 × 14', color: 'teal', nodes: ['grow1', 'block2'] },
      full: { title: '28 × 28', color: 'blue', nodes: ['grow2', 'block3'] },
    },
  });

const source = 'He et al. 2016';
const keywords = ['resnet', 'residual', 'skip', 'cnn', 'images', 'downsampling'];

export const residualEncoder: Preset = {
  id: 'resnet',
  title: 'ResNet',
  summary: 'Residual blocks at three sizes of a picture',
  source,
  keywords,
  graph: shrinking(networkEnds),
};

export const residualDecoder: Preset = {
  id: 'resnet',
  title: 'ResNet',
  summary: 'Residual blocks from 7 × 7 maps up to 28 × 28 pixels',
  source,
  keywords: [...keywords, 'upsampling'],
  graph: growing(networkEnds),
};

export const convBlock: Preset = {
  id: 'convnet',
  title: 'ConvNet',
  summary: 'Residual blocks that halve a picture twice',
  source,
  keywords: [...keywords, 'convnet', 'convolution', 'encoder'],
  graph: shrinking(blockEnds),
};

/** One step of a residual MLP: normalise, widen the view, add. */
const residualStep = graphOf({
  nodes: {
    x: blockEnds.input('x', [0, 0]),
    norm: { type: 'layer.layer_norm', at: [1, 0] },
    up: { type: 'layer.linear', at: [2, 0], settings: { features: 128 } },
    act: { type: 'layer.activation', at: [3, 0], settings: { activation: 'silu' } },
    down: { type: 'layer.linear', at: [4, 0], settings: { features: 128 } },
    sum: { type: 'layer.add', at: [5, 0] },
    y: blockEnds.output([6, 0]),
  },
  wires: ['x > norm > up > act > down > sum.b > y', 'x > sum.a'],
  through: { 'x-sum-a': along(-0.5, 0, 5) },
});

export const residualMlpBlock: Preset = {
  id: 'residual-mlp',
  title: 'Residual MLP',
  summary: 'Four steps that each add a correction: deep, yet easy to train',
  source,
  keywords: ['resnet', 'mlp', 'skip', 'dense', 'points'],
  graph: graphOf({
    nodes: {
      x: blockEnds.input('x', [0, 0]),
      flat: { type: 'layer.flatten', at: [1, 0] },
      wide: { type: 'layer.linear', at: [2, 0], settings: { features: 128 } },
      steps: blockNode('step', 'Residual steps', [3, 0], 4),
      norm: { type: 'layer.layer_norm', at: [4, 0] },
      output: blockEnds.output([5, 0]),
    },
    wires: ['x > flat > wide > steps > norm > output'],
  }),
  networks: { step: residualStep },
};

export const mlpBlock: Preset = {
  id: 'mlp',
  title: 'MLP',
  summary: 'Three linear layers with activations between, one node each',
  keywords: ['multilayer perceptron', 'dense', 'fully connected', 'feed-forward'],
  source: 'Rumelhart, Hinton & Williams 1986',
  graph: graphOf({
    nodes: {
      x: blockEnds.input('x', [0, 0]),
      flat: { type: 'layer.flatten', at: [1, 0] },
      linear1: { type: 'layer.linear', at: [2, 0], settings: { features: 128 } },
      act1: { type: 'layer.activation', at: [3, 0], settings: { activation: 'silu' } },
      linear2: { type: 'layer.linear', at: [4, 0], settings: { features: 128 } },
      act2: { type: 'layer.activation', at: [5, 0], settings: { activation: 'silu' } },
      linear3: { type: 'layer.linear', at: [6, 0], settings: { features: 64 } },
      output: blockEnds.output([7, 0]),
    },
    wires: ['x > flat > linear1 > act1 > linear2 > act2 > linear3 > output'],
  }),
};
