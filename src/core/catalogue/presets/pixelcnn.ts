import type { Preset } from '../types';
import { along, type Box, blockEnds, blockNode, graphOf } from './builder';

const CHANNELS = 64;

const relu = (at: Box['at']): Box => ({ type: 'layer.activation', at, settings: { activation: 'relu' } });

const pointwise = (channels: number, at: Box['at'], title = '1 × 1'): Box => ({
  type: 'layer.conv2d',
  at,
  title,
  settings: { channels, kernel: 1, stride: 1, padding: 0 },
});

const masked = (mask: 'A' | 'B', channels: number, kernel: number, at: Box['at']): Box => ({
  type: 'layer.masked_conv2d',
  at,
  title: `Masked ${mask}`,
  settings: { channels, kernel, mask },
});

/** Narrow, look up and left, widen, add (van den Oord et al. 2016, figure 5). */
const residualBlock = graphOf({
  nodes: {
    x: blockEnds.input('x', [0, 0]),
    relu1: relu([1, 0]),
    narrow: pointwise(CHANNELS / 2, [2, 0], 'Narrow'),
    relu2: relu([3, 0]),
    look: masked('B', CHANNELS / 2, 3, [4, 0]),
    relu3: relu([5, 0]),
    wide: pointwise(CHANNELS, [6, 0], 'Widen'),
    sum: { type: 'layer.add', at: [7, 0] },
    y: blockEnds.output([8, 0]),
  },
  wires: ['x > relu1 > narrow > relu2 > look > relu3 > wide > sum.b > y', 'x > sum.a'],
  through: { 'x-sum-a': along(-0.5, 0, 7) },
});

export const pixelCnnBlock: Preset = {
  id: 'pixelcnn',
  title: 'PixelCNN',
  summary: 'Each pixel from those above and to the left, by masked convolutions',
  source: 'van den Oord et al. 2016 (Pixel recurrent neural networks), section 3',
  keywords: ['autoregressive', 'masked convolution', 'images', 'likelihood', 'causal', 'pixel'],
  graph: graphOf({
    nodes: {
      x: blockEnds.input('x', [0, 0]),
      first: masked('A', CHANNELS, 7, [1, 0]),
      blocks: blockNode('block', 'Residual blocks', [2, 0], 5),
      relu1: relu([3, 0]),
      mix: pointwise(CHANNELS, [4, 0]),
      relu2: relu([5, 0]),
      logits: pointwise(1, [6, 0], 'Logits'),
      output: blockEnds.output([7, 0]),
    },
    wires: ['x > first > blocks > relu1 > mix > relu2 > logits > output'],
    groups: { head: { title: 'Head', color: 'grey', nodes: ['relu1', 'mix', 'relu2', 'logits'] } },
    notes: {
      masks: {
        at: [1, 1.1],
        width: 400,
        text: 'Mask A hides the pixel itself, so that its prediction cannot copy it. After that mask B may show it: what arrives no longer holds it.',
      },
    },
  }),
  networks: { block: residualBlock },
};
