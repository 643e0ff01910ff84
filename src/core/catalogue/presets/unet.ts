import type { Preset } from '../types';
import { along, type Box, blockEnds, blockNode, type Ends, graphOf, networkEnds } from './builder';
import { convolution, residual } from './convolutional';

/** Self-attention of one head over the pixels of a picture, beside a short cut. */
const pixelAttention = graphOf({
  nodes: {
    x: blockEnds.input('x', [0, 0]),
    norm: { type: 'layer.group_norm', at: [1, 0], settings: { groups: 8 } },
    pixels: { type: 'layer.patchify', at: [2, 0], title: 'Pixels as steps', settings: { patch: 1 } },
    attention: { type: 'layer.self_attention', at: [3, 0], settings: { heads: 1 } },
    picture: { type: 'layer.unpatchify', at: [4, 0], title: 'Steps as pixels', settings: { patch: 1 } },
    sum: { type: 'layer.add', at: [5, 0] },
    y: blockEnds.output([6, 0]),
  },
  wires: ['x > norm > pixels > attention > picture > sum.b > y', 'x > sum.a'],
  through: { 'x-sum-a': along(-0.5, 0, 5) },
});

const grow = (at: Box['at']): Box => ({ type: 'layer.upsample', at, settings: { factor: 2 } });

/** Blocks that are told the time, and the columns that they stand in. */
const told = { down1: 2, down2: 4, middle1: 6, middle2: 8, up2: 11, up1: 14 } as const;

/** Channels 32, 64 and 64 on three levels, attention on the lowest; told the time by every residual block. */
const unet = ({ input, output }: Ends) =>
  graphOf({
    nodes: {
      x: input('x', [0, 0]),
      t: input('t', [0, 3.6]),
      time: {
        type: 'layer.time_embedding',
        at: [1, 3.6],
        settings: { embedding: 'sinusoidal', width: 32, hidden: 128 },
      },
      stem: convolution(32, 1, [1, 0]),
      down1: residual(32, [2, 0]),
      shrink1: convolution(32, 2, [3, 1.2], 'Halve'),
      down2: residual(64, [4, 1.2]),
      shrink2: convolution(64, 2, [5, 2.4], 'Halve'),
      middle1: residual(64, [6, 2.4]),
      attention: blockNode('attention', 'Attention', [7, 2.4]),
      middle2: residual(64, [8, 2.4]),
      grow2: grow([9, 2.4]),
      join2: { type: 'layer.concat', at: [10, 1.2], title: 'Join skip' },
      up2: residual(64, [11, 1.2]),
      grow1: grow([12, 1.2]),
      join1: { type: 'layer.concat', at: [13, 0], title: 'Join skip' },
      up1: residual(32, [14, 0]),
      norm: { type: 'layer.group_norm', at: [15, 0], settings: { groups: 8 } },
      act: { type: 'layer.activation', at: [16, 0], settings: { activation: 'silu' } },
      last: convolution(1, 1, [17, 0], 'To one channel'),
      output: output([18, 0]),
    },
    wires: [
      'x > stem > down1 > shrink1 > down2 > shrink2 > middle1 > attention > middle2 > grow2 > join2.a > up2',
      'up2 > grow1 > join1.a > up1 > norm > act > last > output',
      'down2 > join2.b',
      'down1 > join1.b',
      't > time.t',
      ...Object.keys(told).map((block) => `time > ${block}.condition`),
    ],
    through: Object.fromEntries(
      Object.entries(told).map(([block, column]) => [`time-${block}-condition`, along(4.1, 1, column)]),
    ),
    groups: {
      time: { title: 'Time', color: 'amber', nodes: ['t', 'time'] },
      down: { title: 'Down', color: 'blue', nodes: ['stem', 'down1', 'shrink1', 'down2', 'shrink2'] },
      middle: { title: 'Middle', color: 'violet', nodes: ['middle1', 'attention', 'middle2'] },
      up: { title: 'Up', color: 'teal', nodes: ['grow2', 'join2', 'up2', 'grow1', 'join1', 'up1'] },
      head: { title: 'Head', color: 'grey', nodes: ['norm', 'act', 'last'] },
    },
    notes: {
      skips: {
        at: [6.1, 0.72],
        width: 360,
        text: 'Skips carry fine detail straight across: what each level saw on the way down is put beside what comes up from below. Height and width must halve twice without a rest, as 28 and 32 do.',
      },
    },
  });

const about = {
  id: 'unet',
  title: 'U-Net',
  summary: 'Shrinks a picture, thinks at the bottom, grows it back with skips across; told the time',
  source: 'Ronneberger et al. 2015; Ho et al. 2020, appendix B',
  keywords: ['unet', 'diffusion', 'ddpm', 'images', 'skip connections', 'encoder decoder', 'score', 'segmentation'],
} as const;

export const unetPreset: Preset = {
  ...about,
  title: 'U-Net (images)',
  graph: unet(networkEnds),
  networks: { attention: pixelAttention },
};

export const unetBlock: Preset = { ...about, graph: unet(blockEnds), networks: { attention: pixelAttention } };

export const attentionBlock: Preset = {
  id: 'pixel-attention',
  title: 'Attention over pixels',
  summary: 'Every pixel of a square picture looks at every other, beside a short cut',
  source: 'Wang et al. 2018 (non-local networks); Ho et al. 2020, appendix B',
  keywords: ['self-attention', 'non-local', 'unet', 'sagan', 'images'],
  graph: pixelAttention,
};
