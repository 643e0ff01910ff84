import type { Preset } from '../types';
import { along, type Box, blockEnds, blockNode, graphOf, networkEnds } from './builder';

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
const residualBlock = (channels: number, kernel: number) =>
  graphOf({
    nodes: {
      x: blockEnds.input('x', [0, 0]),
      relu1: relu([1, 0]),
      narrow: pointwise(channels / 2, [2, 0], 'Narrow'),
      relu2: relu([3, 0]),
      look: masked('B', channels / 2, kernel, [4, 0]),
      relu3: relu([5, 0]),
      wide: pointwise(channels, [6, 0], 'Widen'),
      sum: { type: 'layer.add', at: [7, 0] },
      y: blockEnds.output([8, 0]),
    },
    wires: ['x > relu1 > narrow > relu2 > look > relu3 > wide > sum.b > y', 'x > sum.a'],
    through: { 'x-sum-a': along(-0.5, 0, 7) },
  });

const look =
  'Mask A hides the pixel itself, so that its prediction cannot copy it. After that mask B may show it: what arrives no longer holds it.';

const head = ['relu1', 'mix', 'relu2'];

const residualBlocks = (column: number): Box => blockNode('block', 'Residual blocks', [column, 0], 5);

/** For pictures of any size; one number for each pixel. */
const block = (channels: number) =>
  graphOf({
    nodes: {
      x: blockEnds.input('x', [0, 0]),
      first: masked('A', channels, 7, [1, 0]),
      blocks: residualBlocks(2),
      relu1: relu([3, 0]),
      mix: pointwise(channels, [4, 0]),
      relu2: relu([5, 0]),
      logits: pointwise(1, [6, 0], 'Logits'),
      output: blockEnds.output([7, 0]),
    },
    wires: ['x > first > blocks > relu1 > mix > relu2 > logits > output'],
    groups: { head: { title: 'Head', color: 'grey', nodes: [...head, 'logits'] } },
    notes: { masks: { at: [1, 1.1], width: 400, text: look } },
  });

/** Filters see the same everywhere, so each place has numbers of its own, added to what they find. */
const network = (channels: number) =>
  graphOf({
    nodes: {
      x: networkEnds.input('x', [0, 0]),
      first: masked('A', channels, 7, [1, 0]),
      line: { type: 'layer.patchify', at: [2, 0], title: 'Pixels in a line', settings: { patch: 1 } },
      places: { type: 'layer.position', at: [3, 0], title: 'Places', settings: { form: 'learned' } },
      picture: { type: 'layer.unpatchify', at: [4, 0], title: 'Back to rows', settings: { patch: 1 } },
      blocks: residualBlocks(5),
      relu1: relu([6, 0]),
      mix: pointwise(channels, [7, 0]),
      relu2: relu([8, 0]),
      output: networkEnds.output([9, 0]),
    },
    wires: ['x > first > line > places > picture > blocks > relu1 > mix > relu2 > output'],
    groups: {
      where: { title: 'Where a pixel is', color: 'teal', nodes: ['line', 'places', 'picture'] },
      head: { title: 'Head', color: 'grey', nodes: head },
    },
    notes: {
      masks: { at: [1, 1.1], width: 280, text: look },
      where: {
        at: [2.95, 1.1],
        width: 400,
        text: 'Filters are the same everywhere and see only so far. A number for each place and channel tells them where they are: digits end above the lowest rows.',
      },
    },
  });

const words = {
  id: 'pixelcnn',
  title: 'PixelCNN',
  summary: 'Each pixel from those above and to the left, by masked convolutions',
  source: 'van den Oord et al. 2016 (Pixel recurrent neural networks), section 3',
  keywords: ['autoregressive', 'masked convolution', 'images', 'likelihood', 'causal', 'pixel'],
};

export const pixelCnnBlock: Preset = {
  ...words,
  graph: block(64),
  networks: { block: residualBlock(64, 3) },
};

export const pixelPresets: readonly Preset[] = [
  { ...words, graph: network(32), networks: { block: residualBlock(32, 5) } },
  {
    id: 'masked-convnet',
    title: 'Masked ConvNet',
    summary: 'A line of masked convolutions: the plainest network that knows what comes before',
    source: 'van den Oord et al. 2016 (Pixel recurrent neural networks), section 3.4',
    keywords: ['autoregressive', 'masked convolution', 'images', 'plain', 'small'],
    graph: graphOf({
      nodes: {
        x: networkEnds.input('x', [0, 0]),
        first: masked('A', 16, 5, [1, 0]),
        relu1: relu([2, 0]),
        second: masked('B', 16, 3, [3, 0]),
        relu2: relu([4, 0]),
        third: masked('B', 16, 3, [5, 0]),
        relu3: relu([6, 0]),
        output: networkEnds.output([7, 0]),
      },
      wires: ['x > first > relu1 > second > relu2 > third > relu3 > output'],
    }),
  },
];
