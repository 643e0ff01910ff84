import { expect, test } from 'vitest';
import { type Inputs, type Settings, traceLayer } from './layer-harness';

const image = [4, 6, 8, 10];
const steps = [4, 5, 8];
const vectors = [4, 6];
const labels = { shape: [4], dtype: 'int32' } as const;

/** A wrong input or setting, and the one sentence that the node shows. */
const rows: readonly [type: string, inputs: Inputs, settings: Settings, sentence: string][] = [
  [
    'layer.linear',
    { x: labels },
    {},
    'Linear needs real numbers but gets labels or tokens; put an Embedding before it.',
  ],
  [
    'layer.activation',
    { x: labels },
    {},
    'Activation needs real numbers but gets labels or tokens; put an Embedding before it.',
  ],
  [
    'layer.conv2d',
    { x: steps },
    {},
    'Convolution needs images (batch × channels × height × width) but gets 4 × 5 × 8; insert Unpatchify or Reshape before it.',
  ],
  [
    'layer.conv1d',
    { x: image },
    {},
    'Convolution 1-D needs signals (batch × channels × length) but gets 4 × 6 × 8 × 10; insert Reshape or Swap axes before it.',
  ],
  [
    'layer.conv3d',
    { x: image },
    {},
    'Convolution 3-D needs volumes (batch × channels × depth × height × width) but gets 4 × 6 × 8 × 10; insert Reshape before it.',
  ],
  [
    'layer.conv2d',
    { x: image },
    { groups: 4, channels: 8 },
    'Convolution cannot part 6 channels that come in into 4 groups; choose a number that divides 6.',
  ],
  [
    'layer.masked_conv2d',
    { x: image },
    { kernel: 4 },
    'Masked convolution needs an odd kernel but has 4; choose 3 or 5.',
  ],
  [
    'layer.average_pool',
    { x: vectors },
    {},
    'Average pool needs channels with positions but gets 4 × 6; insert Reshape before it.',
  ],
  ['layer.max_pool', { x: image }, { padding: 2 }, 'Max pool pads 2 around windows of 2; pad at most half the window.'],
  [
    'layer.global_average_pool',
    { x: vectors },
    {},
    'Global average pool needs pictures or sequences but gets 4 × 6; leave it out.',
  ],
  [
    'layer.pixel_shuffle',
    { x: image },
    {},
    'Pixel shuffle cannot part 6 channels into blocks of 2 × 2 pixels; choose a number that divides 6.',
  ],
  [
    'layer.pixel_unshuffle',
    { x: image },
    { factor: 3 },
    'Pixel unshuffle cannot part 8 rows of pixels into blocks of 3; choose a number that divides 8.',
  ],
  [
    'layer.layer_norm',
    { x: image },
    {},
    'Layer norm works on vectors or sequences (features last) but gets 4 × 6 × 8 × 10; use Group norm for pictures.',
  ],
  [
    'layer.group_norm',
    { x: image },
    { groups: 4 },
    'Group norm cannot part 6 channels into 4 groups; choose a number that divides 6.',
  ],
  [
    'layer.instance_norm',
    { x: vectors },
    {},
    'Instance norm needs channels with positions but gets 4 × 6; use Layer norm for vectors.',
  ],
  [
    'layer.batch_norm',
    { x: [1, 6] },
    {},
    'Batch norm needs at least two values a channel but gets 1 × 6; use larger batches.',
  ],
  [
    'layer.self_attention',
    { x: vectors },
    {},
    'Self-attention needs a sequence (batch × steps × features) but gets 4 × 6; insert Patchify or Reshape before it.',
  ],
  [
    'layer.self_attention',
    { x: steps },
    { heads: 3 },
    'Self-attention cannot part 8 features into 3 heads; choose a number that divides 8.',
  ],
  [
    'block.transformer',
    { x: steps },
    { heads: 8, rotary: true },
    'Transformer block needs an even number of features a head for rotary positions but has 1; change the heads.',
  ],
  [
    'block.dit',
    { x: steps, condition: steps },
    {},
    'DiT block needs one vector an item (batch × features) on "condition" but gets 4 × 5 × 8; insert Flatten or Global average pool before it.',
  ],
  [
    'block.joint',
    { a: steps, b: [4, 3, 6], condition: vectors },
    {},
    'Joint attention block needs as many features in "a" as in "b" but gets 8 and 6; put a Linear before one of them.',
  ],
  [
    'block.residual',
    { x: image },
    { groups: 4 },
    'Residual block cannot part 6 channels into 4 groups; choose a number that divides 6.',
  ],
  [
    'layer.embedding',
    { x: vectors },
    {},
    'Embedding needs labels or tokens (whole numbers) but gets real numbers; wire labels or tokens here.',
  ],
  [
    'layer.time_embedding',
    { t: vectors },
    {},
    'Time embedding takes one time an item but gets 4 × 6; wire the network’s t input here.',
  ],
  [
    'layer.lstm',
    { x: [2, 300, 3] },
    { layers: 2 },
    'LSTM unrolls 600 steps (300 in 2 layers), at most 512 are possible; cut the sequences shorter.',
  ],
  [
    'layer.add',
    { a: image, b: vectors.map((n) => n + 1) },
    {},
    'Add cannot add 4 × 6 × 8 × 10 and 5 × 7; put a layer before one so that both agree.',
  ],
  [
    'layer.multiply',
    { a: vectors, b: [4, 5] },
    {},
    'Multiply cannot multiply 4 × 6 and 4 × 5; put a layer before one so that both agree.',
  ],
  [
    'layer.concat',
    { a: steps, b: [4, 5, 9] },
    {},
    'Concat cannot join 4 × 5 × 8 and 4 × 5 × 9: they may differ in the first axis after the batch only; reshape one of them.',
  ],
  ['layer.swap_axes', { x: vectors }, {}, 'Swap axes needs two axes to swap but gets 4 × 6; leave it out.'],
  ['layer.split', { x: [4, 7] }, {}, 'Split cannot part 7 features into halves; choose a number that divides 7.'],
  [
    'layer.crop',
    { x: image },
    { border: [4, 4, 0, 0] },
    'Crop would leave nothing of 8 × 10 pixels; choose a smaller border.',
  ],
  [
    'layer.patchify',
    { x: image },
    { patch: 4 },
    'Patchify cannot part 10 columns of pixels into patches of 4; choose a number that divides 10.',
  ],
  [
    'layer.unpatchify',
    { x: [4, 6, 12] },
    { patch: 2 },
    'Unpatchify gets 6 patches, which make no square; set the rows of patches in the inspector.',
  ],
];

test.each(rows)('%s %j %j is refused', (type, inputs, settings, sentence) => {
  expect(traceLayer(type, inputs, settings).problems).toEqual([sentence]);
});
